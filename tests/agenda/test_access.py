"""Whose calendar it is: events for those who are asked, feeds for whoever holds a live secret of a live account."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.people import PEOPLE
from tests.refusals import HIDDEN, answer_of

from trellis.agenda.access import get_attendance_for, step_in_by_feed
from trellis.agenda.actions import make_feed, revoke_feed
from trellis.core.scope import change_scope, front_door
from trellis.people.models import Person


@pytest.mark.parametrize("name", [*PEOPLE, "zed"])
def test_an_event_is_answered_by_those_who_are_asked(cast, make_event, name):
    event, person = make_event(), getattr(cast, name)
    found = answer_of(get_attendance_for, person, event.pk)
    assert found == HIDDEN if name not in {"tom", "ada", "ruth"} else found.event == event
    assert answer_of(get_attendance_for, person, uuid4()) == HIDDEN


def _step_in(token, now):
    with front_door():
        return answer_of(step_in_by_feed, token, now)


def test_a_secret_opens_the_calendar_of_its_own_person(cast, now):
    token = make_feed(person=cast.ruth, now=now)
    assert _step_in(token, now).person_id == cast.ruth.pk
    assert _step_in("x" * 43, now) == HIDDEN


def test_a_revoked_secret_opens_nothing(cast, now):
    token = make_feed(person=cast.ruth, now=now)
    revoke_feed(person=cast.ruth, now=now)
    assert _step_in(token, now) == HIDDEN


@pytest.mark.parametrize("how", ["left", "switched off"])
def test_who_has_left_has_left_the_calendar_too(cast, now, how):
    token = make_feed(person=cast.eve, now=now)
    if how == "left":
        Person.objects.filter(pk=cast.eve.pk).update(left_on=now.date())
    else:
        change_scope(cast.district.pk, cast.eve.pk)
        cast.eve.account.is_active = False
        cast.eve.account.save(update_fields=["is_active"])
    assert _step_in(token, now) == HIDDEN
