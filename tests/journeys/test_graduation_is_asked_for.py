"""A coordinator says what graduation asks for, a learner reads it, and the coordinator takes it back."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import expect

from tests.journeys.conftest import enter


def test_coordinator_chooses_what_counts_and_undoes_nothing_by_accident(visit, scripted):
    title = f"Out in our town {secrets.token_hex(3)}"
    page = enter(visit(scripted=scripted), "Omar")
    page.goto("/framework/graduation/new/")
    page.get_by_label(re.compile("^Title")).fill(title)
    page.get_by_label("at least so many of these").check()
    page.get_by_label("How many").fill("2")
    for words in ("map", "interview", "sounds"):
        page.get_by_label("Words or a code").fill(words)
        page.get_by_role("button", name="Search").last.click()
        page.locator("input[name=pick]").first.check()
        page.get_by_role("button", name="Add the ticked ones").click()
        expect(page.locator("#finder input[disabled]").first).to_be_visible()
    expect(page.get_by_text("Any 2 of these 3")).to_be_visible()
    expect(page.get_by_label(re.compile("^Title"))).to_have_value(title)
    page.get_by_role("button", name="Save").last.click()

    reader = enter(visit(scripted=scripted), "Ada")
    reader.goto("/framework/graduation/")
    card = reader.get_by_role("region", name=title)
    expect(card.get_by_text("at least 2 of these 3")).to_be_visible()
    expect(card.get_by_role("link", name=re.compile("^Change"))).to_have_count(0)

    page.get_by_role("region", name=title).get_by_role("link", name=re.compile("^Change")).click()
    page.get_by_role("button", name="Take it out of graduation").click()
    expect(page.get_by_role("region", name=title)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("region", name=title)).to_be_visible()
