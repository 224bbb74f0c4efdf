"""Ada proposes a goal from an interest, Tom counter-proposes one clause, Ruth adds her voice in Spanish, all agree."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.axe import assert_accessible
from tests.journeys.conftest import enter

PHONE = {"width": 360, "height": 740}


def _goal(page: Page, title: str, **texts: str) -> str:
    """Propose a goal; return its address."""
    page.goto("/plan/")
    start = page.get_by_role("button", name="Start my plan")
    if start.count():
        start.click()
    page.goto("/plan/new/")
    interests = page.locator("a[href*='from=interest']")
    (interests.first if interests.count() else page.get_by_role("link", name="An idea of my own")).click()
    page.get_by_label("What I aim for").fill(title)
    for label, text in texts.items():
        page.get_by_label(label.replace("_", " ")).fill(text)
    page.get_by_role("button", name="Propose it now").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    return "/" + page.url.split("/", 3)[3].split("#")[0]


def _no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("size", [{}, PHONE], ids=["desk", "phone"])
def test_a_goal_is_negotiated_by_three_voices(visit, scripted, size):
    title = f"Map the sounds {secrets.token_hex(3)}"
    ada = enter(visit(scripted=scripted, **size), "Ada")
    address = _goal(ada, title, I_will_show_it_as="a sound map")

    tom = enter(visit(scripted=scripted, **size), "Tom")
    tom.goto(address)
    tom.get_by_role("link", name="Suggest changes").first.click()
    tom.get_by_label("I will show it as").fill("a sound map and a page with both interviews")
    because = tom.locator("details.because").nth(3)
    because.locator("summary").click()
    because.locator("textarea").fill("your second aim is asking.")
    _no_sideways_scroll(tom)
    tom.get_by_role("button", name="Put my changes on the table").click()
    expect(tom.get_by_text("Your changes are on the table")).to_be_visible()

    ada.goto("/plan/")
    card = ada.locator("article", has_text=title)
    expect(card.get_by_text("Waiting for you")).to_be_visible()
    expect(card.locator("ins")).to_have_text(re.compile("^ ?and a page with both interviews$"))
    _no_sideways_scroll(ada)
    card.get_by_role("link", name="Answer each").click()
    ada.get_by_label("Take it").check()
    ada.get_by_role("button", name="Send my answers").click()
    expect(ada.get_by_text("Your goal says it that way now.")).to_be_visible()

    ruth = enter(visit(scripted=scripted, locale="es-ES", **size), "Ruth")
    ruth.goto(address)
    ruth.locator("#agree textarea").fill("Que entreviste a su abuela.")
    _no_sideways_scroll(ruth)
    ruth.locator("#agree button.main").click()

    ada.goto(address)
    expect(ada.get_by_text("Que entreviste a su abuela.")).to_be_visible()
    expect(ada.get_by_text("Agreed", exact=True).first).to_be_visible()
    if scripted:
        for page in (ada, tom, ruth):
            assert_accessible(page)


def _tab_to(page: Page, sign: Locator) -> None:
    """Press Tab until this has the focus, and see that the focus shows."""
    for _step in range(200):
        page.keyboard.press("Tab")
        if sign.evaluate("sign => sign === document.activeElement"):
            assert sign.evaluate("sign => sign.matches(':focus-visible')")
            return
    pytest.fail(f"Tab never reached {sign} on {page.url}")


def _press(page: Page, sign: Locator, key: str = "Enter") -> None:
    _tab_to(page, sign)
    with page.expect_navigation():
        page.keyboard.press(key)


def _write(page: Page, field: Locator, words: str) -> None:
    _tab_to(page, field)
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(words)


def test_a_goal_is_negotiated_by_three_voices_with_the_keyboard_alone(visit):
    title = f"Listen to bees {secrets.token_hex(3)}"
    ada = enter(visit(), "Ada")
    ada.goto("/plan/new/")
    _press(ada, ada.locator("main a[href*='from=interest']").first)
    _write(ada, ada.get_by_label("What I aim for"), title)
    _write(ada, ada.get_by_label("I will show it as"), "a sound map")
    _press(ada, ada.get_by_role("button", name="Propose it now"))
    expect(ada.get_by_role("heading", level=1, name=title)).to_be_visible()
    address = "/" + ada.url.split("/", 3)[3].split("#")[0]

    tom = enter(visit(), "Tom")
    tom.goto(address)
    _press(tom, tom.get_by_role("link", name="Suggest changes").first)
    _write(tom, tom.get_by_label("I will show it as"), "a sound map and a page")
    because = tom.locator("details.because").nth(3)
    _tab_to(tom, because.locator("summary"))
    tom.keyboard.press("Enter")
    _write(tom, because.locator("textarea"), "your second aim is asking.")
    _press(tom, tom.get_by_role("button", name="Put my changes on the table"))
    expect(tom.get_by_text("Your changes are on the table")).to_be_visible()

    ada.goto("/plan/")
    _press(ada, ada.locator("article", has_text=title).get_by_role("link", name="Answer each"))
    _tab_to(ada, ada.get_by_label("Take it"))
    ada.keyboard.press("Space")
    _press(ada, ada.get_by_role("button", name="Send my answers"))
    expect(ada.get_by_text("Your goal says it that way now.")).to_be_visible()

    ruth = enter(visit(locale="es-ES"), "Ruth")
    ruth.goto(address)
    expect(ruth.locator("html")).to_have_attribute("lang", "es")
    _write(ruth, ruth.locator("#agree textarea"), "Que entreviste a su abuela.")
    _press(ruth, ruth.locator("#agree button.main"))
    ada.goto(address)
    expect(ada.get_by_text("Que entreviste a su abuela.")).to_be_visible()
    expect(ada.get_by_text("Agreed", exact=True).first).to_be_visible()


def test_steps_are_made_and_put_in_order_by_keyboard_alone(visit):
    ada = enter(visit(), "Ada")
    _goal(ada, f"Walk the dog {secrets.token_hex(3)}")
    for step in ("Ask Leila", "Find a lead", "Walk"):
        ada.get_by_role("textbox", name="Step").focus()
        ada.keyboard.type(step)
        ada.keyboard.press("Enter")
        expect(ada.locator("[data-step] h3", has_text=step)).to_be_visible()
    ada.locator("[data-step]", has_text="Walk").last.locator("[data-grip]").focus()
    ada.keyboard.press("Alt+ArrowUp")
    expect(ada.locator("[data-step] h3")).to_have_text(["Ask Leila", "Walk", "Find a lead"])
    ada.locator("[data-step]").first.locator("button.tick").focus()
    ada.keyboard.press("Enter")
    expect(ada.locator("[data-step]").first).to_contain_text("On it")


def test_a_step_is_dragged_to_its_place(visit):
    ada = enter(visit(), "Ada")
    _goal(ada, f"Bake {secrets.token_hex(3)}")
    for step in ("One", "Two", "Three"):
        ada.get_by_role("textbox", name="Step").fill(step)
        ada.get_by_role("button", name="Add this step").click()
        expect(ada.locator("[data-step] h3", has_text=step)).to_be_visible()
    grip = ada.locator("[data-step]").last.locator("[data-grip]")
    grip.scroll_into_view_if_needed()
    start, goal = grip.bounding_box(), ada.locator("[data-step]").first.bounding_box()
    ada.mouse.move(start["x"] + 5, start["y"] + 5)
    ada.mouse.down()
    ada.mouse.move(start["x"] + 5, goal["y"] + 2, steps=8)
    ada.mouse.up()
    expect(ada.locator("[data-step] h3")).to_have_text(["Three", "One", "Two"])


def test_two_tabs_edit_one_goal_and_lose_nothing(visit, scripted):
    page = enter(visit(scripted=scripted), "Ada")
    address = _goal(page, f"Swim {secrets.token_hex(3)}", Why_it_matters_to_me="I like water.")
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(f"{address}edit/")
    page.get_by_label("Why it matters to me").fill("The first tab.")
    page.get_by_role("button", name="Save", exact=True).last.click()
    expect(page.get_by_text("The first tab.")).to_be_visible()
    other.get_by_label("Why it matters to me").fill("The second tab.")
    other.get_by_label("I will know I did it").fill("I swim across.")
    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.get_by_text("Nothing is lost.")).to_be_visible()
    expect(other.locator(".errors")).to_contain_text("The first tab.")
    expect(other.locator(".errors")).to_contain_text("The second tab.")
    other.get_by_label("Why it matters to me").fill("The first tab. The second tab.")
    other.get_by_role("button", name="Save", exact=True).last.click()
    expect(other.get_by_text("The first tab. The second tab.")).to_be_visible()
    expect(other.get_by_text("I swim across.")).to_be_visible()
