"""Ada leads a conference, and what is decided there lands in her plan; everybody confirms it."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.axe import assert_accessible
from tests.journeys.conftest import enter

THERE = ZoneInfo("America/Denver")  # where the demo district lies
PHONE = {"width": 360, "height": 740}
FOCUSED = "document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || ''"


def _learner_id(page: Page, name: str) -> str:
    page.goto("/people/")
    link = page.get_by_role("main").get_by_role("link", name=name).first
    return str(link.get_attribute("href")).rstrip("/").split("/")[-1]


def _arrange(page: Page, mark: str) -> str:
    """Tom asks Ada and her family for later today; return the address of the conference."""
    page.goto(f"/learners/{_learner_id(page, 'Ada Kovač')}/conferences/new/")
    page.get_by_label("Day").fill(datetime.now(tz=THERE).date().isoformat())
    page.get_by_label("Time").fill("23:15")
    page.get_by_role("textbox", name="Place").fill(f"Room {mark}")
    expect(page.get_by_label(re.compile("Ruth Kovač"))).to_be_checked()
    for guest in page.get_by_label(re.compile("Lucia")).all():  # guardians whom another story brought to Ada's home
        guest.uncheck()
    page.get_by_role("button", name="Arrange it").click()
    expect(page.get_by_text("The conference is arranged")).to_be_visible()
    return "/" + page.url.split("/", 3)[3]


def _begin_goal(page: Page, title: str) -> None:
    page.goto("/plan/new/?from=nothing")
    page.get_by_label("What I aim for").fill(title)
    page.get_by_label("I will know I did it").fill("One neighbour finds a sound")
    page.get_by_role("button", name="Propose it now").click()
    expect(page.get_by_role("heading", name=title).first).to_be_visible()


def _prepare(page: Page, conference: str, title: str, words: str) -> None:
    page.goto(f"{conference}agenda/")
    page.get_by_label(re.compile(title)).check()
    page.get_by_role("button", name="Save my choice").click()
    page.get_by_label("Something else I want to talk about").fill(words)
    page.get_by_role("button", name="Put it on my agenda").click()
    page.get_by_role("button", name=f"Move up: {words}").click()
    first = page.locator(".agenda li").first
    expect(first).to_contain_text(words)


def _lead(page: Page, conference: str, title: str, words: str) -> None:
    page.goto(conference)
    page.get_by_role("link", name="Lead my conference").click()
    expect(page.get_by_text("Say first what you are proud of.")).to_be_visible()
    page.get_by_role("link", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    page.locator("summary", has_text="Notes").click() if not page.get_by_label("What was said").is_visible() else None
    page.get_by_label("What was said").fill("We eat outside on Fridays")
    page.get_by_role("button", name="Save notes").click()
    expect(page.get_by_label("What was said")).to_have_value("We eat outside on Fridays")
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name="We decided something").click()
    page.get_by_label("What did you decide?").fill("Two neighbours are better than one.")
    page.get_by_label("I will know I did it").fill("Two neighbours find a sound")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("It stands in the plan")).to_be_visible()


@pytest.mark.parametrize("wide", [True, False], ids=["at 1280 px", "at 360 px"])
def test_ada_leads_and_the_decision_lands_in_her_plan(visit, scripted, wide):
    mark = secrets.token_hex(3)
    title, words = f"Map the sounds {mark}", f"Lunch outside {mark}"
    size = {} if wide else PHONE
    tom = enter(visit(scripted=scripted, **size), "Tom")
    conference = _arrange(tom, mark)

    ada = enter(visit(scripted=scripted, **size), "Ada")
    ada.goto("/calendar/")
    card = ada.locator("article", has_text=f"Room {mark}")
    card.get_by_role("button", name=re.compile("I come")).click()
    expect(card.get_by_role("button", name=re.compile("I come"))).to_have_attribute("aria-pressed", "true")
    _begin_goal(ada, title)
    _prepare(ada, conference, title, words)
    _lead(ada, conference, title, words)
    ada.get_by_role("main").get_by_role("link", name=title).first.click()
    expect(ada.get_by_text("Two neighbours find a sound").first).to_be_visible()

    for page in (ada, tom, enter(visit(scripted=scripted, **size), "Ruth")):
        page.goto(conference)
        expect(page.get_by_text("Two neighbours are better than one.")).to_be_visible()
        page.locator("form[action$='/confirm/'] button").first.click()
        expect(page.locator("form[action$='/confirm/']")).to_have_count(0)
    ada.goto(conference)
    expect(ada.get_by_text("has not confirmed yet")).to_have_count(0)
    assert _fits(ada), "the page is wider than the screen"
    stranger = enter(visit(scripted=scripted), "Omar")
    assert stranger.goto(conference).status == 404


def _fits(page: Page) -> bool:
    box = page.locator("main").bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus."""
    for _step in range(120):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            "(document.activeElement.innerText || document.activeElement.labels?.[0]?.innerText || '')"
        )
        if name in str(focused):
            return
    pytest.fail(f"Tab never reached “{name}” on {page.url}")


def test_ada_prepares_and_leads_by_keyboard_alone(visit):
    mark = secrets.token_hex(3)
    conference = _arrange(enter(visit(), "Tom"), mark)
    ada = enter(visit(), "Ada")
    ada.goto(f"{conference}agenda/")
    for words in (f"First {mark}", f"Second {mark}"):
        _tab_to(ada, "Something else I want to talk about")
        ada.keyboard.type(words)
        with ada.expect_navigation():
            ada.keyboard.press("Enter")
    _tab_to(ada, f"Move up: Second {mark}")
    ada.keyboard.press("Enter")
    expect(ada.locator(".agenda li").first).to_contain_text(f"Second {mark}")
    ada.goto(f"{conference}lead/")
    for expected in (f"Second {mark}", f"First {mark}", "What do we take with us?"):
        _tab_to(ada, "Begin" if expected.startswith("Second") else "Next")
        with ada.expect_navigation():
            ada.keyboard.press("Enter")
        expect(ada.get_by_role("heading", level=1)).to_have_text(expected)


def test_the_pages_of_a_conference_are_accessible_and_the_sheet_speaks_spanish(visit):
    mark = secrets.token_hex(3)
    tom = enter(visit(), "Tom")
    conference = _arrange(tom, mark)
    ada = enter(visit(**PHONE, color_scheme="dark"), "Ada")
    for path in (conference, f"{conference}agenda/", f"{conference}lead/", f"{conference}decide/", "/calendar/"):
        ada.goto(path)
        assert_accessible(ada)
    for path in ("/conferences/", f"{conference}move/", f"{conference}sheet/", "/calendar/feed/"):
        tom.goto(path)
        assert_accessible(tom)
    tom.goto(f"{conference}sheet/?language=es")
    expect(tom.locator("html")).to_have_attribute("lang", "es")
    expect(tom.locator(".sheet")).to_have_count(1)
