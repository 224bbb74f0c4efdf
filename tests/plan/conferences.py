"""Small makers for the tests of conferences."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.people import Cast

from trellis.people import actions as people
from trellis.people.models import Guardianship, Person
from trellis.plan.actions.conferences import arrange_conference
from trellis.plan.models import Conference


def make_conference(cast: Cast, now: datetime, **changed: Any) -> Conference:
    """Tom asks Ada and Ruth for today at ten."""
    start = changed.pop("starts_at", now.replace(hour=10))
    given = {
        "learner": cast.ada,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=30),
        "place": "Room 4",
        "people": [cast.tom, cast.ruth],
        "by": cast.tom,
        "now": now,
        "today": now.date(),
        **changed,
    }
    return arrange_conference(**given)


def second_guardian(cast: Cast, now: datetime) -> Person:
    """Somebody at Ada's home who has no account."""
    ivan = people.create_person(given_name="Ivan", family_name="Kovač", by=None, now=now)
    people.link_guardian(guardian=ivan, learner=cast.ada, starts_on=cast.term.starts_on, by=None, now=now)
    assert Guardianship.objects.filter(guardian=ivan).count() == 1
    return ivan
