"""From a phone: Ada adds a photo and judges herself, Ben gives feedback, Tom puts two voices on a conference."""

from __future__ import annotations

import re
import secrets
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.axe import assert_accessible
from tests.files.samples import photo_with_place
from tests.journeys.conftest import enter

PHONE = {"width": 360, "height": 740}


def _no_sideways_scroll(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _add_a_photo(ada: Page, words: str) -> str:
    """Add a photo with one sentence, about the first goal under way; return the page's address."""
    ada.goto("/evidence/")
    ada.get_by_role("link", name="Add evidence").first.click()
    photo = {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": photo_with_place()}
    ada.get_by_label("Photos, sounds, videos, files").set_input_files(photo)
    ada.get_by_label("What is there to see?").fill(words)
    about = ada.locator("details", has_text="What it is about")
    about.locator("summary").click()
    about.get_by_role("checkbox").first.check()
    _no_sideways_scroll(ada)
    ada.get_by_role("button", name="Save", exact=True).click()
    expect(ada.get_by_text("Added to your evidence.")).to_be_visible()
    return "/" + ada.url.split("/", 3)[3]


def _judge(ada: Page, place: int, reason: str) -> None:
    ada.get_by_role("link", name=re.compile("How do I see it")).first.click()
    ada.get_by_role("radio").nth(place).check()
    ada.get_by_label("Because …").fill(reason)
    _no_sideways_scroll(ada)
    ada.get_by_role("button", name="Say it").click()
    expect(ada.get_by_text(reason)).to_be_visible()


def _ask(ada: Page, *names: str) -> None:
    ada.get_by_role("link", name="Ask for feedback").click()
    for name in names:
        ada.get_by_label(name).check()
    ada.get_by_label("My educators may also say").check()
    ada.get_by_role("button", name="Ask", exact=True).click()
    expect(ada.get_by_text("Asked. You hear as soon as somebody answers.")).to_be_visible()


def _arrange_a_conference(tom: Page, address: str) -> None:
    """Arrange one where none is ahead: then the page offers that instead of a tap."""
    tom.goto(address)
    arrange = tom.get_by_role("link", name="Arrange a conference to talk about it")
    if not arrange.count():
        return
    arrange.click()
    tom.locator('input[type="date"]').fill((date.today() + timedelta(days=1)).isoformat())  # noqa: DTZ011
    tom.locator("form.form button.main").last.click()
    tom.goto(address)


def test_evidence_is_shown_judged_and_talked_about(visit):
    words = f"Our bridge holds three books {secrets.token_hex(3)}"
    ada = enter(visit(**PHONE), "Ada")
    address = _add_a_photo(ada, words)
    expect(ada.get_by_role("img", name=words)).to_be_visible()
    _judge(ada, 2, "It held them for a whole day.")
    _ask(ada, "Ben Okafor", "Tom Barros")
    assert_accessible(ada)

    ben = enter(visit(**PHONE), "Ben")
    ben.get_by_role("link", name=re.compile(words)).click()
    ben.get_by_label("What works").fill("Nice!")
    ben.get_by_label("What could be next").fill("Try four books, one after the other.")
    ben.get_by_role("button", name="Send").click()
    expect(ben.get_by_text("What exactly works?")).to_be_visible()
    _no_sideways_scroll(ben)
    assert_accessible(ben)
    ben.get_by_label("What works").fill("The folds are all the same, so nothing tips over.")
    ben.get_by_role("button", name="Send").click()
    expect(ben.get_by_text("Ada says what helped.")).to_be_visible()

    ada.goto("/")
    ada.get_by_role("link", name=re.compile(f"{words}.*Say what helped", re.DOTALL)).click()
    ada.get_by_label("What it changed").fill("Four books hold too.")
    ada.get_by_role("button", name="knowing what is next").click()
    expect(ada.get_by_text("Four books hold too.")).to_be_visible()

    tom = enter(visit(**PHONE), "Tom")
    tom.goto(address)
    tom.get_by_role("link", name="Give feedback").click()
    tom.get_by_label("What works").fill("It stands, and you tried it for a day.")
    tom.get_by_label("What could be next").fill("Say why folds carry more than a flat sheet.")
    tom.get_by_role("radio").nth(1).check()
    tom.get_by_role("button", name="Send").click()
    expect(tom.get_by_text("You see it differently.")).to_be_visible()
    expect(tom.locator("svg.two-voices")).to_be_visible()
    _no_sideways_scroll(tom)
    assert_accessible(tom)
    _arrange_a_conference(tom, address)
    button = tom.get_by_role("button", name="Talk about it at the next conference")
    if button.count():  # in a kept district an earlier telling of this story has put it there
        button.click()
    expect(tom.get_by_text("It is on the agenda of the next conference.").first).to_be_visible()

    ada.goto(address)
    ada.get_by_role("link", name="It is on the agenda of the next conference.").click()
    expect(ada.get_by_text("How we each see").first).to_be_visible()
