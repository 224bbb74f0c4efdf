"""A grandmother without an account reads one plan by a link and adds her voice; then the link ends, and says so."""

from __future__ import annotations

import re
import secrets

import psycopg
import pytest
from playwright.sync_api import Page, expect

from tests.axe import assert_accessible
from tests.journeys.conftest import enter
from trellis import embedded

PHONE = {"width": 360, "height": 740}
EXPIRE = """
    UPDATE plan_familylink SET expires_at = now() - interval '1 minute' FROM people_person
    WHERE people_person.id = guardian_id AND people_person.given_name = %s
"""


def _link_grandmother(page: Page, name: str) -> str:
    """Omar brings in somebody of Ada's family who has no account; return the address of Ada's page."""
    page.goto("/people/new/")
    page.get_by_label("Given name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.lower()}@example.org")
    page.locator("main [name=language]").select_option("es")
    page.locator("main [name=kind]").select_option("other")
    page.locator("main form button.main").click()
    page.goto("/people/?words=Ada+Kova")
    page.get_by_role("main").get_by_role("link", name="Ada Kovač").click()
    page.locator("summary", has_text="Link somebody").click()
    page.get_by_label("E-mail of the guardian").fill(f"{name.lower()}@example.org")
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page.get_by_role("main").get_by_text(name).first).to_be_visible()
    return page.url.rstrip("/").split("/")[-1].split("?")[0]


def _propose(page: Page, title: str) -> None:
    page.goto("/plan/new/?from=nothing")
    page.get_by_label("What I aim for").fill(title)
    page.get_by_role("button", name="Propose it now").click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def _ask(page: Page, name: str) -> str:
    """Ada asks for a link; return the address where it waits for the school."""
    page.goto("/plan/")
    page.get_by_role("link", name=re.compile("link for the family", re.IGNORECASE)).first.click()
    page.get_by_label("For whom").select_option(label=name)
    page.get_by_role("button", name="Ask for it").click()
    expect(page.get_by_text("An educator can confirm it now.")).to_be_visible()
    return page.url


@pytest.mark.parametrize(("ending", "scripts"), [("by time", True), ("by hand", False)])
def test_a_family_link_opens_one_plan_for_a_while_and_takes_no_words_afterwards(visit, data_dir, ending, scripts):
    mark = secrets.token_hex(3)
    name, title = f"Lucia{mark}", f"Map the sounds {mark}"
    _link_grandmother(enter(visit(scripted=scripts), "Omar"), name)
    ada = enter(visit(scripted=scripts), "Ada")
    _propose(ada, title)
    goal, links = ada.url, _ask(ada, name)

    tom = enter(visit(scripted=scripts), "Tom")
    tom.goto(links)
    tom.get_by_role("button", name=re.compile(f"Confirm and show the link.*{name}")).click()
    address = tom.locator("#address").input_value()
    _is_accessible(tom)

    family = visit(scripted=scripts, **PHONE)
    family.goto(address)
    expect(family.locator("html")).to_have_attribute("lang", "es")
    _is_accessible(family)
    card = family.locator("article.card", has_text=title)
    card.locator("textarea").fill("Que entreviste a su abuela.")
    card.locator("button.main").click()
    expect(family.get_by_role("status")).to_be_visible()
    assert family.evaluate("document.documentElement.scrollWidth <= innerWidth")
    ada.goto(goal)
    expect(ada.get_by_text("Que entreviste a su abuela.")).to_be_visible()

    # Another goal waits on the page that is open when the link ends.
    _propose(ada, f"Second {mark}")
    second = ada.url
    family.goto(address)
    card = family.locator("article.card", has_text=f"Second {mark}")
    card.locator("textarea").fill("Too late.")
    if ending == "by time":
        with embedded.start(data_dir) as database, psycopg.connect(database.superuser_url) as connection:
            assert connection.execute(EXPIRE, [name]).rowcount == 1
    else:
        ada.goto(links)
        ada.get_by_role("button", name=re.compile(f"Close it.*{name}")).click()
        expect(ada.get_by_text("The link is closed.")).to_be_visible()
    card.locator("button.main").click()
    _says_that_it_is_over(family)
    assert family.goto(address).status == 404
    _says_that_it_is_over(family)
    ada.goto(second)
    expect(ada.get_by_text("Too late.")).to_have_count(0)
    ada.goto(goal)
    expect(ada.get_by_text("Que entreviste a su abuela.")).to_be_visible()


def _says_that_it_is_over(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("This link is closed")
    expect(page.get_by_text("Ask the school for a new one")).to_be_visible()
    expect(page.locator("textarea")).to_have_count(0)
    _is_accessible(page)


def _is_accessible(page: Page) -> None:
    """Hold the page to axe, which needs scripts; the same page comes without them."""
    if page.evaluate("matchMedia('(scripting: enabled)').matches"):
        assert_accessible(page)
