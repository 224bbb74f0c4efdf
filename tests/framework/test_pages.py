"""The pages of the framework: what they show, to whom, and with how many queries."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from tests.framework.frames import make_framework, nest

from trellis.core.scope import district_scope
from trellis.framework import actions
from trellis.framework.models import Competency, Framework, Requirement
from trellis.people.models import Account

# Session, scope, account with person and district, standing; inside a test also the savepoint, its release, and the
# scope of the test given back.
MIDDLEWARE_QUERIES = 8  # the last is the bell


@pytest.fixture
def starter(cast) -> Framework:
    return Framework.objects.get(title="Trellis starter framework")


def competency(code: str) -> Competency:
    return Competency.objects.get(code=code)


def address(name: str, *args: object, **asked: str) -> str:
    return reverse(f"framework:{name}", args=args, query=asked or None)


def text_of(response) -> str:
    return response.content.decode()


def test_shelf_says_who_wrote_each_framework_and_under_which_licence(cast, sign_in):
    page = text_of(sign_in(cast.ada).get(address("index")))
    assert "Trellis starter framework" in page
    assert "Trellis learning skills" in page
    assert page.count('rel="license noopener noreferrer">CC BY 4.0</a>') == 2
    assert "80 things in 8 fields" in re.sub(r"\s+", " ", page)
    assert "14 things in 5 families" in re.sub(r"\s+", " ", page)


def test_only_coordinators_find_the_way_to_bring_a_framework_in(cast, sign_in):
    where = reverse("case:index")
    assert where in text_of(sign_in(cast.omar).get(address("index")))
    assert where not in text_of(sign_in(cast.tom).get(address("index")))


@pytest.mark.parametrize("n_more", [0, 3])
def test_shelf_takes_one_query_however_many_frameworks(cast, sign_in, django_assert_num_queries, n_more):
    for number in range(n_more):
        make_framework(f"Another {number}", n=2)
    client = sign_in(cast.ada)
    with django_assert_num_queries(MIDDLEWARE_QUERIES + 1):
        client.get(address("index"))


@pytest.mark.parametrize("n", [1, 30])
def test_tree_takes_the_same_queries_for_one_and_for_thirty(cast, sign_in, django_assert_num_queries, n):
    framework = make_framework("A tree", n=n)
    client = sign_in(cast.ada)
    first = MIDDLEWARE_QUERIES + 5  # framework, its state, competencies, what belongs to what, texts
    with django_assert_num_queries(first):
        client.get(address("framework", framework.pk))
    with django_assert_num_queries(MIDDLEWARE_QUERIES + 2):
        client.get(address("framework", framework.pk))


def test_tree_shows_a_change_at_once(cast, sign_in, starter, now):
    client, where = sign_in(cast.tom), address("framework", starter.pk, open=str(competency("ART").pk))
    assert "Carve a spoon" not in text_of(client.get(where))
    written = actions.write_local_competency(
        framework=starter, parent=competency("ART"), code="", statement="Carve a spoon.", by=cast.tom, now=now
    )
    assert "Carve a spoon" in text_of(client.get(where))
    actions.retire_competency(competency=written, by=cast.tom, now=now)
    page = text_of(client.get(where))
    assert "Carve a spoon" not in page
    assert "1 is no longer in use" in page


def test_page_of_746_competencies_stays_below_40_kilobytes_and_opens_a_branch_by_link(cast, sign_in):
    framework = nest(make_framework("Large", n=746, words=25), fan=9)
    client = sign_in(cast.ada)
    page = client.get(address("framework", framework.pk))
    assert len(page.content) < 40_000
    waiting = re.findall(r'href="([^"#]+\?open=[0-9a-f-]{36})#', text_of(page))
    assert waiting
    opened = client.get(waiting[0])
    assert len(opened.content) < 40_000
    assert "<details open>" in text_of(opened)


def test_htmx_gets_the_branch_alone(cast, sign_in):
    framework = nest(make_framework("Large", n=746, words=25), fan=9)
    client = sign_in(cast.ada)
    waiting = re.findall(r'hx-get="([^"]+)"', text_of(client.get(address("framework", framework.pk))))
    branch = client.get(waiting[0], headers={"HX-Request": "true"})
    assert text_of(branch).startswith("<li><details open><summary id=")
    assert "HX-Request" in branch.headers["Vary"]
    assert "<html" not in text_of(branch)


def test_print_shows_everything_with_its_licence(cast, sign_in, starter):
    page = text_of(sign_in(cast.ada).get(address("framework-print", starter.pk)))
    assert page.count("<li>") == 88
    assert "CC BY 4.0" in page
    assert "Trellis starter framework" in page


def test_competency_page_says_where_it_sits_what_comes_before_and_after_and_what_counts(cast, sign_in):
    page = text_of(sign_in(cast.ada).get(address("competency", competency("LAN.6").pk)))
    assert "Language and stories" in page
    assert "LAN.4" in page
    assert "LAN.10" in page
    assert "grade 5 to grade 7" in page
    assert "A voice of my own" in page
    assert "CC BY 4.0" in page
    assert "These words are for everything under “Language and stories”." in page


@pytest.mark.parametrize("code", ["LAN", "LAN.6", "NUM.4"])
def test_competency_page_takes_ten_queries_at_most(cast, sign_in, django_assert_max_num_queries, code):
    client, where = sign_in(cast.ada), address("competency", competency(code).pk)
    with django_assert_max_num_queries(MIDDLEWARE_QUERIES + 8):
        client.get(where)


def test_picture_has_a_table_that_says_the_same(cast, sign_in):
    page = text_of(sign_in(cast.ada).get(address("competency", competency("LAN.6").pk)))
    drawn = set(re.findall(r'<tspan class="name">([^<]+)</tspan>', page)) - {"LAN.6"}
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert drawn == set(re.findall(r"<strong>([^<]+)</strong>", table)) == {"LAN.4", "LAN.10"}


def test_competency_on_paper_carries_its_source(cast, sign_in):
    page = text_of(sign_in(cast.ada).get(address("competency-print", competency("LAN.6").pk)))
    assert "What each level looks like" in page
    assert "CC BY 4.0" in page


def test_statements_come_out_safe_everywhere(cast, sign_in, starter, now):
    bad = 'Draw <script>alert(1)</script><b onclick="x()">a house</b> <img src=x onerror=y> $x^2$'
    written = actions.write_local_competency(
        framework=starter, parent=competency("ART"), code="<i>X</i>", statement=bad, by=cast.tom, now=now
    )
    client = sign_in(cast.ada)
    for where in (
        address("competency", written.pk),
        address("competency-print", written.pk),
        address("framework", starter.pk, open=str(competency("ART").pk)),
        address("framework-print", starter.pk),
        address("search", q="house"),
    ):
        page = text_of(client.get(where))
        assert "house" in page
        assert "<i>X</i>" not in page
        assert not re.search(r"<script>alert|onclick|onerror|<img", page), where


def test_reader_of_spanish_reads_spanish(cast, sign_in, starter):
    Account.objects.filter(person=cast.ada).update(language="es")
    page = text_of(sign_in(cast.ada).get(address("competency", competency("LAN.6").pk)))
    assert competency("LAN.6").translations["es"]["statement"] in page
    assert "En camino" in page


def test_scales_show_each_level_in_its_order(cast, sign_in):
    page = text_of(sign_in(cast.ada).get(address("scales")))
    places = [page.index(f"<h3>{title}</h3>") for title in ("Beginning with help", "Getting there", "On my own")]
    assert places == sorted(places)


def test_graduation_says_the_rule_and_what_counts(cast, sign_in):
    page = text_of(sign_in(cast.ada).get(address("requirements")))
    for requirement in Requirement.objects.all():
        assert requirement.title in page
    assert "all 4 of these" in page
    assert "at least 10 of 26 points" in page
    assert address("competency", competency("LAN.6").pk) in page


@pytest.mark.parametrize("name", ["scales", "requirements"])
def test_pages_of_the_profile_take_few_queries(cast, sign_in, django_assert_max_num_queries, name):
    client = sign_in(cast.ada)
    with django_assert_max_num_queries(MIDDLEWARE_QUERIES + 4):
        client.get(address(name))


def test_nobody_sees_the_framework_of_another_district(cast, sign_in, starter):
    lan = competency("LAN.6")
    assert sign_in(cast.ada).get(address("framework", starter.pk)).status_code == 200
    with district_scope(cast.elsewhere.pk):
        pages = {
            name: sign_in(cast.zed).get(address(name, pk)).status_code
            for name, pk in [
                ("framework", starter.pk),
                ("framework-print", starter.pk),
                ("write", starter.pk),
                ("competency", lan.pk),
                ("competency-print", lan.pk),
                ("edit", lan.pk),
            ]
        }
        found = text_of(sign_in(cast.zed).get(address("search", q="interview")))
    assert set(pages.values()) == {404}
    assert "LAN.6" not in found


def test_who_left_sees_nothing(cast, sign_in, starter):
    assert sign_in(cast.eve).get(address("framework", starter.pk)).status_code == 404
    assert "Trellis starter framework" not in text_of(sign_in(cast.eve).get(address("index")))


def test_signed_out_is_sent_to_the_door(cast, client, starter):
    assert client.get(address("framework", starter.pk)).status_code == 302


def test_templates_keep_their_budget():
    folder = Path(actions.__file__).parents[1] / "templates" / "framework"
    assert {path.name for path in folder.iterdir() if len(path.read_text().splitlines()) > 150} == set()


def test_where_nothing_is_found_the_fields_are_offered_in_their_order(cast, sign_in):
    page = text_of(sign_in(cast.ada).get(address("search", q="xyzzyfract")))
    names = re.findall(r'\?open=[0-9a-f-]{36}#o-[0-9a-f-]{36}">([^<]+)</a>', page)
    assert names[:3] == ["Language and stories", "Other languages", "Numbers, shapes and data"]
    assert len(names) == 13


def test_search_says_when_only_some_of_the_words_were_found(cast, sign_in):
    client = sign_in(cast.ada)
    assert "Nothing holds all of these words." in text_of(client.get(address("search", q="interview zebra")))
    assert "Nothing holds all of these words." not in text_of(client.get(address("search", q="interview truth")))
