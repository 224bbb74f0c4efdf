"""The coordinator brings a roster and a framework; a young learner comes in; everybody sees what is theirs."""

from __future__ import annotations

import re
import secrets

from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import enter
from tests.journeys.files import case_package, roster


def _import(page: Page, place: str, name: str, kind: str, content: bytes) -> None:
    page.goto(place)
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="Look at it").click()
    agree = page.get_by_role("button", name=re.compile("Import it|Apply the roster"))
    _wait_for(page, agree)
    agree.click()


def _wait_for(page: Page, sign: Locator) -> None:
    """Reload until the page shows it: without JavaScript nothing looks again by itself."""
    for _attempt in range(60):
        if sign.count():
            return
        page.wait_for_timeout(500)
        page.reload()
    expect(sign.first).to_be_visible()


def test_coordinator_imports_roster_and_framework_and_prints_cards(visit, scripted):
    mark = secrets.token_hex(3)
    page = enter(visit(scripted=scripted), "Omar")

    _import(page, "/roster/", "roster.zip", "application/zip", roster(mark))
    _wait_for(page, page.get_by_text("What changed"))
    page.goto(f"/people/?words=Sailor{mark}")
    expect(page.get_by_role("link", name=f"Juna Sailor{mark}")).to_be_visible()

    _import(page, "/framework/exchange/", "boats.json", "application/json", case_package(mark))
    _wait_for(page, page.get_by_text("What changed"))
    page.goto("/framework/")
    page.get_by_role("link", name=f"Boats and water {mark}").click()
    page.get_by_text("Boats", exact=True).first.click()
    expect(page.get_by_text("Row a boat with somebody")).to_be_visible()

    page.goto("/classes/")
    while not page.get_by_role("link", name=f"Boats {mark}").count():
        page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name=f"Boats {mark}").click()
    page.get_by_role("link", name="Code and cards").click()
    page.get_by_role("button", name="Make new cards").click()
    expect(page.locator(".sign-in-card")).to_have_count(2)
    expect(page.locator(".sign-in-card svg").first).to_be_visible()


def test_young_learner_signs_in_with_class_code_and_pictures(visit, scripted):
    teacher = enter(visit(scripted=scripted), "Omar")
    teacher.goto("/people/?kind=learner&words=Ada")
    teacher.get_by_role("link", name="Ada Kovač").click()
    teacher.get_by_role("link", name=re.compile("Advisory|Sounds|Art|Ines")).first.click()
    teacher.get_by_role("link", name="Code and cards").click()
    if teacher.locator(".class-code").count() == 0:
        teacher.get_by_role("button", name="Make a code").click()
    code = teacher.locator(".class-code").inner_text().strip()
    row = teacher.locator("li", has_text="Ada")
    row.get_by_role("button", name=re.compile("New pictures")).first.click()
    card = teacher.locator(".picture-card", has_text="Ada")
    chosen = [word.strip() for word in card.locator(".three-pictures li").all_inner_texts()]
    assert len(chosen) == 3

    child = visit(scripted=scripted, width=360, height=740)
    child.get_by_role("link", name="I have a class code").click()
    child.get_by_label(re.compile("code", re.IGNORECASE)).fill(code)
    child.get_by_role("button", name="Knock").click()
    child.get_by_role("button", name=re.compile("Ada")).click()
    for word in chosen:
        child.get_by_role("button", name=word, exact=True).click()
    expect(child.get_by_role("heading", level=1)).to_contain_text("Ada")

    stranger = visit(scripted=scripted)
    stranger.goto("/class/")
    stranger.get_by_label(re.compile("code", re.IGNORECASE)).fill("nowhere-nobody-000")
    stranger.get_by_role("button", name="Knock").click()
    expect(stranger.get_by_role("alert")).to_be_visible()


def test_ruth_sees_ada_and_no_other_child(visit, scripted):
    page = enter(visit(scripted=scripted), "Ruth")
    expect(page.get_by_role("link", name="Ada Kovač")).to_be_visible()
    for other in ("Ben", "Chidi"):
        expect(page.get_by_role("link", name=re.compile(other))).to_have_count(0)
    page.get_by_role("link", name="Ada Kovač").click()
    expect(page.get_by_role("heading", name="Ada Kovač")).to_be_visible()
    omar = enter(visit(scripted=scripted), "Omar")
    omar.goto("/people/?words=Ben+Okafor")
    ben = omar.get_by_role("link", name="Ben Okafor").get_attribute("href")
    assert page.goto(ben).status == 404


def test_eve_who_left_sees_nothing(visit, scripted):
    page = enter(visit(scripted=scripted), "Eve")
    expect(page.get_by_text("Nothing is open to you right now")).to_be_visible()
    for place in ("/people/", "/classes/"):
        page.goto(place)
        expect(page.get_by_role("main").get_by_role("link", name=re.compile("Ada|Ben|Sounds"))).to_have_count(0)
    assert page.goto("/roster/").status == 404


def test_wrong_password_says_so_and_tells_nothing_more(visit, scripted):
    page = visit(scripted=scripted)
    page.goto("/account/login/")
    answers = []
    for name in ("ada", "nobody-by-this-name"):
        page.get_by_label(re.compile("Username", re.IGNORECASE)).first.fill(name)
        page.get_by_label("Password").first.fill("not-the-password")
        page.get_by_role("button", name="Sign in", exact=True).click()
        answers.append(page.get_by_role("alert").inner_text())
    assert answers[0] == answers[1]
