"""Having read the page of a goal or a conference: its notices and its conversation are no longer new."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from trellis.notice.actions import read_notices
from trellis.people.models import Person
from trellis.plan.models import Conference, Goal
from trellis.plan.telling import GOAL
from trellis.talk.actions import visit_thread


@transaction.atomic
def note_read(*, goal: Goal, words: bool, by: Person, now: datetime) -> None:
    """Note that somebody has read a goal, and what was said about it where there is something new.

    No moment: what somebody reads is their own business.
    """
    read_notices(person=by, now=now, only=goal)
    if words:
        visit_thread(subject_kind=GOAL, subject_id=goal.pk, person=by, now=now)


@transaction.atomic
def note_conference_read(*, conference: Conference, by: Person, now: datetime) -> None:
    """Note that somebody has opened a conference. No moment, as above."""
    read_notices(person=by, now=now, only=conference)
