"""What can be done with events and calendar feeds. The room whose thing an event is makes, moves and cancels it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from trellis.agenda.links import tell_of_answer
from trellis.agenda.models import Attendance, CalendarFeed, Event
from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.people.models import Person
from trellis.people.secrets import hash_token, make_token


@transaction.atomic
def create_event(
    *,
    kind: str,
    title: str = "",
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    people: Iterable[Person],
    thing: Model | None,
    by: Person,
    now: datetime,
) -> Event:
    """Put something into the calendars of ``people``; whoever makes it comes. ``thing`` may still be unsaved."""
    _check_times(starts_at, ends_at)
    event = Event.objects.create(
        kind=kind,
        title=title.strip(),
        place=place.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        changed_at=now,
        subject_kind=thing._meta.label_lower if thing is not None else "",
        subject_id=thing.pk if thing is not None else None,
    )
    _ask(event, people, by=by, now=now)
    record_moment(at=now, actor=by, verb="arranged", thing=event, context={"kind": str(kind)})
    return event


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ActionRefused(_("The end comes before the start."), field="ends_at")


def _ask(event: Event, people: Iterable[Person], *, by: Person, now: datetime) -> None:
    """Ask exactly these people; who was asked before keeps the answer they gave."""
    wanted = {person.pk for person in people}
    event.attendances.exclude(person__in=wanted).delete()
    Attendance.objects.bulk_create([Attendance(event=event, person_id=pk) for pk in wanted], ignore_conflicts=True)
    event.attendances.filter(person=by, answer=Attendance.Answer.ASKED).update(
        answer=Attendance.Answer.YES, answered_at=now
    )


@transaction.atomic
def move_event(
    *,
    event: Event,
    place: str,
    starts_at: datetime,
    ends_at: datetime,
    people: Iterable[Person],
    expected: int,
    by: Person,
    now: datetime,
) -> bool:
    """Give an event another time, place or company; return whether the time is another one.

    At another time everybody is asked anew: a yes was said to the old one. Raises ``StaleVersion``.
    """
    _must_be_on(event)
    _check_times(starts_at, ends_at)
    is_moved = (event.starts_at, event.ends_at) != (starts_at, ends_at)
    event.place, event.starts_at, event.ends_at, event.changed_at = place.strip(), starts_at, ends_at, now
    save_version(event, expected=expected, fields=["place", "starts_at", "ends_at", "changed_at"])
    if is_moved:
        event.attendances.update(answer=Attendance.Answer.ASKED, answered_at=None)
    _ask(event, people, by=by, now=now)
    record_moment(at=now, actor=by, verb="moved", thing=event, context={"time": is_moved})
    return is_moved


def _must_be_on(event: Event) -> None:
    if event.cancelled_at is not None:
        raise ActionRefused(_("This has been cancelled."))


@transaction.atomic
def cancel_event(*, event: Event, by: Person, now: datetime) -> None:
    """Call an event off. It stays in the calendars, crossed out, until its day is over."""
    _must_be_on(event)
    event.cancelled_at = event.changed_at = now
    save_version(event, expected=event.version, fields=["cancelled_at", "changed_at"])
    record_moment(at=now, actor=by, verb="cancelled", thing=event)


@transaction.atomic
def bring_back_event(*, event: Event, by: Person, now: datetime) -> None:
    """Let an event take place after all."""
    if event.cancelled_at is None:
        raise ActionRefused(_("This takes place already."))
    event.cancelled_at, event.changed_at = None, now
    save_version(event, expected=event.version, fields=["cancelled_at", "changed_at"])
    record_moment(at=now, actor=by, verb="brought back", thing=event)


@transaction.atomic
def answer_event(*, event: Event, person: Person, answer: str, now: datetime) -> Attendance:
    """Say whether one comes; can be said again until the event is over."""
    _must_be_on(event)
    if event.ends_at <= now:
        raise ActionRefused(_("This is over."))
    if answer not in {Attendance.Answer.YES, Attendance.Answer.NO}:
        raise ActionRefused(_("Say whether you come."))
    found = event.attendances.select_for_update().filter(person=person).first()
    if found is None:
        raise ActionRefused(_("You were not asked to this."))
    found.event, found.answer, found.answered_at = event, answer, now
    found.save(update_fields=["answer", "answered_at"])
    record_moment(at=now, actor=person, verb="answered", thing=event, context={"answer": str(answer)})
    tell_of_answer(found, now)
    return found


@transaction.atomic
def make_feed(*, person: Person, now: datetime) -> str:
    """Make the private address of somebody's calendar and return its secret, which is shown this once.

    Only a hash stays. A new one ends the old.
    """
    Person.objects.select_for_update().get(pk=person.pk)  # two taps at once would both find no live feed
    CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    token = make_token()
    feed = CalendarFeed.objects.create(person=person, token_hash=hash_token(token), made_at=now)
    record_moment(at=now, actor=person, verb="made", thing=feed)
    return token


@transaction.atomic
def revoke_feed(*, person: Person, now: datetime) -> None:
    """Close the private address: from now on it opens nothing."""
    feed = CalendarFeed.objects.select_for_update().filter(person=person, revoked_at__isnull=True).first()
    if feed is None:
        raise ActionRefused(_("Your calendar has no private address."))
    feed.revoked_at = now
    feed.save(update_fields=["revoked_at"])
    record_moment(at=now, actor=person, verb="revoked", thing=feed)
