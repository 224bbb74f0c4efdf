"""Whose calendar an event stands in: of the people who were asked, and of nobody else."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from trellis.agenda.models import Attendance, CalendarFeed
from trellis.core.compiled import compiled
from trellis.core.scope import change_scope
from trellis.people.access import account_of
from trellis.people.models import Account, Person
from trellis.people.secrets import hash_token


def get_attendance_for(person: Person, event_id: UUID) -> Attendance:
    """Return how ``person`` is asked to this event; 404 to everybody who is not."""
    found: Attendance | None = Attendance.objects.select_related("event").filter(event=event_id, person=person).first()
    if found is None:
        raise Http404
    return found


def step_in_by_feed(token: str, now: datetime) -> Account:
    """Return the account whose calendar this secret opens, and step into its district; 404 for every other secret.

    A calendar program brings no session: the feed is found at the door, where no district is known. It ends with the
    account, so who has left the school has left the calendar too.
    """
    feed: CalendarFeed | None = next(iter(_live_feed(hash_token(token))), None)
    if feed is None:
        raise Http404
    change_scope(feed.district_id, feed.person_id)  # type: ignore[arg-type]  # never empty
    account = account_of(feed.person)
    today = feed.person.district.today(now)
    if account is None or not account.is_active or (feed.person.left_on is not None and feed.person.left_on <= today):
        raise Http404
    return account


@compiled
def _live_feed(token_hash: str) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(token_hash=token_hash, revoked_at__isnull=True)
