"""What the worker does for profiles: it asks learners about entries that have grown old."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from trellis.core.scope import district_scope, front_door
from trellis.notice.actions import tell
from trellis.notice.models import Notice
from trellis.people.access import LEARNER
from trellis.people.models import Account, Person, Role
from trellis.profile.queries import OLD_AFTER, old_facets
from trellis.profile.signs import GROWN_OLD


@app.periodic(cron="17 4 * * 1")
@app.task(queueing_lock="profile.ask_again", lock="profile.ask_again", name="profile.ask_again")
def ask_again(timestamp: int) -> int:
    """Each Monday: tell learners that some entries have grown old; return how many were told."""
    now = datetime.fromtimestamp(timestamp, UTC)
    with front_door():
        districts = sorted(set(Account.objects.filter(is_active=True).values_list("district_id", flat=True)))
    return sum(ask_again_in(district_id, now) for district_id in districts)


def ask_again_in(district_id: UUID, now: datetime) -> int:
    """Tell the learners of one district, each through their own eyes: entries for oneself are rows of nobody else."""
    with district_scope(district_id):
        learners = Role.objects.live(now.date()).filter(kind=LEARNER, person__left_on__isnull=True)
        people = list(Person.objects.filter(pk__in=learners.values("person")))
    return sum(_ask(person, district_id, now) for person in people)


def _ask(learner: Person, district_id: UUID, now: datetime) -> int:
    """Tell one learner, unless nothing is old or the last notice is still unread."""
    with district_scope(district_id, learner.pk):
        old = old_facets(learner, now - OLD_AFTER)
        waiting = Notice.objects.filter(person=learner, kind=GROWN_OLD, read_at__isnull=True)
        if not old or waiting.exists():
            return 0
        return len(tell(people=[learner], kind=GROWN_OLD, thing=learner, learner=learner, now=now))
