"""What an educator noticed without a connection stays on the device, arrives once, and leaves nothing behind."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import enter

KEPT = "Object.keys(localStorage).filter(key => key.startsWith('trellis-kept:')).length"


def _noticing(page: Page) -> None:
    """Walk to the page of Ada's class."""
    page.goto("/classes/")
    page.get_by_role("main").get_by_role("link", name="River class").first.click()
    page.get_by_role("main").get_by_role("link", name="Noticing").click()
    expect(page.get_by_role("heading", level=1, name="What did you notice?")).to_be_visible()


def _note(page: Page, words: str) -> None:
    form = page.get_by_role("main").locator("form.noticing")
    form.locator("label", has_text="Ada Kovač").click()
    form.get_by_label("In one sentence").fill(words)
    form.get_by_role("button", name="Note it").click()


def _times_shown(page: Page, words: str) -> int:
    page.goto("/evidence/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page.get_by_role("main").get_by_text(words).count()


@pytest.fixture
def words() -> str:
    return f"Asked who hears the street at night {secrets.token_hex(3)}"


def test_an_observation_made_offline_arrives_once(visit, words):
    page = enter(visit(width=390, height=844), "Tom")
    _noticing(page)
    page.context.set_offline(True)
    _note(page, words)
    kept = page.get_by_text("Kept on this device, will be sent.")
    expect(kept).to_be_visible()
    assert page.evaluate(KEPT) == 1
    page.context.set_offline(False)
    expect(page.get_by_text("Arrived.")).to_be_visible()
    assert page.evaluate(KEPT) == 0
    ada = enter(visit(), "Ada")
    assert _times_shown(ada, words) == 1


def test_what_was_sent_while_the_answer_was_lost_arrives_once(visit, words):
    page = enter(visit(width=390, height=844), "Tom")
    _noticing(page)
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch().status)
            route.abort()
        else:
            route.continue_()

    page.route("**/notice/", lose_the_answer)
    _note(page, words)
    expect(page.get_by_text("Kept on this device, will be sent.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Arrived.")).to_be_visible()
    assert (lost, page.evaluate(KEPT)) == ([201], 0)
    assert _times_shown(enter(visit(), "Ada"), words) == 1


def test_nothing_stays_on_the_device_after_signing_out(visit, words):
    page = enter(visit(width=390, height=844), "Tom")
    _noticing(page)
    page.route("**/notice/", lambda route: route.abort())
    _note(page, words)
    expect(page.get_by_text("Kept on this device, will be sent.")).to_be_visible()
    assert page.evaluate(KEPT) == 1
    page.goto("/account/logout/")
    page.get_by_role("main").get_by_role("button").first.click()
    page.goto("/account/login/")
    assert page.evaluate(KEPT) == 0


def test_without_scripts_it_is_a_plain_form(visit, words):
    page = enter(visit(scripted=False), "Tom")
    _noticing(page)
    _note(page, words)
    expect(page.get_by_text("Noted. They can read it now.")).to_be_visible()
    assert _times_shown(enter(visit(), "Ada"), words) == 1
