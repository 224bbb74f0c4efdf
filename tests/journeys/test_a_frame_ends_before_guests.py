"""At 360 px, with and without JavaScript: Tom's frame, Ada and Ben's variant, a mentor, a critique, an exhibition."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.axe import assert_accessible
from tests.journeys.conftest import enter

PHONE = {"width": 360, "height": 740}


def _in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011


def _is_sound(page: Page, *, scripted: bool) -> None:
    if scripted:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert_accessible(page)


def _address(page: Page) -> str:
    return "/" + page.url.split("/", 3)[3].split("#")[0]


def _write_a_frame(tom: Page, title: str) -> str:
    """From the city template to a published frame; return its address."""
    tom.goto("/frames/")
    tom.get_by_role("link", name="Build our city").last.click()
    tom.get_by_label("Title").fill(title)
    tom.get_by_label("From").fill(_in_days(0))
    tom.get_by_label("Until").fill(_in_days(30))
    tom.get_by_role("button", name="Begin").click()
    expect(tom.get_by_role("heading", name="Who decides what")).to_be_visible()
    tom.get_by_role("button", name="Publish it").click()
    expect(tom.get_by_text("Published. Learners can answer it now.")).to_be_visible()
    return _address(tom)


def _answer_it(ada: Page, frame: str, title: str) -> str:
    """Choose within the frame, each with a reason, and keep it as a draft; return the project's address."""
    ada.goto(frame)
    ada.get_by_role("link", name="Answer it with a project").click()
    ada.get_by_label("What we call it").fill(title)
    ada.get_by_label("What we want to do").fill("Benches where people wait.")
    for choosing in ada.locator("fieldset.choosing").all():
        options = choosing.get_by_role("radio")
        if options.count():
            options.first.check()
        else:
            choosing.get_by_label("Our choice").fill("Our street")
        choosing.get_by_label("Because").fill("We know it best.")
    ada.get_by_label("Our first steps").fill("Count who stands.")
    ada.get_by_role("button", name="Keep as a draft").click()
    expect(ada.get_by_text("Only your team sees this.")).to_be_visible()
    return _address(ada)


def _ask_ben(ada: Page, ben: Page, project: str) -> None:
    ada.get_by_role("link", name="Ask somebody").click()
    ada.get_by_label("Ben Okafor").check()
    ada.get_by_role("button", name="Ask them").click()
    ben.goto("/projects/")
    ben.goto(project)
    ben.get_by_role("button", name="Join").click()
    expect(ben.get_by_role("link", name="Change")).to_be_visible()


def _agree(ada: Page, tom: Page, project: str) -> None:
    """Ada proposes, Tom says yes with a change, the team takes it up."""
    ada.goto(project)
    ada.get_by_role("button", name="Propose it").click()
    tom.goto(project)
    tom.get_by_role("link", name="Answer the proposal").click()
    tom.get_by_label("go with changes").check()
    tom.get_by_label("What should change").fill("Ask three people over seventy first.")
    tom.get_by_role("button", name="Answer", exact=True).click()
    ada.goto(project)
    expect(ada.get_by_text("Ask three people over seventy first.")).to_be_visible()
    ada.get_by_role("button", name="We take the changes up, and go").click()
    expect(ada.get_by_role("link", name="Our board")).to_be_visible()


def _invite_noor(ada: Page, tom: Page, noor: Page, project: str, frame: str) -> None:
    ada.goto(project)
    ada.get_by_role("link", name="Ask for a mentor").click()
    ada.get_by_label("A mentor of our school").select_option(label="Noor Jamali")
    ada.get_by_label("What can they help you with?").fill("She builds benches.")
    ada.get_by_role("button", name="Ask", exact=True).click()
    tom.goto(project)
    tom.get_by_role("link", name=re.compile("^Answer ?: Noor")).click()
    tom.get_by_label("Until").fill(_in_days(20))
    tom.get_by_role("button", name="Invite until this day").click()
    noor.goto(project)
    expect(noor.get_by_text("Benches where people wait.")).to_be_visible()
    assert "Kovač" not in noor.locator("main").inner_text()
    assert noor.goto(frame).status == 404
    assert noor.goto("/frames/").status == 404


def _change_a_draft(ada: Page, tom: Page, project: str) -> None:
    ada.goto(f"{project}drafts/new/")
    ada.get_by_label("What it is").fill("Our bench")
    ada.get_by_label("The draft, in words").fill("A bench of three boards.")
    ada.get_by_role("button", name="Keep this draft").click()
    draft = _address(ada)
    tom.goto(draft)
    tom.get_by_role("link", name="Give words on it").click()
    for box in tom.locator("main form textarea").all():
        box.fill("You measured it yourself, and I can see where a stick would stand. Try it with Omar's grandmother.")
    tom.locator("main form button.main").click()
    if tom.locator("main form textarea").count():  # the coach has asked once
        tom.locator("main form button.main").click()
    ada.goto(draft)
    expect(ada.get_by_text("where a stick would stand").first).to_be_visible()
    ada.get_by_role("link", name="Add the next draft").click()
    ada.get_by_label("The draft, in words").fill("A bench of three boards with a place for a stick.")
    ada.get_by_label("What we changed since the last draft").fill("A place for a stick, because of Tom.")
    ada.get_by_role("button", name="Keep this draft").click()
    expect(ada.get_by_text("A place for a stick, because of Tom.").first).to_be_visible()


def _exhibit(tom: Page, ada: Page, guest: Page, frame_title: str, title: str) -> None:
    tom.goto("/exhibitions/new/")
    tom.get_by_label("Title").fill(f"Evening of {frame_title}")
    tom.get_by_label(frame_title).check()
    tom.get_by_label("Day").fill(_in_days(10))
    tom.get_by_label("From").fill("17:00")
    tom.get_by_label("Until").fill("19:00")
    tom.get_by_role("textbox", name="Place").fill("Hall")
    tom.get_by_role("button", name="Next: the programme").click()
    tom.get_by_label(title).check()
    tom.get_by_role("button", name="Put them in and ask the teams").click()
    exhibition = _address(tom).replace("programme/", "")
    ada.goto(exhibition)
    ada.get_by_role("button", name="Yes, we show it").click()
    tom.goto(exhibition)
    tom.get_by_role("button", name="Announce it").click()
    tom.get_by_role("button", name="Labels with QR codes").click()
    expect(tom.locator(".work-label svg")).to_have_count(1)
    tom.goto(f"{exhibition}guests/")
    tom.get_by_label("For whom").fill("The bakery")
    tom.get_by_role("button", name="Make a link").click()
    link = tom.locator("#address").input_value()
    guest.goto("/" + link.split("/", 3)[3])
    guest.get_by_role("link", name=title).click()
    assert "Kovač" not in guest.locator("body").inner_text()
    guest.get_by_label("Your name").fill("Hatice")
    guest.get_by_label("What I liked").fill("My mother could sit there.")
    guest.get_by_role("button", name="Send it").click()
    expect(guest.get_by_text("Thank you.")).to_be_visible()
    tom.goto(f"{exhibition}notes/")
    tom.get_by_role("button", name="Show it to the team").click()
    ada.goto(exhibition)
    expect(ada.get_by_text("My mother could sit there.")).to_be_visible()


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_frame_ends_before_guests(visit, scripted):
    mark = secrets.token_hex(3)
    frame_title, title = f"Our city {mark}", f"Benches {mark}"
    tom, ada, ben, noor = (enter(visit(scripted=scripted, **PHONE), name) for name in ("Tom", "Ada", "Ben", "Noor"))
    frame = _write_a_frame(tom, frame_title)
    _is_sound(tom, scripted=scripted)
    project = _answer_it(ada, frame, title)
    _is_sound(ada, scripted=scripted)
    assert tom.goto(project).status == 404  # a draft is the team's alone
    _ask_ben(ada, ben, project)
    _agree(ada, tom, project)
    _invite_noor(ada, tom, noor, project, frame)
    _change_a_draft(ada, tom, project)
    _is_sound(ada, scripted=scripted)
    tom.goto(f"{frame}board/")
    expect(tom.get_by_role("link", name=title)).to_be_visible()
    _is_sound(tom, scripted=scripted)
    guest = visit(scripted=scripted, **PHONE)
    _exhibit(tom, ada, guest, frame_title, title)
    _is_sound(guest, scripted=scripted)


def test_a_no_shows_a_way_on(visit):
    title = f"A rocket {secrets.token_hex(3)}"
    ben, tom = enter(visit(**PHONE), "Ben"), enter(visit(**PHONE), "Tom")
    ben.goto("/projects/new/")
    ben.get_by_label("What we call it").fill(title)
    ben.get_by_label("Our question").fill("How high can it go?")
    ben.get_by_label("Our first steps").fill("Find fuel.")
    for choosing in ben.locator("fieldset.choosing").all():
        choosing.get_by_label("Our choice").fill("A field")
        choosing.get_by_label("Because").fill("It is wide.")
    ben.get_by_role("button", name="Propose it").click()
    project = _address(ben)
    tom.goto(f"{project}answer/")
    tom.get_by_label("not like this").check()
    tom.get_by_label("Why").fill("Fuel is too dangerous here.")
    tom.get_by_role("button", name="Answer", exact=True).click()
    expect(tom.locator(".errors, .has-error").first).to_be_visible()
    tom.get_by_label("What could be done instead").fill("Water and air in a bottle go higher than you think.")
    tom.get_by_role("button", name="Answer", exact=True).click()
    ben.goto(project)
    expect(ben.get_by_text("Water and air in a bottle")).to_be_visible()
    expect(ben.get_by_role("button", name="Propose it again")).to_be_visible()


def test_a_project_is_begun_by_keyboard_alone(visit):
    title = f"Bees {secrets.token_hex(3)}"
    ada = enter(visit(**PHONE), "Ada")
    ada.goto("/projects/")
    _tab_to(ada, "Start from nothing")
    ada.keyboard.press("Enter")
    ada.wait_for_url("**/projects/new/")
    _tab_to(ada, "What we call it")
    ada.keyboard.type(title)
    _tab_to(ada, "Keep as a draft")
    ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", name=title)).to_be_visible()


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called ``name``."""
    for _press in range(120):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return (l ? l.innerText : e.innerText || e.ariaLabel || '').trim(); })()"
        )
        if said.startswith(name):
            return
    pytest.fail(f"The keyboard does not reach “{name}”.")
