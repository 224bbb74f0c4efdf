"""Who opens doors for whom: learners of a class, its code, and mentors of one learner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.people import actions as people
from trellis.people.access import standing_of
from trellis.people.actions import give_role
from trellis.people.models import Mentorship, Role
from trellis.people.signing_in_mentors import invite_mentor, withdraw_invitation
from trellis.school.actions import enrol, issue_class_code
from trellis.school.doors import access


@pytest.fixture
def today():
    return timezone.now().date()


def test_learner_of_a_class_is_found_there_and_nowhere_else(cast, today):
    assert [p.given_name for p in access.learners_in(cast.ada_class, today)] == ["Ada", "Ben"]
    assert answer_of(access.get_learner_in, cast.ada_class, cast.ada.pk, today) == cast.ada
    assert answer_of(access.get_learner_in, cast.ada_class, cast.chidi.pk, today) == HIDDEN
    assert answer_of(access.get_learner_in, cast.ada_class, cast.tom.pk, today) == HIDDEN


def test_code_opens_as_people_type_it_until_it_is_replaced_or_old(cast, now):
    assert access.live_code(cast.ada_class, now) is None
    first = issue_class_code(school_class=cast.ada_class, by=cast.tom, now=now)
    assert access.live_code(cast.ada_class, now) == first
    assert access.find_code(first.code.upper().replace("-", "  "), now) == first
    assert access.find_code(first.code, first.expires_at) is None
    second = issue_class_code(school_class=cast.ada_class, by=cast.tom, now=now)
    assert access.find_code(first.code, now) is None
    assert access.live_code(cast.ada_class, now) == second


def test_mentors_are_invited_by_own_educators_and_coordinators(cast, today):
    def answer(who, learner):
        return answer_of(access.get_mentee_for, who, standing_of(who, today), learner.pk, today)

    assert {p.given_name: answer(p, cast.ada) for p in (cast.tom, cast.omar, cast.ruth, cast.noor, cast.mira)} == {
        "Tom": cast.ada,
        "Omar": cast.ada,
        "Ruth": FIXED,
        "Noor": FIXED,
        "Mira": HIDDEN,
    }
    assert answer(cast.omar, cast.tom) == HIDDEN  # Tom is no learner


def test_invitations_and_mentorships_are_listed_while_they_hold(cast, today, now):
    invite_mentor(
        learner=cast.ada, email="new@example.org", purpose="Bees", mentor_until=today + timedelta(days=300),
        by=cast.tom, now=now, make_link=lambda token: f"https://school.example/{token}",
    )  # fmt: skip
    (invitation,) = access.open_invitations(cast.ada, now)
    assert not access.open_invitations(cast.ada, invitation.expires_at)
    withdraw_invitation(invitation=invitation, by=cast.tom, now=now)
    assert not access.open_invitations(cast.ada, now)
    (link,) = access.live_mentorships(cast.ada, today)
    assert link == Mentorship.objects.get(learner=cast.ada)
    assert not access.live_mentorships(cast.ada, link.ends_on)


def test_pictures_are_given_by_educators_and_coordinators_and_not_by_aides(cast, today, now):
    def answer(who, learner=cast.ada):
        return answer_of(access.get_learner_to_let_in, who, standing_of(who, today), learner.pk, today)

    enrol(person=cast.mira, school_class=cast.ada_class, role="aide", starts_on=today, by=None, now=now)
    who = (cast.tom, cast.omar, cast.mira, cast.ruth, cast.paul)
    assert {p.given_name: answer(p) for p in who} == {
        "Tom": cast.ada,
        "Omar": cast.ada,
        "Mira": FIXED,
        "Ruth": FIXED,
        "Paul": HIDDEN,
    }
    assert answer(cast.omar, cast.tom) == HIDDEN
    assert not access.may_give_pictures(cast.omar, standing_of(cast.omar, today), cast.tom, today)
    give_role(person=cast.ada, kind=Role.Kind.EDUCATOR, school=cast.school, starts_on=today, by=None, now=now)
    assert (answer(cast.tom), answer(cast.omar)) == (FIXED, FIXED)  # who teaches too comes in by their own password


def test_codes_of_a_learner_are_those_of_their_classes(cast, today, now):
    code = issue_class_code(school_class=cast.ada_class, by=cast.tom, now=now)
    assert list(access.live_codes_of(cast.ada, today, now)) == [code]
    assert not access.live_codes_of(cast.chidi, today, now)


def test_mentorship_is_found_with_its_learner_alone(cast):
    link = Mentorship.objects.get(learner=cast.ada)
    assert answer_of(access.get_mentorship_of, cast.ada, link.pk) == link
    assert answer_of(access.get_mentorship_of, cast.ben, link.pk) == HIDDEN


def test_a_link_is_given_by_who_coordinates_every_school_it_opens(cast, today, now):
    def answer(who, other):
        return access.may_let_in(who, standing_of(who, today), other, today)

    start = cast.term.starts_on
    hilda = people.create_person(given_name="Hilda", by=None, now=now)
    people.give_role(person=hilda, kind=Role.Kind.COORDINATOR, school=cast.school, starts_on=start, by=None, now=now)
    of_the_school = {p.given_name: answer(hilda, p) for p in (cast.ada, cast.tom, cast.ruth, cast.omar, hilda)}
    assert of_the_school == {"Ada": True, "Tom": True, "Ruth": True, "Omar": False, "Hilda": False}
    assert (answer(cast.omar, cast.ada), answer(cast.omar, cast.omar), answer(cast.tom, cast.ada)) == (
        True,
        False,
        False,
    )
    people.give_role(
        person=cast.tom, kind=Role.Kind.EDUCATOR, school=cast.other_school, starts_on=start, by=None, now=now
    )
    abroad = people.create_person(given_name="Ivo", by=None, now=now)
    people.link_guardian(guardian=cast.ruth, learner=abroad, starts_on=start, by=None, now=now)
    assert [answer(hilda, p) for p in (cast.tom, cast.ruth)] == [False, False]
    assert [answer(cast.omar, p) for p in (cast.tom, cast.ruth)] == [True, True]


def test_a_link_is_refused_to_who_sees_and_hidden_from_who_does_not(cast, today):
    def outcome(who, other):
        return answer_of(access.get_person_to_let_in, who, standing_of(who, today), other.pk, today)

    people_asked = (cast.omar, cast.tom, cast.ruth, cast.mira, cast.ada)
    assert {p.given_name: outcome(p, cast.ada) for p in people_asked} == {
        "Omar": cast.ada, "Tom": 403, "Ruth": 403, "Mira": 404, "Ada": 403
    }  # fmt: skip
    assert outcome(cast.omar, cast.omar) == 403
