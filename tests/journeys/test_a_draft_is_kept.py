"""What somebody writes is kept in the tab until it is sent, and gone when it was."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import Page, expect

from tests.journeys.conftest import enter

KEPT = "Object.keys(sessionStorage).filter(key => key.startsWith('trellis-draft:')).length"


def _start_writing(page: Page) -> None:
    page.goto("/framework/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Learning|skill", re.IGNORECASE)).first.click()
    page.get_by_role("link", name="Write one of your own").first.click()


def test_draft_outlives_a_reload_and_ends_when_it_is_sent(visit):
    page, text = enter(visit(), "Tom"), f"Tell a story of a river {secrets.token_hex(3)}"
    _start_writing(page)
    words = page.locator("form[data-draft] textarea[name=statement]")
    words.fill(text)
    expect(page.get_by_text("Kept in this tab until you send it.")).to_be_visible()
    page.reload()
    expect(words).to_have_value(text)
    expect(page.get_by_text("We kept what you had written.")).to_be_visible()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("main").get_by_text(text).first).to_be_visible()
    assert page.evaluate(KEPT) == 0
    _start_writing(page)
    expect(page.locator("form[data-draft] textarea[name=statement]")).to_have_value("")


def test_draft_of_one_person_is_not_there_for_the_next(visit):
    page = enter(visit(), "Tom")
    _start_writing(page)
    page.locator("form[data-draft] textarea[name=statement]").fill("Only for my own eyes")
    expect(page.get_by_text("Kept in this tab until you send it.")).to_be_visible()
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/account/login/")
    assert page.evaluate(KEPT) == 0
