"""The demo district: how many live there, how the cast relates, and that making it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils import timezone

from trellis.core.models import Moment
from trellis.core.scope import district_scope, front_door
from trellis.demo.build import Demo, build_demo, find_demo
from trellis.demo.calendar import school_year
from trellis.demo.content import CAST, load_people
from trellis.demo.entries import entries
from trellis.framework.models import Competency, Framework, Requirement
from trellis.people.access import COORDINATOR, standing_of
from trellis.people.models import Account, District, Guardianship, Mentorship, Person, Role, School
from trellis.people.secrets import are_pictures
from trellis.school.access import educators_of, learners_of, visible_people
from trellis.school.models import Enrolment, SchoolClass, Term

TODAY = timezone.now().date()


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[Demo]:
    """The demo district, made once for this file and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with front_door():
            # The cast of the tests has the same names: it steps aside for a moment.
            Account.objects.update(username=Concat(Value("cast-"), "username"))
        yield build_demo(today=TODAY)
        transaction.set_rollback(True)


@pytest.fixture
def here(demo) -> Iterator[Demo]:
    """The demo seen from inside its district."""
    with district_scope(demo.district_id):
        yield demo


def the(username: str) -> Person:
    return Account.objects.select_related("person").get(username=username).person


def sees(username: str) -> set[str]:
    person = the(username)
    people = visible_people(person, standing_of(person, TODAY), TODAY)
    return set(people.values_list("account__username", flat=True)) - {username}


def test_about_160_people_live_in_two_schools(here) -> None:
    assert (Person.objects.count(), Account.objects.count()) == (164, 160)  # four guardians have no account
    assert set(School.objects.values_list("name", flat=True)) == {"Riverbank School", "Hillside Secondary School"}
    kinds = Role.objects.live(TODAY).values_list("kind", flat=True)
    assert [list(kinds).count(kind) for kind in ("learner", "educator", "coordinator", "district")] == [110, 16, 2, 1]
    assert Guardianship.objects.live(TODAY).values("guardian").distinct().count() == 30
    assert Mentorship.objects.live(TODAY).count() == 4


def test_every_grade_has_learners_and_every_learner_a_class_today(here) -> None:
    grades = {grade for person in Person.objects.all() for grade in person.grades}
    assert grades == {f"{number:02d}" for number in range(1, 13)}
    learning = Enrolment.objects.live(TODAY).filter(role="learner").values("person").distinct()
    assert learning.count() == 110


def test_every_class_has_one_educator_who_leads_it(here) -> None:
    leading = Enrolment.objects.live(TODAY).filter(role="educator", is_primary=True)
    assert sorted(leading.values_list("school_class", flat=True)) == sorted(
        SchoolClass.objects.values_list("pk", flat=True)
    )
    assert SchoolClass.objects.filter(kind=SchoolClass.Kind.ADVISORY).count() == 6


def test_the_cast_relates_as_the_stories_say(here) -> None:
    ada, chidi = the("ada"), the("chidi")
    taught_by = {name: set(learners_of(the(name), TODAY)) for name in ("tom", "mira", "ines", "eve")}
    assert ada in taught_by["tom"]
    assert chidi not in taught_by["tom"]
    assert chidi in taught_by["mira"]
    assert ada in taught_by["mira"]  # since five days: she is new to her
    assert ada in taught_by["ines"]
    assert taught_by["eve"] == set()
    assert set(educators_of(ada, TODAY).values_list("account__username", flat=True)) == {"tom", "linh", "ines", "mira"}
    assert set(Mentorship.objects.live(TODAY).filter(learner=ada).values_list("mentor", flat=True)) == {the("noor").pk}


def test_ruth_sees_ada_and_paul_sees_chidi_and_no_other_learner(here) -> None:
    learners = {person.username for person in load_people().learners}
    assert sees("ruth") & learners == {"ada"}
    assert sees("paul") & learners == {"chidi"}
    assert sees("marisol") & learners == {"mateo", "camila"}


def test_eve_who_left_sees_nobody_and_ben_no_other_learner(here) -> None:
    learners = {person.username for person in load_people().learners}
    assert sees("eve") == set()
    assert sees("ben") & learners == set()


def test_omar_runs_the_district_and_teresa_one_school(here) -> None:
    omar, teresa = (standing_of(the(name), TODAY) for name in ("omar", "teresa"))
    assert omar.is_district_coordinator
    assert (teresa.kinds, teresa.is_district_coordinator) == (frozenset({COORDINATOR}), False)


def test_nobody_of_the_district_shares_it_with_zed(here) -> None:
    assert not Person.objects.filter(given_name="Zed").exists()
    with front_door():
        zed = Account.objects.get(username="zed")
    assert zed.district_id != here.district_id


def test_the_cast_signs_in_with_the_password_and_the_youngest_with_pictures(here) -> None:
    with front_door():
        accounts = {account.username: account for account in Account.objects.filter(username__in=[*CAST, "mateo"])}
    assert [name for name in CAST if not accounts[name].check_password(here.password)] == []
    assert are_pictures(here.pictures, accounts["mateo"].picture_secret)
    assert here.class_code


def test_one_click_leads_to_accounts_that_are_there(here) -> None:
    with front_door():
        there = set(Account.objects.values_list("username", flat=True))
    assert {entry.username for entry in entries()} - there == set()
    assert set(CAST) <= {entry.username for entry in entries()}


def test_the_school_has_the_starter_framework_and_a_term_today(here) -> None:
    assert Framework.objects.count() == 2
    assert Competency.objects.filter(item_type="Competency").count() == 80
    assert Requirement.objects.count() == 8
    assert Term.objects.filter(kind=Term.Kind.TERM, starts_on__lte=TODAY, ends_on__gt=TODAY).count() == 1
    assert District.objects.get().set_up_at is not None


def test_ruth_reads_her_pages_in_spanish(here) -> None:
    assert (the("ruth").language, Account.objects.get(username="ruth").language) == ("es", "es")


def test_building_again_finds_the_same_district_and_changes_nothing(here) -> None:
    before = Moment.objects.count()
    again = build_demo(today=TODAY + timedelta(days=1))
    assert (again.district_id, again.made) == (here.district_id, False)
    assert find_demo() == here.district_id
    assert Moment.objects.count() == before


def test_a_larger_demo_brings_the_others_in_as_a_roster_once(here) -> None:
    learners = Role.objects.live(TODAY).filter(kind=Role.Kind.LEARNER)
    with transaction.atomic():
        build_demo(today=TODAY, learners=200)
        assert learners.count() == 200
        assert Enrolment.objects.filter(person__sourced_id="demo-learner-000089").count() == 6
        assert Term.objects.filter(closed_on__isnull=True).count() == 8  # two years and their terms, each of them once
        people, moments = Person.objects.count(), Moment.objects.count()
        build_demo(today=TODAY, learners=200)
        assert (Person.objects.count(), Moment.objects.count()) == (people, moments)
        transaction.set_rollback(True)
    assert learners.count() == 110


@pytest.mark.parametrize("day", [date(2026, 8, 1), date(2026, 12, 31), date(2027, 1, 1), date(2027, 7, 31)])
def test_every_day_lies_in_one_term_of_its_school_year(day: date) -> None:
    year = school_year(day)
    assert year.year.starts_on <= day < year.year.ends_on
    assert sum(term.starts_on <= day < term.ends_on for term in year.terms) == 1
    assert year.terms[0].starts_on == year.year.starts_on
    assert year.terms[-1].ends_on == year.year.ends_on


def test_usernames_are_given_names_without_accents() -> None:
    names = [person.username for person in load_people().everybody()]
    assert len(set(names)) == len(names) == 160
    assert all(name.isascii() and name.isalpha() and name.islower() for name in names)
