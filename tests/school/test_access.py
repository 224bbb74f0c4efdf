"""Who sees whom: relations and dates decide, never a role alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from trellis.people import access as people_access
from trellis.people import actions as people
from trellis.people.models import Guardianship, Mentorship, Person, Role
from trellis.school import access
from trellis.school import actions as school
from trellis.school.models import Enrolment, SchoolClass


@pytest.fixture
def today():
    return timezone.now().date()


def seen_by(person, today) -> set[str]:
    standing = people_access.standing_of(person, today)
    return {p.given_name for p in access.visible_people(person, standing, today)}


def classes_seen_by(person, today) -> set[str]:
    standing = people_access.standing_of(person, today)
    return {c.title for c in access.visible_classes(person, standing, today)}


def test_each_sees_whom_they_are_related_to_and_nobody_else(cast, today):
    everybody = {p.given_name for p in cast.people.values()} - {"Zed"}
    assert {name: seen_by(getattr(cast, name), today) for name in cast.people if name != "zed"} == {
        "ada": {"Ada", "Tom", "Ines"},
        "ben": {"Ben", "Tom"},
        "chidi": {"Chidi", "Mira"},
        "tom": {"Tom", "Ada", "Ben"},
        "mira": {"Mira", "Chidi"},
        "ines": {"Ines", "Ada"},
        "ruth": {"Ruth", "Ada", "Tom", "Ines"},
        "paul": {"Paul", "Chidi", "Mira"},
        "noor": {"Noor", "Ada"},
        "omar": everybody,
        "dana": {"Dana"},
        "eve": {"Eve"},
    }


def test_each_sees_the_classes_they_belong_to(cast, today):
    sounds, numbers, advisory = "Sounds and maps", "Numbers in nature", "Advisory Ines"
    assert {name: classes_seen_by(getattr(cast, name), today) for name in cast.people if name != "zed"} == {
        "ada": {sounds, advisory},
        "ben": {sounds},
        "chidi": {numbers},
        "tom": {sounds},
        "mira": {numbers},
        "ines": {advisory},
        "ruth": {sounds, advisory},
        "paul": {numbers},
        "noor": set(),
        "omar": {sounds, numbers, advisory},
        "dana": set(),
        "eve": set(),
    }


def test_ending_an_enrolment_ends_access_at_once(cast, today, now):
    assert "Ada" in seen_by(cast.tom, today)
    enrolment = Enrolment.objects.get(person=cast.ada, school_class=cast.ada_class)
    school.end_enrolment(enrolment=enrolment, on=today, by=cast.omar, now=now)
    assert "Ada" not in seen_by(cast.tom, today)
    assert "Tom" not in seen_by(cast.ada, today)
    school.reopen_enrolment(enrolment=enrolment, by=cast.omar, now=now)
    assert "Ada" in seen_by(cast.tom, today)


def test_ending_the_educators_own_enrolment_ends_access_at_once(cast, today, now):
    enrolment = Enrolment.objects.get(person=cast.tom)
    school.end_enrolment(enrolment=enrolment, on=today, by=cast.omar, now=now)
    assert seen_by(cast.tom, today) == {"Tom"}


def test_guardianship_and_mentorship_end_on_their_day(cast, today, now):
    guardianship = Guardianship.objects.get(learner=cast.ada)
    people.end_guardianship(link=guardianship, on=today, by=cast.omar, now=now)
    assert seen_by(cast.ruth, today) == {"Ruth"}
    mentorship = Mentorship.objects.get(learner=cast.ada)
    assert seen_by(cast.noor, mentorship.ends_on - timedelta(days=1)) == {"Noor", "Ada"}
    assert seen_by(cast.noor, mentorship.ends_on) == {"Noor"}
    people.end_mentorship(link=mentorship, on=today, by=cast.tom, now=now)
    assert seen_by(cast.noor, today) == {"Noor"}


def test_who_left_has_no_standing(cast, today):
    cast.omar.left_on = today
    assert people_access.standing_of(cast.omar, today) == people_access.NOBODY
    assert not people_access.standing_of(cast.eve, today).kinds


def test_coordinator_of_one_school_sees_its_people_and_their_guardians_only(cast, today, now):
    lena = people.create_person(given_name="Lena", by=None, now=now)
    role = people.give_role(
        person=lena, kind=Role.Kind.COORDINATOR, school=cast.other_school, starts_on=today, by=None, now=now
    )
    assert seen_by(lena, today) == {"Lena"}
    people.give_role(
        person=cast.chidi, kind=Role.Kind.LEARNER, school=cast.other_school, starts_on=today, by=None, now=now
    )
    assert seen_by(lena, today) == {"Lena", "Chidi", "Paul"}
    assert classes_seen_by(lena, today) == set()
    standing = people_access.standing_of(lena, today)
    assert standing.is_coordinator
    assert not people_access.may_run_district(standing)
    assert list(people_access.coordinated_schools(standing)) == [cast.other_school]
    people_access.require_coordinator(standing)
    with pytest.raises(Http404):
        people_access.require_district_coordinator(standing)
    people.end_guardianship(link=Guardianship.objects.get(learner=cast.chidi), on=today, by=cast.omar, now=now)
    assert seen_by(lena, today) == {"Lena", "Chidi"}
    people.end_role(role=role, on=today, by=cast.omar, now=now)
    assert not people_access.standing_of(lena, today).is_coordinator


def test_invisible_is_404_and_visible_but_fixed_is_403(cast, today):
    ruth, omar = (people_access.standing_of(p, today) for p in (cast.ruth, cast.omar))
    assert access.get_person_for(cast.ruth, ruth, cast.ada.pk, today) == cast.ada
    with pytest.raises(PermissionDenied):
        access.get_person_for(cast.ruth, ruth, cast.ada.pk, today, to="edit")
    with pytest.raises(Http404):
        access.get_person_for(cast.ruth, ruth, cast.ben.pk, today)
    assert access.get_person_for(cast.omar, omar, cast.ben.pk, today, to="edit") == cast.ben
    with pytest.raises(Http404):
        access.get_person_for(cast.omar, omar, cast.zed.pk, today)


def test_class_is_edited_by_its_educators_and_coordinators(cast, today, now):
    def may(person: Person, where: SchoolClass) -> object:
        standing = people_access.standing_of(person, today)
        try:
            return access.get_class_for(person, standing, where.pk, today, to="edit").title
        except (Http404, PermissionDenied) as refusal:
            return type(refusal)

    assert may(cast.tom, cast.ada_class) == "Sounds and maps"
    assert may(cast.omar, cast.ada_class) == "Sounds and maps"
    assert may(cast.ada, cast.ada_class) is PermissionDenied
    assert may(cast.ruth, cast.ada_class) is PermissionDenied
    assert may(cast.mira, cast.ada_class) is Http404
    assert may(cast.eve, cast.ada_class) is Http404
    standing = people_access.standing_of(cast.ada, today)
    assert access.get_class_for(cast.ada, standing, cast.ada_class.pk, today) == cast.ada_class


def test_guards_of_the_district(cast, today):
    omar, tom = (people_access.standing_of(p, today) for p in (cast.omar, cast.tom))
    people_access.require_district_coordinator(omar)
    people_access.require(people_access.may_run_district(omar))
    for guard in (people_access.require_coordinator, people_access.require_district_coordinator):
        with pytest.raises(Http404):
            guard(tom)
    with pytest.raises(PermissionDenied):
        people_access.require(people_access.may_run_district(tom))
    assert not people_access.coordinated_schools(tom).exists()
    assert list(people_access.guardians_of(cast.ada, today)) == [cast.ruth]
    assert people_access.own_district(cast.ada) == cast.district
    assert people_access.account_of(cast.ada).username == "ada"
    assert not access.people_of_schools(tom, today).exists()
