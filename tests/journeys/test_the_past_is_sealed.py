"""Mira, new to Ada, sees no past. She opens it with a purpose; Ada sees that, asks why, and it closes again."""

from __future__ import annotations

import secrets

from playwright.sync_api import Page, expect

from tests.journeys.conftest import enter

PHONE = {"width": 360, "height": 740}
SAID_BEFORE = "The streets are right. A key would let others read it."


def _page_of_ada(page: Page) -> None:
    page.goto("/people/?words=Ada+Kova")
    page.get_by_role("main").get_by_role("link", name="Ada Kovač").first.click()


def test_a_past_is_opened_for_a_reason_and_the_learner_sees_it(visit, scripted):
    why = f"I want to build on the maps that she made before ({secrets.token_hex(3)})."
    mira = enter(visit(scripted=scripted), "Mira")
    _page_of_ada(mira)
    mira.get_by_role("link", name="Past", exact=True).first.click()
    expect(mira.get_by_role("heading", level=1)).to_have_text("Ada’s past is closed")
    expect(mira.get_by_text(SAID_BEFORE)).to_have_count(0)

    mira.get_by_role("link", name="Open it for a while").click()
    mira.get_by_label("What for").select_option(index=0)
    mira.get_by_label("What you want to find out").fill(why)
    mira.get_by_role("button", name="Open it").click()
    expect(mira.get_by_role("heading", level=1)).to_have_text("What Ada showed before")
    expect(mira.get_by_text(SAID_BEFORE)).to_be_visible()
    opened = mira.url

    # On her phone, in her language, at once.
    ada = enter(visit(scripted=scripted, **PHONE), "Ada")
    ada.goto("/my-record/")
    line = ada.locator("article.card", has_text=why)
    expect(line.get_by_role("heading", level=3)).to_have_text("Mira Anand")
    expect(line.get_by_text("Read 1 time").or_(line.get_by_text("Leído 1 vez"))).to_be_visible()
    assert ada.evaluate("document.documentElement.scrollWidth <= innerWidth")
    line.locator("details").last.locator("summary").click()
    line.locator("textarea").fill("¿Por qué mis mapas?")
    line.locator("button[value=ask]").click()
    expect(ada.locator("article.card", has_text=why).get_by_text("¿Por qué mis mapas?")).to_be_visible()

    _page_of_ada(mira)
    mira.get_by_role("link", name="Past", exact=True).first.click()
    mine = mira.locator("article.card", has_text=why)
    expect(mine.get_by_text("¿Por qué mis mapas?")).to_be_visible()
    mine.locator("textarea").fill("So that we begin where you are.")
    mine.get_by_role("button", name="Answer").click()
    mine = mira.locator("article.card", has_text=why)
    expect(mine.get_by_text("So that we begin where you are.")).to_be_visible()
    mine.get_by_role("button", name="Close it now").click()
    expect(mira.locator("article.card", has_text=why).get_by_text("Closed early")).to_be_visible()
    assert mira.goto(opened).status == 404
    expect(mira.get_by_text(SAID_BEFORE)).to_have_count(0)

    ruth = enter(visit(scripted=scripted), "Ruth")
    _page_of_ada(ruth)
    ruth.locator("a[href$='/record/']").first.click()
    expect(ruth.locator("article.card", has_text=why).get_by_text("So that we begin where you are.")).to_be_visible()
