"""Saying what graduation asks for through the pages; refusals beside successes."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from tests.framework.frames import make_framework
from tests.framework.test_pages import MIDDLEWARE_QUERIES

from trellis.core.models import Moment
from trellis.framework import actions
from trellis.framework.actions import PartDraft
from trellis.framework.models import Competency, Requirement
from trellis.framework.queries_requirements import rule_in_words


def competency(code: str) -> Competency:
    return Competency.objects.get(code=code)


@pytest.fixture
def nature(cast, now) -> Requirement:
    parts = [PartDraft(competency(f"NAT.{n}"), n) for n in (1, 2, 3)]
    return actions.create_requirement(
        title="Nature", description="You look closely.", rule="count", needed=2, parts=parts, by=cast.omar, now=now
    )


def address(name: str, *args: object) -> str:
    return reverse(f"framework:{name}", args=args)


def sent(do: str = "save", codes: tuple[str, ...] = (), pick: tuple[str, ...] = (), **changes: object) -> dict:
    """Return what the page sends: words, the list with its points, and what was ticked among the found."""
    data = {"do": do, "title": "Nature", "description": "You look closely.", "rule": "all", "needed": ""}
    data |= {f"points-{competency(code).pk}": "1" for code in codes}
    return {**data, "pick": [str(competency(code).pk) for code in pick], **changes}


def codes_of(requirement: Requirement) -> list[str]:
    return sorted(requirement.items.values_list("competency__code", flat=True))


def chosen_on(page: str) -> set[str]:
    keys = re.findall(r'name="points-([0-9a-f-]{36})"', page)
    return set(Competency.objects.filter(pk__in=keys).values_list("code", flat=True))


def test_a_coordinator_asks_for_something(cast, sign_in):
    data = sent(codes=("NAT.1", "NAT.2"), pick=("NAT.3",), rule="count", needed="2")
    answer = sign_in(cast.omar).post(address("new-requirement"), data)
    assert (answer.status_code, answer.url) == (302, address("requirements"))
    made = Requirement.objects.get(title="Nature")
    assert (made.rule, made.needed, made.description) == ("count", 2, "You look closely.")
    assert codes_of(made) == ["NAT.1", "NAT.2", "NAT.3"]
    assert Requirement.objects.last() == made
    assert "at least 2 of these 3" in sign_in(cast.ada).get(address("requirements")).content.decode()


def test_searching_keeps_what_was_typed_ticked_and_chosen(cast, sign_in):
    data = sent("search", codes=("NAT.1",), pick=("NAT.2",), q="map", title="Half a tit", rule="count", needed="x")
    page = sign_in(cast.omar).post(address("new-requirement"), data).content.decode()
    assert chosen_on(page) == {"NAT.1", "NAT.2"}
    assert 'value="Half a tit"' in page
    assert 'value="x"' in page
    assert str(competency("PEO.3").pk) in page
    assert 'role="alert"' not in page
    assert not Requirement.objects.filter(title="Half a tit").exists()


def test_what_is_chosen_already_cannot_be_ticked_again(cast, sign_in):
    page = sign_in(cast.omar).post(address("new-requirement"), sent("add", pick=("PEO.3",), q="map")).content.decode()
    assert chosen_on(page) == {"PEO.3"}
    assert '<input type="checkbox" checked disabled>' in page


def test_a_part_is_taken_out_on_the_page_alone(cast, sign_in, nature):
    where, out = address("edit-requirement", nature.pk), f"out:{competency('NAT.2').pk}"
    data = sent(out, codes=("NAT.1", "NAT.2", "NAT.3"), version=1)
    page = sign_in(cast.omar).post(where, data, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<section class="stack" id="parts"')
    assert chosen_on(page) == {"NAT.1", "NAT.3"}
    assert codes_of(nature) == ["NAT.1", "NAT.2", "NAT.3"]


def test_hundreds_are_gone_through_page_by_page_without_losing_a_tick(cast, sign_in):
    framework = make_framework("Many", n=300)
    client, where = sign_in(cast.omar), address("new-requirement")
    page = client.post(where, sent("search", framework=str(framework.pk))).content.decode()
    first = re.findall(r'name="pick" value="([^"]+)"', page)
    assert len(first) == 20
    assert "300 found" in page
    data = sent("page:2", framework=str(framework.pk), page="1") | {"pick": first[:3]}
    page = client.post(where, data).content.decode()
    assert len(chosen_on(page)) == 3
    assert "Page 2 of 15" in page
    everything = {f"points-{key}": "1" for key in framework.competencies.values_list("pk", flat=True)}
    assert client.post(where, sent(rule="count", needed="200") | everything).status_code == 302
    assert Requirement.objects.get(title="Nature").items.count() == 300


@pytest.mark.parametrize("n", [1, 30])
def test_the_form_takes_the_same_queries_for_one_and_for_thirty(cast, sign_in, now, django_assert_num_queries, n):
    parts = [PartDraft(each) for each in make_framework("Many", n=n).competencies.all()]
    made = actions.create_requirement(
        title="Many", description="", rule="all", needed=None, parts=parts, by=cast.omar, now=now
    )
    client = sign_in(cast.omar)
    with django_assert_num_queries(MIDDLEWARE_QUERIES + 5):  # twice the requirement, its points, parts, frameworks
        client.get(address("edit-requirement", made.pk))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"rule": "count", "needed": ""}, "Say how many are needed: at least 1."),
        ({"rule": "count", "needed": "3"}, "What you chose adds up to 2, so nobody could reach 3."),
        ({"rule": "points", "needed": "9"}, "What you chose adds up to 2, so nobody could reach 9."),
        ({"title": " "}, "This field is required."),
    ],
)
def test_what_nobody_could_meet_is_said_beside_the_field(cast, sign_in, changes, said):
    page = sign_in(cast.omar).post(address("new-requirement"), sent(codes=("NAT.1", "NAT.2"), **changes))
    assert said in page.content.decode()
    assert chosen_on(page.content.decode()) == {"NAT.1", "NAT.2"}
    assert not Requirement.objects.filter(title="Nature").exists()


def test_nothing_chosen_and_odd_points_are_refused(cast, sign_in):
    client, where = sign_in(cast.omar), address("new-requirement")
    assert "Choose at least one competency that counts." in client.post(where, sent()).content.decode()
    odd = {f"points-{competency('NAT.1').pk}": "many", "points-nonsense": "1"}
    page = client.post(where, sent(rule="points", needed="1") | odd).content.decode()
    assert "Points are whole numbers from 1 to 99." in page
    assert 'value="many"' in page


def test_the_preview_says_the_rule_as_a_sentence(cast, sign_in):
    data = sent("preview", codes=("NAT.1", "NAT.2"), rule="count", needed="1")
    page = sign_in(cast.omar).post(address("new-requirement"), data, headers={"HX-Request": "true"})
    assert "<strong>Any 1 of these 2</strong>" in page.content.decode()


@pytest.mark.parametrize(
    ("rule", "needed", "points", "said"),
    [
        ("all", None, ["1"], "This one"),
        ("all", 7, ["1"] * 4, "All 4 of these"),
        ("count", 3, ["1"] * 8, "Any 3 of these 8"),
        ("count", 9, ["1"] * 8, ""),
        ("count", None, ["1"] * 8, ""),
        ("points", 5, ["2", "4"], "At least 5 points from these 2, which have 6 points together"),
        ("points", 7, ["2", "4"], ""),
        ("all", None, [], ""),
    ],
)
def test_rules_in_words(rule, needed, points, said):
    assert rule_in_words(rule, needed, points) == said


def test_a_requirement_saved_from_an_older_page_shows_both_and_loses_nothing(cast, sign_in, nature):
    client, where = sign_in(cast.omar), address("edit-requirement", nature.pk)
    client.post(where, sent(codes=("NAT.1", "NAT.4"), title="First", version=1))
    mine = sent(codes=("NAT.1",), pick=("NAT.5",), title="Mine", version=1)
    page = client.post(where, mine).content.decode()
    assert "First" in page
    assert 'value="Mine"' in page
    assert "<dd>NAT.4</dd>" in page
    assert "<dd>NAT.5</dd>" in page
    assert chosen_on(page) == {"NAT.1", "NAT.5"}
    assert 'name="version" value="2"' in page
    nature.refresh_from_db()
    assert (nature.title, codes_of(nature)) == ("First", ["NAT.1", "NAT.4"])
    client.post(where, {**mine, "version": 2})
    nature.refresh_from_db()
    assert (nature.title, codes_of(nature)) == ("Mine", ["NAT.1", "NAT.5"])


def test_requirements_change_places_and_stop_at_the_ends(cast, sign_in, nature):
    client, where = sign_in(cast.omar), address("move-requirement", nature.pk)
    before = [each.pk for each in Requirement.objects.all()]
    client.post(where, {"do": "down"})
    assert [each.pk for each in Requirement.objects.all()] == before
    client.post(where, {"do": "up"})
    assert [each.pk for each in Requirement.objects.all()][-2:] == [nature.pk, before[-2]]
    assert Moment.objects.filter(verb="requirement.moved", object_id=nature.pk).count() == 2


def test_what_was_moved_stays_there_when_the_starter_is_adopted_again(cast, sign_in, now):
    first = Requirement.objects.first()
    sign_in(cast.omar).post(address("move-requirement", first.pk), {"do": "down"})
    order = [each.pk for each in Requirement.objects.all()]
    actions.adopt_starter_framework(district_id=cast.district.pk, by=cast.omar, now=now)
    assert [each.pk for each in Requirement.objects.all()] == order
    assert order[1] == first.pk


def test_taking_a_requirement_out_can_be_undone(cast, sign_in, nature):
    client, undo = sign_in(cast.omar), address("bring-back-requirement", nature.pk)
    page = client.post(address("remove-requirement", nature.pk), follow=True).content.decode()
    assert f'action="{undo}"' in page
    assert not Requirement.objects.filter(pk=nature.pk).exists()
    client.post(undo)
    client.post(undo)
    back = Requirement.objects.get(pk=nature.pk)
    assert (back.title, back.needed, back.position) == (nature.title, 2, nature.position)
    assert dict(back.items.values_list("competency__code", "points")) == {"NAT.1": 1, "NAT.2": 2, "NAT.3": 3}
    assert client.post(address("bring-back-requirement", competency("NAT.1").pk)).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("omar", 200), ("tom", 403), ("ada", 403), ("ruth", 403), ("dana", 403), ("eve", 404)]
)
def test_only_coordinators_of_the_district_say_what_graduation_asks_for(cast, sign_in, nature, who, status):
    client = sign_in(getattr(cast, who))
    assert client.get(address("new-requirement")).status_code == status
    assert client.get(address("edit-requirement", nature.pk)).status_code == status
    page = client.get(address("requirements")).content.decode()
    assert (address("edit-requirement", nature.pk) in page) is (who == "omar")
    if who != "omar":
        for name in ("edit-requirement", "move-requirement", "remove-requirement", "bring-back-requirement"):
            assert client.post(address(name, nature.pk), sent(codes=("NAT.1",))).status_code == status
        assert Requirement.objects.get(pk=nature.pk).version == 1


def test_requirements_of_another_district_are_not_there(cast, sign_in, nature):
    assert sign_in(cast.zed).get(address("edit-requirement", nature.pk)).status_code == 404


def test_what_the_starter_brought_back_meanwhile_is_not_doubled(cast, sign_in, now):
    first, n = Requirement.objects.first(), Requirement.objects.count()
    client = sign_in(cast.omar)
    client.post(address("remove-requirement", first.pk))
    actions.adopt_starter_framework(district_id=cast.district.pk, by=cast.omar, now=now)
    client.post(address("bring-back-requirement", first.pk))
    assert Requirement.objects.count() == n
