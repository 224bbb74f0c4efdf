"""Today of each role says what is true, and nothing about anybody else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.people import Now

from trellis.home.queries_setup import coordinator_today, set_up_tasks
from trellis.people import actions as people
from trellis.people.access import standing_of
from trellis.school import actions as school
from trellis.school.models import Enrolment

SAYS = {
    "ada": (
        ["Advisory Ines", "Sounds and maps", "Tom Lindqvist", "Ben Okafor", "Noor Haddad", "Fields to explore"],
        ["Chidi", "Mira"],
    ),
    "ben": (["Sounds and maps", "Ada Kovač"], ["Advisory Ines", "Chidi", "Ruth"]),
    "tom": (["Sounds and maps", "2 learners are with you"], ["Numbers in nature", "Advisory Ines"]),
    "ines": (["Advisory Ines", "1 learner is with you"], ["Sounds and maps"]),
    "ruth": (["Ada Kovač", "Ines Duarte", "Sounds and maps"], ["Chidi", "Ben"]),
    "noor": (["Ada", "A sound map of our street"], ["Kovač", "Ben", "Sounds and maps"]),
    "omar": (["Meadow Valley", "First steps"], ["Elsewhere"]),
    "dana": (["Riverbank School", "fewer than 5"], ["Ada", "Tom", "Kovač"]),
    "eve": (["Nothing is open to you"], ["Sounds and maps", "Ada"]),
}


@pytest.mark.parametrize("name", SAYS)
def test_today_says_what_is_true_and_nothing_about_others(cast, sign_in, name):
    there, absent = SAYS[name]
    page = sign_in(getattr(cast, name)).get("/").content.decode()
    assert [text for text in there if text not in page] == []
    assert [text for text in absent if text in page] == []


def test_signed_out_is_led_to_the_door(client, db):
    response = client.get("/")
    assert (response.status_code, response["Location"]) == (302, "/account/login/?next=/")


@pytest.mark.parametrize(("name", "queries"), [("ada", 26), ("tom", 26), ("noor", 11), ("omar", 15), ("dana", 10)])
def test_today_costs_a_fixed_number_of_queries(cast, sign_in, name, queries, now):
    client = sign_in(getattr(cast, name))

    def count() -> int:
        client.get("/")  # numbers of the whole district are kept until something happens
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    with_few = count()
    for number in range(28):
        newcomer = people.create_person(given_name=f"N{number}", by=None, now=now)
        school.enrol(
            person=newcomer,
            school_class=cast.ada_class,
            role=Enrolment.Role.LEARNER,
            starts_on=cast.term.starts_on,
            by=None,
            now=now,
        )
    assert (with_few, count()) == (queries, queries)


def test_somebody_with_two_roles_may_switch(cast, sign_in, now):
    people.link_guardian(guardian=cast.tom, learner=cast.chidi, by=cast.omar, now=now, starts_on=cast.term.starts_on)
    client = sign_in(cast.tom)
    assert "Chidi" not in client.get("/").content.decode()
    assert "Chidi Eze" in client.get("/?as=family").content.decode()
    assert "Today as educator" in client.get("/?as=family").content.decode()
    assert client.get("/?as=coordinator").content.decode().count(">Sounds and maps</a>") == 1


def test_a_family_of_many_children_costs_as_much_as_of_one(cast, sign_in, now):
    client = sign_in(cast.ruth)

    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    client.get("/")
    with_one = count()
    for n in range(29):
        child = people.create_person(given_name=f"N{n}", by=None, now=now)
        start = cast.term.starts_on
        school.enrol(person=child, school_class=cast.ada_class, role="learner", starts_on=start, by=None, now=now)
        people.link_guardian(guardian=cast.ruth, learner=child, starts_on=start, by=None, now=now)
    assert (with_one, count()) == (16, 16)


def test_a_coordinator_of_one_school_counts_only_that_school(cast, sign_in, now):
    person = people.create_person(given_name="Hilda", by=None, now=now)
    start = cast.term.starts_on
    people.give_role(person=person, kind="coordinator", school=cast.other_school, starts_on=start, by=None, now=now)
    people.open_account(person=person, username="hilda", by=None, now=now)
    html = sign_in(person).get("/").content.decode()
    numbers = dict(zip(re.findall(r"<dt>([^<]*)", html), re.findall(r"<dd>(\d+)", html), strict=True))
    assert numbers == {
        "schools": "1", "classes and advisories": "0", "learners": "0", "educators": "0", "family members": "0",
        "mentors": "0", "coordinators": "1", "accounts": "1",
    }  # fmt: skip


def test_a_coordinator_is_asked_for_a_second_step_where_the_house_wants_one(cast, sign_in, settings):
    client, words = sign_in(cast.omar), "Protect your account with a second step"
    assert words not in client.get("/").content.decode()
    settings.REQUIRE_SECOND_FACTOR = True
    steps = set_up_tasks(cast.district, cast.term.starts_on, Now)
    assert [step.key for step in steps][-2:] == ["families", "doors"]
    own = coordinator_today(cast.omar, standing_of(cast.omar, cast.term.starts_on), cast.district, Now.date(), Now)
    assert [(task.key, task.is_done) for task in own.tasks][-1] == ("second-step", False)
