"""Reads for calendars: what is coming and what is past, day by day at the school, and what a feed holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.text import capfirst

from trellis.agenda.links import names_of
from trellis.agenda.models import Attendance, CalendarFeed
from trellis.core.compiled import compiled
from trellis.people.models import Person

MOST_COMING, MOST_PAST = 100, 30
FEED_LOOKS_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it stands in somebody's calendar. Times are those of the school; ``url`` is empty without a page."""

    id: UUID
    kind: str
    words: str
    place: str
    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    answer: str
    url: str

    @property
    def is_asked(self) -> bool:
        """Waits for an answer."""
        return not self.is_cancelled and self.answer == Attendance.Answer.ASKED


@dataclass(frozen=True, slots=True)
class Day:
    """What stands on one day of the school."""

    on: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """What is coming by day, and what is past, the latest first."""

    days: tuple[Day, ...]
    past: tuple[Line, ...]

    @property
    def n_asked(self) -> int:
        """How many wait for an answer."""
        return sum(line.is_asked for day in self.days for line in day.lines)


def coming(person: Person, now: datetime, most: int = MOST_COMING) -> tuple[Line, ...]:
    """Return what is coming or under way in somebody's calendar, the next first. At most a query for each kind more."""
    return _lines(person, _coming(person, now, most), now)


@compiled
def _coming(person: Person, now: datetime, most: int) -> QuerySet[Attendance]:
    return (
        Attendance.objects.filter(person=person, event__ends_at__gt=now)
        .select_related("event")
        .order_by("event__starts_at", "event")[:most]
    )


@compiled
def _past(person: Person, now: datetime) -> QuerySet[Attendance]:
    return (
        Attendance.objects.filter(person=person, event__ends_at__lte=now)
        .select_related("event")
        .order_by("-event__starts_at", "-event")[:MOST_PAST]
    )


def calendar_page(person: Person, now: datetime) -> CalendarPage:
    """Return the calendar of somebody: two queries, and one for each kind of thing in it."""
    ahead, behind = _coming(person, now, MOST_COMING), _past(person, now)
    lines = _lines(person, [*ahead, *behind], now)
    next_ones, past = lines[: len(ahead)], lines[len(ahead) :]
    days = groupby(next_ones, key=lambda line: line.starts_at.date())
    return CalendarPage(tuple(Day(on, tuple(found)) for on, found in days), past)


def line_of(attendance: Attendance, now: datetime) -> Line:
    """Return one event as its person's calendar shows it."""
    return _lines(attendance.person, [attendance], now)[0]


def _lines(person: Person, attendances: Iterable[Attendance], now: datetime) -> tuple[Line, ...]:
    found = list(attendances)
    zone = ZoneInfo(person.district.time_zone)
    things = [(a.event.subject_kind, a.event.subject_id) for a in found if a.event.subject_id is not None]
    names = names_of(person, things, person.district.today(now)) if things else {}
    return tuple(_line(attendance, zone, names) for attendance in found)


def _line(attendance: Attendance, zone: ZoneInfo, names: dict[UUID, tuple[str, str]]) -> Line:
    event = attendance.event
    named = names.get(event.subject_id) if event.subject_id is not None else None
    words, url = named or (event.title or capfirst(str(event.get_kind_display())), "")
    return Line(
        id=event.pk,
        kind=event.kind,
        words=words,
        place=event.place,
        starts_at=event.starts_at.astimezone(zone),
        ends_at=event.ends_at.astimezone(zone),
        is_cancelled=event.cancelled_at is not None,
        answer=attendance.answer,
        url=url,
    )


def feed_of(person: Person) -> CalendarFeed | None:
    """Return the live feed of somebody; its secret is not in it."""
    return CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()


def feed_lines(person: Person, now: datetime) -> list[Attendance]:
    """Return what the feed of somebody holds: everything coming, and what was in the last three months."""
    return _feed_lines(person, now - FEED_LOOKS_BACK)


@compiled
def _feed_lines(person: Person, since: datetime) -> QuerySet[Attendance]:
    return (
        Attendance.objects.filter(person=person, event__ends_at__gt=since)
        .select_related("event")
        .order_by("event__starts_at", "event")
    )
