"""axe finds nothing on any page, at 360 and 1280 px, light and dark; nothing is wider than the screen."""

from __future__ import annotations

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
    "Ada": ["/", "/classes/", "/framework/", "/account/"],
    "Tom": ["/", "/people/", "/classes/", "/framework/scales/", "/account/2fa/"],
    "Ruth": ["/"],
    "Noor": ["/"],
    "Dana": ["/"],
    "Eve": ["/"],
    "Omar": [
        "/",
        "/people/",
        "/people/new/",
        "/classes/",
        "/classes/new/",
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
    ],
}
SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


def assert_fits(page: Page) -> None:
    """Fail when the page is wider than the screen."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen of {page.viewport_size}"


def _follow(page: Page) -> list[str]:
    """Return one address of each kind of page that the lists lead to."""
    found = {}
    for address in ("/people/", "/classes/", "/framework/"):
        page.goto(address)
        for href in page.locator("main a[href^='/']").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
            kind = "/".join("*" if len(part) == 36 else part for part in href.split("?")[0].split("/"))
            if "*" in kind and "package.json" not in kind:
                found.setdefault(kind, href)
    return list(found.values())


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
@pytest.mark.parametrize("who", PLACES)
def test_every_page_is_accessible_and_fits(visit, who, width, scheme):
    page = visit(width=width, height=800, color_scheme=scheme)
    if who:
        enter(page, who)
    for address in [*PLACES[who], *(_follow(page) if who in {"Tom", "Omar"} else [])]:
        page.goto(address)
        assert_accessible(page)
        assert_fits(page)
