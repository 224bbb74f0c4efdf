"""Who opens doors for whom: learners of a class, its code, and mentors of one learner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.people.access import standing_of
from trellis.people.models import Mentorship
from trellis.people.signing_in_mentors import invite_mentor, withdraw_invitation
from trellis.school.actions import issue_class_code
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
        learner=cast.ada, email="new@example.org", purpose="Bees", mentor_until=today + timedelta(days=400),
        by=cast.tom, now=now, make_link=lambda token: f"https://school.example/{token}",
    )  # fmt: skip
    (invitation,) = access.open_invitations(cast.ada, now)
    assert not access.open_invitations(cast.ada, invitation.expires_at)
    withdraw_invitation(invitation=invitation, by=cast.tom, now=now)
    assert not access.open_invitations(cast.ada, now)
    (link,) = access.live_mentorships(cast.ada, today)
    assert link == Mentorship.objects.get(learner=cast.ada)
    assert not access.live_mentorships(cast.ada, link.ends_on)
