"""axe finds nothing on the pages that no address leads to: sheets shown once, previews of files, doors half open."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.axe import assert_accessible
from tests.journeys.conftest import enter
from tests.journeys.files import case_package, roster
from tests.journeys.test_every_page_is_accessible import SCREENS, assert_fits
from trellis import embedded
from trellis.people.secrets import hash_token

CARD = """
    INSERT INTO people_signincard (id, district_id, person_id, token_hash, made_at)
    SELECT gen_random_uuid(), district_id, person_id, %s, now() FROM people_account WHERE username = %s
"""
# Colours glide when the scheme changes: axe measures them when they have arrived. What turns for ever is not awaited.
STILL = """
    () => Promise.race([
        Promise.allSettled(document.getAnimations()
            .filter(moving => moving.effect.getComputedTiming().iterations !== Infinity)
            .map(moving => moving.finished)),
        new Promise(done => setTimeout(done, 1000)),
    ]).then(() => null)
"""


def look(page: Page) -> None:
    """Look at the page that is open on every screen: it may not come again."""
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(STILL)
        assert_accessible(page)
        assert_fits(page)


@pytest.fixture
def teacher(visit) -> Page:
    """Mateo's class from inside, on the page with its code and cards."""
    page = enter(visit(), "Omar")
    page.goto("/people/?kind=learner&words=Mateo")
    page.get_by_role("main").get_by_role("link", name=re.compile("^Mateo")).first.click()
    page.get_by_role("main").get_by_role("list").first.get_by_role("link").first.click()
    page.get_by_role("link", name="Code and cards").click()
    return page


def test_sheets_that_are_shown_once(teacher):
    doors = teacher.url
    again = teacher.get_by_role("link", name="New cards for everybody")
    if again.count():  # another story of this visit gave out a card
        again.click()
    teacher.get_by_role("button", name="Make new cards").click()
    expect(teacher.locator(".sign-in-card").first).to_be_visible()
    look(teacher)
    teacher.goto(doors)
    teacher.get_by_role("button", name=re.compile("New pictures.*Mateo")).click()
    expect(teacher.locator(".picture-card")).to_have_count(1)
    look(teacher)


def test_class_from_inside_while_somebody_leaves_or_forgot(teacher):
    teacher.goto(teacher.url.replace("doors/", ""))
    shown = teacher.url
    for mode in ("?leaving=1", "?forgotten=1", "?find=a"):
        teacher.goto(shown + mode)
        look(teacher)
    teacher.goto(f"{shown}edit/")
    look(teacher)


def test_class_door_step_by_step(teacher, visit):
    if teacher.locator(".class-code").count() == 0:
        teacher.get_by_role("button", name="Make a code").click()
    code = teacher.locator(".class-code").inner_text().strip()
    child = visit()
    child.goto("/class/")
    child.get_by_label("Class code").fill("nowhere-nobody-000")
    child.get_by_role("button", name="Knock").click()
    look(child)
    child.get_by_label("Class code").fill(code)
    child.get_by_role("button", name="Knock").click()
    look(child)
    child.get_by_role("button", name=re.compile("Mateo")).click()
    look(child)
    for word in ("cat", "fish", "turtle"):
        child.get_by_role("button", name=word, exact=True).click()
    expect(child.get_by_role("alert")).to_be_visible()
    look(child)


def test_card_held_to_a_camera(visit, data_dir):
    page, token = visit(), secrets.token_urlsafe(32)
    with embedded.start(data_dir) as database, psycopg.connect(database.superuser_url) as connection:
        connection.execute("UPDATE people_signincard SET revoked_at = now() WHERE revoked_at IS NULL")
        connection.execute(CARD, [hash_token(token), "mateo"])
    page.goto(f"/card/{token}/")
    expect(page.get_by_role("button", name=re.compile("Mateo"))).to_be_visible()
    look(page)
    page.get_by_role("button", name=re.compile("Mateo")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Mateo")
    page.goto(f"/card/{token}/")
    look(page)


def test_mentor_is_invited(visit):
    page = enter(visit(), "Tom")
    page.goto("/people/")
    page.get_by_role("main").get_by_role("link", name="Ada Kovač").first.click()
    page.get_by_role("link", name="Mentors").click()
    page.get_by_role("button", name="Invite").click()
    look(page)
    page.get_by_label("Their e-mail").fill("new-mentor@example.org")
    page.get_by_label("What you will do together").fill("Listen to bees")
    page.locator("[name=mentor_until]").fill((datetime.now(UTC) + timedelta(days=60)).date().isoformat())
    page.get_by_role("button", name="Invite").click()
    link = page.get_by_label("The link").input_value()
    look(page)
    guest = visit()
    guest.goto(link)
    look(guest)
    guest.get_by_role("main").get_by_role("button").last.click()
    look(guest)
    page.goto(link)
    look(page)


def test_dates_of_a_role_and_other_times(visit):
    page = enter(visit(), "Omar")
    page.goto("/people/?words=Ada+Kova")
    page.get_by_role("main").get_by_role("link", name="Ada Kovač").click()
    for summary in page.locator("details.more > summary").all():
        summary.click()
    look(page)
    page.get_by_role("link", name="Dates learner").click()
    page.get_by_label("Last day").fill("2001-01-01")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".field.has-error")).to_have_count(1)
    look(page)


@pytest.mark.parametrize(
    ("place", "file"),
    [
        ("/roster/", ("roster.zip", "application/zip", roster)),
        ("/framework/exchange/", ("boats.json", "application/json", case_package)),
        (
            "/framework/exchange/",
            ("table.csv", "text/csv", lambda _mark: b"Level,Text,Code\n1,Asking,A\n1.1,Ask why,A.1\n"),
        ),
        ("/roster/", ("broken.zip", "application/zip", lambda _mark: b"no archive at all")),
        ("/framework/exchange/", ("broken.json", "application/json", lambda _mark: b"{}")),
    ],
    ids=["roster", "framework", "table", "broken roster", "broken framework"],
)
def test_preview_of_a_file(visit, place, file):
    name, kind, content = file
    page = enter(visit(), "Omar")
    page.goto(place)
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content(secrets.token_hex(3))}
    )
    page.get_by_role("button", name="Look at it").click()
    look(page)
    agree = page.get_by_role("button", name=re.compile("Import it|Apply the roster"))
    for _attempt in range(20):
        if agree.count() or "broken" in name or "table" in name:
            break
        page.wait_for_timeout(500)
    look(page)
