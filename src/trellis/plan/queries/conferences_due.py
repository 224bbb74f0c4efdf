"""Reads about when conferences are: due, next, coming and past; by time and name, never by achievement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from trellis.core.compiled import compiled
from trellis.people.models import Person, Role
from trellis.plan.access_conferences import visible_conferences
from trellis.plan.models import Conference, Plan
from trellis.school.access import classes_attended, learners_of
from trellis.school.models import ClassTerm, Term

EVERY_DAYS = 90
SOON = timedelta(days=14)
MOST_PAST = 30


@dataclass(frozen=True, slots=True)
class Due:
    """A learner with whom a conference should be arranged. ``last_on`` is None where there was none yet."""

    learner_id: UUID
    name: str
    last_on: date | None
    due_on: date


def conferences_due(educator: Person, on: date) -> tuple[Due, ...]:
    """Return whose next conference is due within two weeks or was before, and is not arranged; by date, then name.

    Counted from the last one held, or from the day the learner came; as often as the school says. One query.
    """
    zone = ZoneInfo(educator.district.time_zone)
    found = []
    for row in _learners(educator, on, datetime.combine(on, time(), tzinfo=zone)):
        last_on = row["last"].astimezone(zone).date() if row["last"] else None
        due_on = (last_on or row["since"] or on) + timedelta(days=row["every"] or EVERY_DAYS)
        if due_on <= on + SOON:
            name = f"{row['called'] or row['given_name']} {row['family_name']}".strip()
            found.append(Due(row["pk"], name, last_on, due_on))
    return tuple(sorted(found, key=lambda due: (due.due_on, due.name.casefold(), due.learner_id)))


@compiled
def _learners(educator: Person, on: date, midnight: datetime) -> QuerySet[Person, Any]:
    held = Conference.objects.filter(learner=OuterRef("pk"), held_at__isnull=False).order_by("-held_at")
    ahead = Conference.objects.filter(
        learner=OuterRef("pk"), held_at__isnull=True, event__cancelled_at__isnull=True, event__starts_at__gte=midnight
    )
    roles = Role.objects.live(on).filter(person=OuterRef("pk"), kind=Role.Kind.LEARNER)
    often = "school__plan_policy__conference_every_days"
    return (
        learners_of(educator, on)
        .annotate(
            last=Subquery(held.values("held_at")[:1]),
            since=Subquery(roles.order_by("starts_on").values("starts_on")[:1]),
            every=Subquery(roles.filter(**{f"{often}__isnull": False}).order_by(often).values(often)[:1]),
        )
        .exclude(Exists(ahead))
        .values("pk", "called", "given_name", "family_name", "last", "since", "every")
    )


@dataclass(frozen=True, slots=True)
class ConferenceLine:
    """A conference in a list: whose, when and where, how far it is.

    ``n_topics`` counts entries of the profile for the learner alone: the others may not see each of them.
    """

    id: UUID
    learner_id: UUID
    learner: str
    first_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool
    is_held: bool
    n_topics: int
    n_outcomes: int


def next_conference(learner: Person, now: datetime, reader: Person | None = None) -> ConferenceLine | None:
    """Return a learner's next conference, under way ones included; None where none is arranged. One query.

    Give ``reader`` where the page is the learner's own, who sees all topics counted.
    """
    rows = _next(learner, now)
    return _line(rows[0], ZoneInfo(learner.district.time_zone), reader) if rows else None


@compiled
def _next(learner: Person, now: datetime) -> QuerySet[Conference, Any]:
    ahead = Conference.objects.filter(learner=learner, event__ends_at__gt=now, event__cancelled_at__isnull=True)
    return _as_lines(ahead.filter(held_at__isnull=True)).order_by("event__starts_at", "pk")[:1]


def _as_lines(conferences: QuerySet[Conference]) -> QuerySet[Conference, Any]:
    return conferences.annotate(
        n_topics=Count("topics", filter=Q(topics__removed_at__isnull=True), distinct=True),
        n_shared=Count("topics", filter=Q(topics__removed_at__isnull=True, topics__facet__isnull=True), distinct=True),
        n_outcomes=Count("outcomes", distinct=True),
    ).values(
        "pk",
        "learner_id",
        "held_at",
        "n_topics",
        "n_shared",
        "n_outcomes",
        starts_at=F("event__starts_at"),
        ends_at=F("event__ends_at"),
        place=F("event__place"),
        cancelled_at=F("event__cancelled_at"),
        called=F("learner__called"),
        given_name=F("learner__given_name"),
        family_name=F("learner__family_name"),
    )


def _line(row: dict[str, Any], zone: ZoneInfo, reader: Person | None) -> ConferenceLine:
    is_own = reader is not None and reader.pk == row["learner_id"]
    first_name = row["called"] or row["given_name"]
    return ConferenceLine(
        id=row["pk"],
        learner_id=row["learner_id"],
        learner=f"{first_name} {row['family_name']}".strip(),
        first_name=first_name,
        starts_at=row["starts_at"].astimezone(zone),
        ends_at=row["ends_at"].astimezone(zone),
        place=row["place"],
        is_cancelled=row["cancelled_at"] is not None,
        is_held=row["held_at"] is not None,
        n_topics=row["n_topics"] if is_own else row["n_shared"],
        n_outcomes=row["n_outcomes"],
    )


@dataclass(frozen=True, slots=True)
class ConferenceList:
    """What is coming, the next first, and what is past, the latest first."""

    coming: tuple[ConferenceLine, ...]
    past: tuple[ConferenceLine, ...]


def conferences_for(reader: Person, now: datetime, learner: Person | None = None) -> ConferenceList:
    """Return the conferences that somebody may open, of one learner where one is given. Two queries."""
    zone, on = ZoneInfo(reader.district.time_zone), reader.district.today(now)
    coming = _coming(reader, on, now, learner)
    past = _past(reader, on, now, learner)
    return ConferenceList(
        tuple(_line(row, zone, reader) for row in coming), tuple(_line(row, zone, reader) for row in past)
    )


def coming_conferences(reader: Person, on: date, now: datetime) -> tuple[ConferenceLine, ...]:
    """Return the conferences that somebody may open and that are still ahead, the next first. One query."""
    zone = ZoneInfo(reader.district.time_zone)
    return tuple(_line(row, zone, reader) for row in _coming(reader, on, now, None))


@compiled
def _coming(reader: Person, on: date, now: datetime, learner: Person | None) -> QuerySet[Conference, Any]:
    ahead = _of(reader, on, learner).filter(event__ends_at__gt=now)
    return _as_lines(ahead).order_by("event__starts_at", "pk")[:100]


@compiled
def _past(reader: Person, on: date, now: datetime, learner: Person | None) -> QuerySet[Conference, Any]:
    behind = _of(reader, on, learner).filter(event__ends_at__lte=now)
    return _as_lines(behind).order_by("-event__starts_at", "-pk")[:MOST_PAST]


def _of(reader: Person, on: date, learner: Person | None) -> QuerySet[Conference]:
    found = visible_conferences(reader, on)
    return found if learner is None else found.filter(learner=learner)


def term_of_day(learner: Person, day: date) -> Term | None:
    """Return the term whose plan a conference on this day is about.

    One the learner has a plan for comes first, then those of their classes, then the shortest that holds the day.
    """
    rows = _terms(learner, day)
    order = sorted(rows, key=lambda term: (not term.has_plan, not term.is_mine, term.ends_on - term.starts_on, term.pk))
    return order[0] if order else None


@compiled
def _terms(learner: Person, day: date) -> QuerySet[Any]:
    own = ClassTerm.objects.filter(term=OuterRef("pk"), school_class__in=classes_attended(learner, day).values("pk"))
    return (
        Term.objects.filter(starts_on__lte=day, ends_on__gt=day)
        .exclude(kind=Term.Kind.GRADING_PERIOD)
        .annotate(is_mine=Exists(own), has_plan=Exists(Plan.objects.filter(learner=learner, term=OuterRef("pk"))))
    )
