"""axe finds nothing on any page, at 360 and 1280 px, light and dark; nothing is wider than the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.axe import assert_accessible
from tests.journeys.conftest import enter

PLACES = {
    "": [
        "/account/login/",
        "/class/",
        "/account/password/reset/",
        "/styleguide/",
        "/styleguide/print/",
        "/styleguide/icons/",
        "/styleguide/rooms/",
        "/no-such-page/",
        "/card/no-such-card/",
        "/invitation/no-such-letter/",
    ],
    "Ada": [
        "/",
        "/classes/",
        "/framework/",
        "/account/",
        "/plan/",
        "/plan/new/",
        "/plan/new/?from=nothing",
        "/me/",
        "/me/add/?kind=preference",
        "/me/put-away/",
        "/me/print/",
        "/me/check-ins/",
        "/conferences/",
        "/calendar/",
        "/calendar/feed/",
        "/notices/",
        "/notices/settings/",
        "/evidence/",
        "/evidence/add/",
        "/trellis/",
        "/journal/",
        "/journal/new/",
        "/journal/patterns/",
        "/my-record/",
        "/my-record/fresh-start/",
        "/projects/",
        "/projects/new/",
        "/exhibitions/",
        "/showcases/",
    ],
    "Ben": ["/evidence/", "/trellis/"],
    "Mira": ["/evidence/"],
    "Tom": [
        "/",
        "/people/",
        "/classes/",
        "/framework/",
        "/framework/scales/",
        "/account/2fa/",
        "/check-ins/",
        "/check-ins/new/",
        "/conferences/",
        "/expectations/",
        "/talk/reports/",
        "/notices/",
        "/calendar/",
        "/evidence/",
        "/frames/",
        "/frames/new/",
        "/projects/",
        "/exhibitions/",
        "/exhibitions/new/",
    ],
    "Ruth": ["/", "/plan/", "/conferences/", "/calendar/", "/notices/", "/projects/", "/showcases/", "/exhibitions/"],
    "Noor": ["/", "/people/", "/notices/", "/projects/", "/exhibitions/"],
    "Dana": ["/"],
    "Eve": ["/"],
    "Omar": [
        "/",
        "/people/",
        "/people/new/",
        "/classes/",
        "/classes/new/",
        "/framework/",
        "/schools/",
        "/schools/new/",
        "/terms/new/",
        "/setup/district/",
        "/setup/framework/",
        "/setup/people/",
        "/roster/",
        "/framework/exchange/",
        "/framework/graduation/",
        "/framework/graduation/new/",
        "/framework/scales/",
        "/framework/scales/new/",
        "/policy/plans/",
        "/policy/evidence/",
        "/files/",
        "/profile-words/",
        "/check-ins/",
        "/expectations/",
        "/talk/reports/",
    ],
}
# From these on the walk goes on by itself, to one page of each kind: the lists of the school, and a learner's things.
LISTS = {"/people/", "/classes/", "/framework/"}
THINGS = re.compile(
    "^/(learners|goals|steps|suggestions|conferences|me/(entries|check-ins)|check-ins|graduation|policy|profile-words"
    "|talk|expectations|evidence|trellis|journal|openings|announcements|questions|checks|classes/\\*/(notice|questions"
    "|voices|checks|picture|announcements|themes)|frames|projects|drafts|critique|exhibitions|themes?|showcases)/"
)
SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen of {page.viewport_size}"


def _leads_to(page: Page, address: str) -> list[tuple[str, str]]:
    """Return the pages that an open page leads to, each with what kind of page it is."""
    links = page.locator("main a[href^='/']:not([download])").evaluate_all(
        "all => all.map(a => a.getAttribute('href').split('#')[0])"
    )
    # A question after the address shows the same kind of page, but for one field of a trellis.
    kinds = [(href, re.sub("[0-9a-f-]{36}", "*", href if "inside=" in href else href.split("?")[0])) for href in links]
    follows = address in LISTS
    return [(href, kind) for href, kind in kinds if "*" in kind and (THINGS.match(kind) or follows)]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("who", PLACES)
def test_every_page_is_accessible_and_fits(visit, who, width):
    """Each page is looked at on both widths, on one in light colours and on the other in dark ones."""
    page = visit(width=width, height=800)
    if who:
        enter(page, who)
    addresses, seen = list(PLACES[who]), {"/framework/*/package.json"}
    for number, address in enumerate(addresses):  # grows on the way
        page.emulate_media(color_scheme="dark" if (number + (width == 360)) % 2 else "light")
        answer = page.goto(address)
        assert answer.ok or "/no-such-" in address, f"{who} is answered {answer.status} at {address}"
        assert_accessible(page)
        assert_fits(page)
        for href, kind in _leads_to(page, address):
            if kind not in seen:
                seen.add(kind)
                addresses.append(href)
