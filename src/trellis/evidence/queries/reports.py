"""Reads of what waits to be looked at: reported feedback, wishes for a fresh start, objections to opened pasts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access_reports import visible_feedback_reports
from trellis.evidence.access_sealing import objected_openings, visible_fresh_starts
from trellis.evidence.models import FeedbackReport, FreshStart, Opening, OpeningWord
from trellis.people.access import Standing
from trellis.people.models import District, Person


@dataclass(frozen=True, slots=True)
class ReportedFeedback:
    """A report that waits: what was said, by whom, who asked to look at it and why."""

    id: UUID
    feedback_id: UUID
    artefact_id: UUID
    name: str
    author_id: UUID
    works: str
    next: str
    offer: str
    said_at: datetime
    by: str
    by_id: UUID
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FreshStartWaits:
    """A wish for a fresh start that nobody has answered."""

    id: UUID
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ObjectionWaits:
    """An opening to which somebody objects, that is still open."""

    opening_id: UUID
    name: str
    reader: str
    until: date


@dataclass(frozen=True, slots=True)
class EvidenceWaits:
    """What about evidence waits for an educator or for whoever runs a school."""

    n_reports: int = 0
    fresh_starts: tuple[FreshStartWaits, ...] = ()
    objections: tuple[ObjectionWaits, ...] = ()


def reported_feedback(person: Person, standing: Standing, on: date) -> tuple[ReportedFeedback, ...]:
    """Return the reports that wait for ``person`` to look at, the oldest first."""
    rows = visible_feedback_reports(person, standing, on).filter(settled_at__isnull=True)
    return tuple(_line(row) for row in rows.select_related("feedback__by", "by").order_by("at", "pk"))


def _line(row: FeedbackReport) -> ReportedFeedback:
    said = row.feedback
    return ReportedFeedback(
        id=row.pk,
        feedback_id=said.pk,
        artefact_id=said.artefact_id,
        name=said.by.full_name,
        author_id=said.by_id,
        works=said.works,
        next=said.next,
        offer=said.offer,
        said_at=said.at,
        by=row.by.full_name,
        by_id=row.by_id,
        reason=row.reason,
        at=row.at,
    )


def evidence_waiting(person: Person, standing: Standing, on: date) -> EvidenceWaits:
    """Return what waits for ``person``. One query where nothing waits in the whole district, which is nearly always."""
    any_report, any_wish, any_objection = next(iter(_anything(on)), (False, False, False))
    coordinates = standing.is_coordinator
    return EvidenceWaits(
        n_reports=len(_open_reports(person, standing, on)) if any_report else 0,
        fresh_starts=_fresh_starts(standing, on) if any_wish and coordinates else (),
        objections=_objections(person, standing, on) if any_objection else (),
    )


@compiled
def _open_reports(person: Person, standing: Standing, on: date) -> QuerySet[FeedbackReport, UUID]:
    reports = visible_feedback_reports(person, standing, on).filter(settled_at__isnull=True)
    return reports.values_list("pk", flat=True)


@compiled
def _anything(on: date) -> QuerySet[District, tuple[bool, bool, bool]]:
    reports = FeedbackReport.objects.filter(settled_at__isnull=True)
    wishes = FreshStart.objects.filter(granted_at__isnull=True, declined_at__isnull=True)
    objected = OpeningWord.objects.filter(kind=OpeningWord.Kind.OBJECT, opening__ended_at__isnull=True)
    found = District.objects.annotate(
        any_report=Exists(reports),
        any_wish=Exists(wishes),
        any_objection=Exists(objected.filter(opening__until__gte=on)),
    )
    return found.values_list("any_report", "any_wish", "any_objection")[:1]


def _fresh_starts(standing: Standing, on: date) -> tuple[FreshStartWaits, ...]:
    found = _open_wishes(standing, on)
    return tuple(FreshStartWaits(one.pk, one.learner.full_name, one.asked_at) for one in found)


@compiled
def _open_wishes(standing: Standing, on: date) -> QuerySet[FreshStart]:
    found = visible_fresh_starts(standing, on).filter(granted_at__isnull=True, declined_at__isnull=True)
    return found.select_related("learner").order_by("asked_at", "pk")


def _objections(person: Person, standing: Standing, on: date) -> tuple[ObjectionWaits, ...]:
    """Return live openings to which somebody objects: of a coordinator's schools, and those that one opened oneself.

    Whoever opened it is due an answer; once they gave one, it waits for coordinators alone.
    """
    found = {one.pk: one for one in _own_objected(person, on)}
    if standing.is_coordinator:
        found |= {one.pk: one for one in _objected(standing, on)}
    return tuple(_objection(one) for one in sorted(found.values(), key=lambda one: (one.until, one.pk)))


@compiled
def _own_objected(person: Person, on: date) -> QuerySet[Opening]:
    answers = OpeningWord.objects.filter(
        kind=OpeningWord.Kind.ANSWER, opening=OuterRef("opening"), at__gt=OuterRef("at")
    )
    unanswered = OpeningWord.objects.filter(kind=OpeningWord.Kind.OBJECT, opening=OuterRef("pk"))
    own = Opening.objects.filter(Exists(unanswered.filter(~Exists(answers))), reader=person)
    return own.filter(ended_at__isnull=True, until__gte=on).select_related("learner", "reader")


@compiled
def _objected(standing: Standing, on: date) -> QuerySet[Opening]:
    theirs = objected_openings(standing, on).filter(ended_at__isnull=True, until__gte=on)
    return theirs.select_related("learner", "reader")


def _objection(one: Opening) -> ObjectionWaits:
    return ObjectionWaits(one.pk, one.learner.full_name, one.reader.full_name if one.reader else "", one.until)
