"""Reads about feedback: whom one may ask, who was asked, what was said, and what waits for somebody on Today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, visible_feedback
from trellis.evidence.models import Artefact, Authorship, Feedback, FeedbackRequest, Voice
from trellis.framework.queries_words import shortened
from trellis.people.models import Person
from trellis.school.access import classes_attended, educators_of
from trellis.school.models import Enrolment

LINES, FEW = 6, 3


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """What one person said, and what its receiver answered."""

    id: UUID
    by: str
    by_id: UUID
    is_mine: bool
    is_educator: bool
    works: str
    next: str
    offer: str
    level: str
    at: datetime
    helped: str
    helped_label: str
    helped_words: str
    hidden: bool
    hidden_why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked and has not answered yet."""

    id: UUID
    name: str
    at: datetime
    has_declined: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """Something about feedback that waits for somebody."""

    artefact_id: UUID
    title: str
    who: str
    who_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class WaitingFeedback:
    """What somebody was asked for, and what they received and have not answered."""

    asked: tuple[Waits, ...]
    received: tuple[Waits, ...]

    def __bool__(self) -> bool:
        """Say whether anything waits."""
        return bool(self.asked or self.received)


def feedback_lines(artefact: Artefact, reader: Reader) -> list[FeedbackLine]:
    """Return the feedback that somebody reads, the first first. One query."""
    return [_line(row, reader) for row in _feedback(artefact, reader.person, reader.learner, reader.ties)]


@compiled
def _feedback(artefact: Artefact, person: Person, learner: Person, ties: frozenset[str]) -> QuerySet[Feedback]:
    rows = visible_feedback(artefact, Reader(person, learner, ties, date.min, date.min))
    return rows.select_related("by", "judgement__level").order_by("at", "pk")


def _line(row: Feedback, reader: Reader) -> FeedbackLine:
    level = row.judgement.level if row.judgement is not None and row.judgement.withdrawn_at is None else None
    return FeedbackLine(
        id=row.pk,
        by=row.by.full_name if row.voice == Voice.EDUCATOR else row.by.first_name,
        by_id=row.by_id,
        is_mine=row.by_id == reader.person.pk,
        is_educator=row.voice == Voice.EDUCATOR,
        works=row.works,
        next=row.next,
        offer=row.offer,
        level=level.title if level is not None else "",
        at=row.at,
        helped=row.helped,
        helped_label=str(Feedback.Helped(row.helped).label) if row.helped else "",
        helped_words=row.helped_words,
        hidden=row.hidden_at is not None,
        hidden_why=row.hidden_why,
    )


@compiled
def _requests(artefact_id: UUID) -> QuerySet[FeedbackRequest]:
    found = FeedbackRequest.objects.filter(artefact=artefact_id, withdrawn_at__isnull=True, feedback__isnull=True)
    return found.select_related("asked").order_by("at", "pk")


def open_requests(artefact: Artefact) -> list[Asked]:
    """Return who was asked about an artefact and has not said anything yet. One query."""
    return [Asked(row.pk, row.asked.first_name, row.at, row.declined_at is not None) for row in _requests(artefact.pk)]


@compiled
def _request_to(person: Person, artefact_id: UUID) -> QuerySet[FeedbackRequest]:
    found = FeedbackRequest.objects.filter(asked=person, artefact=artefact_id, withdrawn_at__isnull=True)
    return found.select_related("asked_by")


def request_to(person: Person, artefact: Artefact) -> FeedbackRequest | None:
    """Return the request to somebody about an artefact."""
    return next(iter(_request_to(person, artefact.pk)), None)


def get_request(artefact: Artefact, **which: Any) -> FeedbackRequest:
    """Return the request about an artefact to somebody, or with an id, that was not withdrawn; else 404."""
    key = {"pk": which["request_id"]} if "request_id" in which else {"asked": which["asked"]}
    found = FeedbackRequest.objects.filter(artefact=artefact, withdrawn_at__isnull=True, **key).first()
    if found is None:
        raise Http404
    return found


def people_to_ask(learner: Person, on: date) -> QuerySet[Person]:
    """Return whom a learner may ask: who learns with them today, and their educators."""
    return Person.objects.filter(
        pk__in=classmates_of(learner, on).values("pk").union(educators_of(learner, on).values("pk"))
    )


def classmates_of(learner: Person, on: date) -> QuerySet[Person]:
    """Return who learns in a class with somebody today."""
    together = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER, school_class__in=classes_attended(learner, on).values("pk")
    )
    return Person.objects.filter(pk__in=together.values("person"), left_on__isnull=True).exclude(pk=learner.pk)


def waiting_feedback(person: Person) -> WaitingFeedback:
    """Return what waits for somebody: what they were asked, and what they received. Two queries."""
    return WaitingFeedback(asked=_waits(_asked(person)), received=_waits(_received(person)))


def _waits(rows: list[Any]) -> tuple[Waits, ...]:
    return tuple(
        Waits(key, title or shortened(words, 60), f"{called or given} {family}".strip(), who, at)
        for key, title, words, called, given, family, who, at in rows
    )


@compiled
def _asked(person: Person) -> QuerySet[FeedbackRequest, Any]:
    found = FeedbackRequest.objects.filter(asked=person, withdrawn_at__isnull=True, declined_at__isnull=True)
    found = found.filter(feedback__isnull=True, artefact__removed_at__isnull=True, artefact__shared_at__isnull=False)
    return found.order_by("-at", "pk").values_list(
        "artefact_id",
        "artefact__title",
        "artefact__words",
        "asked_by__called",
        "asked_by__given_name",
        "asked_by__family_name",
        "asked_by_id",
        "at",
    )[:LINES]


@compiled
def _received(person: Person) -> QuerySet[Feedback, Any]:
    mine = Authorship.objects.filter(artefact=OuterRef("artefact"), learner=person)
    found = Feedback.objects.filter(Exists(mine), helped_at__isnull=True, hidden_at__isnull=True)
    found = found.filter(artefact__removed_at__isnull=True)
    return found.order_by("-at", "pk").values_list(
        "artefact_id",
        "artefact__title",
        "artefact__words",
        "by__called",
        "by__given_name",
        "by__family_name",
        "by_id",
        "at",
    )[:FEW]
