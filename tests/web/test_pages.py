"""Pages of the shell: the style guide, health, styles, headers, languages, and kind words for what went wrong."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from trellis.web.assets import stylesheet
from trellis.web.middleware import content_security_policy

pytestmark = pytest.mark.django_db
COMPONENTS = (
    """
button main|button plain|button small|links|up|card calls|card door|card link|kicker
chip leaf|chip clay|chip honey|chip sky|chip plum|chip outline|seen|face|faces|who|people|noticed
steps|tick done|clauses|changed|voices|facts|wizard|tabs|trail|pager
form|field has-error|choices|tiles|upload|errors|wrong|help|notice|notice info|notice heed|notice error
empty|going|tally|table-wrap|cards|search|inline|tree|leaf-row|more|menu|figure|picture bars|legend
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.fixture(scope="module")
def page(django_db_setup, django_db_blocker) -> str:
    with django_db_blocker.unblock():
        return Client().get("/styleguide/").content.decode()


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_style_guide_shows_each_component(page, component):
    assert re.search(rf'class="(?:[\w -]+ )?{component}(?: [\w -]+)?"', page)


def test_the_style_guide_keeps_the_budget_of_a_page(page):
    assert len(page.encode()) <= 40_000


def test_every_identifier_on_the_style_guide_is_used_once(page):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))


def test_the_printed_sheet_and_the_icons_are_shown(client):
    assert 'class="sheet"' in client.get("/styleguide/print/").content.decode()
    assert "#sprout" in client.get("/styleguide/icons/").content.decode()


def test_health_asks_the_database(client, django_assert_num_queries):
    response = client.get("/health/")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response["Cache-Control"] == "no-store"


def test_nothing_inline_may_run(client):
    policy = client.get("/styleguide/")["Content-Security-Policy"]
    assert policy == content_security_policy()
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_a_sign_in_elsewhere_can_be_allowed():
    assert "form-action 'self' https://login.example" in content_security_policy(form_action=("https://login.example",))


def test_the_styles_are_kept_for_ever_under_their_digest(client):
    styles = stylesheet()
    fresh = client.get(reverse("web:stylesheet", args=[styles.digest]))
    assert fresh.content == styles.body
    assert "immutable" in fresh["Cache-Control"]
    old = client.get(reverse("web:stylesheet", args=["000000000000"]))
    assert (old.content, old["Cache-Control"]) == (styles.body, "no-cache")


def test_the_styles_are_sent_small_to_those_who_can_read_them_so(client):
    response = client.get(reverse("web:stylesheet", args=["x"]), headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert response.content == stylesheet().gzipped


def test_small_files_for_machines(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert client.get("/manifest.webmanifest").json()["name"] == "Trellis"
    assert client.get("/favicon.ico")["Location"].endswith("favicon.svg")


def test_a_missing_page_is_said_kindly_with_a_way_home(client):
    response = client.get("/there/is/nothing/")
    assert response.status_code == 404
    assert "There is no page here" in response.content.decode()
    assert 'href="/"' in response.content.decode()


def test_the_page_for_a_broken_server_needs_nothing():
    from django.template.loader import get_template

    html = get_template("500.html").render()
    assert "Something broke on our side" in html
    assert "data-trouble" in html


def test_the_language_is_asked_of_the_browser(client):
    response = client.get("/styleguide/", headers={"accept-language": "es"})
    assert response["Content-Language"] == "es"
    assert "Accept-Language" in response["Vary"]
    assert '<html lang="es" dir="ltr"' in response.content.decode()


def test_an_unknown_language_falls_back_to_english(client):
    assert '<html lang="en"' in client.get("/styleguide/", headers={"accept-language": "tlh"}).content.decode()


@pytest.mark.parametrize(
    ("choice", "attribute"),
    [
        ({"theme": "dark"}, 'data-theme="dark"'),
        ({"font": "lexend"}, 'data-font="lexend"'),
        ({"language": "es"}, 'lang="es"'),
    ],
)
def test_a_choice_is_kept_for_somebody_who_is_not_signed_in(client, choice, attribute):
    response = client.post("/preferences/", {**choice, "next": "/styleguide/"})
    assert (response.status_code, response["Location"]) == (302, "/styleguide/")
    assert attribute in client.get("/styleguide/").content.decode()


def test_a_choice_never_leads_away_and_takes_nothing_unknown(client):
    response = client.post("/preferences/", {"theme": "neon", "next": "https://elsewhere.example/"})
    assert response["Location"] == "/"
    assert dict(response.cookies) == {}


def test_a_page_that_was_open_too_long_says_so():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/preferences/", {"theme": "dark"})
    assert response.status_code == 403
    assert "This page was open for too long" in response.content.decode()


def test_what_happened_is_said_once_with_undo(rf):
    from django.contrib.messages.storage.cookie import CookieStorage

    from trellis.web.notices import render_notices, say

    request = rf.get("/")
    request._messages = CookieStorage(request)
    say(request, "<b>Ben</b> has left the class.", undo="/enrolments/7/undo/")
    say(request, "Saved.", undo="//elsewhere.example/")
    html = render_notices(request)
    assert "&lt;b&gt;Ben&lt;/b&gt; has left the class." in html
    assert html.count('<form method="post" action="/enrolments/7/undo/">') == html.count("<form") == 1
