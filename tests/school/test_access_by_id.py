"""One thing by its id: who gets it, to whom it does not exist (404), and who sees it but may not change it (403)."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.ids import uuid7
from trellis.people import actions as people
from trellis.people.access import standing_of
from trellis.people.models import Guardianship, Role
from trellis.school import access
from trellis.school.models import Enrolment


@pytest.fixture
def today():
    return timezone.now().date()


@pytest.fixture
def lena(cast, today, now):
    """Coordinates the other school only."""
    person = people.create_person(given_name="Lena", by=None, now=now)
    people.give_role(
        person=person, kind=Role.Kind.COORDINATOR, school=cast.other_school, starts_on=today, by=None, now=now
    )
    return person


def answers(get, who, today):
    """What each of ``who`` is answered, by name."""
    return {p.given_name: answer_of(get, p, standing_of(p, today)) for p in who}


def test_family_sees_its_own_children_in_a_class_and_members_see_everybody(cast, today):
    seen = {
        name: access.learners_seen_in(getattr(cast, name), cast.ada_class, today)
        for name in ("ada", "tom", "ruth", "paul")
    }
    assert seen == {
        "ada": None,
        "tom": None,
        "ruth": frozenset({cast.ada.pk}),
        "paul": frozenset({cast.chidi.pk}),
    }


def test_closest_relation_says_what_is_shown(cast, today):
    def relation(one, other) -> str:
        return access.relation_to(one, standing_of(one, today), other, today)

    assert {p.given_name: relation(p, cast.ada) for p in (cast.ada, cast.omar, cast.tom, cast.ruth, cast.noor)} == {
        "Ada": "self",
        "Omar": "coordinator",
        "Tom": "educator",
        "Ruth": "family",
        "Noor": "mentor",
    }
    assert relation(cast.ada, cast.tom) == "learner"


def test_enrolment_is_for_those_who_edit_its_class(cast, today):
    enrolment = Enrolment.objects.get(person=cast.ada, school_class=cast.ada_class)

    def get(person, standing):
        return access.get_enrolment_for(person, standing, enrolment.pk, today)

    assert answers(get, [cast.tom, cast.omar, cast.ada, cast.ruth, cast.mira], today) == {
        "Tom": enrolment,
        "Omar": enrolment,
        "Ada": FIXED,
        "Ruth": FIXED,
        "Mira": HIDDEN,
    }
    omar = standing_of(cast.omar, today)
    assert answer_of(access.get_enrolment_for, cast.omar, omar, uuid7(), today) == HIDDEN


def test_role_elsewhere_is_seen_and_not_ended_by_a_coordinator_of_one_school(cast, today, now, lena):
    here = Role.objects.get(person=cast.chidi)

    def get(_person, standing, role=here):
        return access.get_role_for(standing, role.pk, today)

    assert answers(get, [cast.omar, lena, cast.tom, cast.chidi], today) == {
        "Omar": here,
        "Lena": HIDDEN,
        "Tom": HIDDEN,
        "Chidi": HIDDEN,
    }
    there = people.give_role(
        person=cast.chidi, kind=Role.Kind.LEARNER, school=cast.other_school, starts_on=today, by=None, now=now
    )
    standing = standing_of(lena, today)
    assert answer_of(access.get_role_for, standing, there.pk, today) == there
    assert answer_of(access.get_role_for, standing, here.pk, today) == FIXED
    assert answer_of(access.get_role_for, standing, uuid7(), today) == HIDDEN


def test_guardianship_is_for_the_coordinators_of_the_learner(cast, today, lena):
    link = Guardianship.objects.get(learner=cast.ada)

    def get(_person, standing):
        return access.get_guardianship_for(standing, link.pk, today)

    assert answers(get, [cast.omar, lena, cast.ruth, cast.tom], today) == {
        "Omar": link,
        "Lena": HIDDEN,
        "Ruth": HIDDEN,
        "Tom": HIDDEN,
    }
    assert answer_of(access.get_guardianship_for, standing_of(cast.omar, today), uuid7(), today) == HIDDEN


def test_school_is_for_its_coordinators_and_terms_for_those_of_the_district(cast, today, lena):
    def school(_person, standing):
        return access.get_school_for(standing, cast.other_school.pk)

    def term(_person, standing):
        return access.get_term_for(standing, cast.term.pk)

    who = [cast.omar, lena, cast.dana, cast.tom]
    assert answers(school, who, today) == {
        "Omar": cast.other_school,
        "Lena": cast.other_school,
        "Dana": HIDDEN,
        "Tom": HIDDEN,
    }
    assert answer_of(access.get_school_for, standing_of(lena, today), cast.school.pk) == HIDDEN
    assert answers(term, who, today) == {"Omar": cast.term, "Lena": HIDDEN, "Dana": HIDDEN, "Tom": HIDDEN}
