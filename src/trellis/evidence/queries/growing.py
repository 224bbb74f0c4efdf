"""Reads for what grows in one competency: what was judged, by which rule the school sums up, what comes before what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, visible_artefacts, visible_judgements
from trellis.evidence.for_reader import compiled_for_reader
from trellis.evidence.models import About, EvidencePolicy, Judgement
from trellis.framework.models import CompetencyLink
from trellis.people.models import Person, Role

MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class RuleChosen:
    """By which rule the learner's school sums up what was judged."""

    rule: str = EvidencePolicy.Rule.MODEL
    times: int = 3


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement as plain values. ``place`` is its level from zero on, None where it names none on this scale."""

    id: UUID
    competency_id: UUID
    purpose: str
    voice: str
    by_id: UUID | None
    by_name: str
    place: int | None
    reason: str
    at: datetime
    artefact_id: UUID | None
    artefact_title: str
    told: str
    is_revisited: bool
    is_team: bool = False


@dataclass(frozen=True, slots=True)
class Artefact:
    """Something shown about a competency."""

    id: UUID
    title: str
    kind: str
    at: datetime


def rule_of(learner: Person, on: date) -> RuleChosen:
    """Return the rule that the learner's school chose; the model where it has not chosen."""
    found = next(iter(_policies(learner, on)), None)
    return RuleChosen(found.rule, found.times) if found else RuleChosen()


@compiled
def _policies(learner: Person, on: date) -> QuerySet[EvidencePolicy]:
    schools = Role.objects.live(on).filter(person=learner, kind=Role.Kind.LEARNER).values("school")
    return EvidencePolicy.objects.filter(school__in=schools).order_by("pk")[:1]


def said_about(reader: Reader, competencies: Sequence[UUID], levels: Sequence[UUID]) -> list[Said]:
    """Return everything judged of competencies that this reader sees, the learner's own voice too, newest first."""
    places = {key: place for place, key in enumerate(levels)}
    return [
        Said(
            id=row[0],
            competency_id=row[1],
            purpose=row[2],
            voice=row[3],
            by_id=row[4],
            by_name=f"{row[15] or row[5] or ''} {row[6] or ''}".strip(),
            place=places.get(row[7]),
            reason=row[8],
            at=row[9],
            artefact_id=row[10],
            artefact_title=row[11] or "",
            told=row[12] or "",
            is_revisited=row[13] is not None and row[14] is None,
            is_team=row[16] is not None,
        )
        for row in _judged(reader, list(competencies))
    ]


_COLUMNS = (
    "pk", "competency_id", "purpose", "voice", "by_id", "by__given_name", "by__family_name", "level_id", "reason",
    "at", "artefact_id", "artefact__title", "announcement__title", "revisited_by__pk", "revisited_by__withdrawn_at",
    "by__called", "team",
)  # fmt: skip


@compiled_for_reader
def _judged(reader: Reader, competencies: list[UUID]) -> QuerySet[Judgement, Any]:
    found = visible_judgements(reader).filter(competency__any_of=competencies)
    return found.order_by("-at", "-pk").values_list(*_COLUMNS)


def what_precedes(competency_id: UUID) -> list[tuple[UUID, UUID]]:
    """Return what leads to a competency and to all that it leads to, as pairs of ids: readiness rests on no more."""
    return [(before, after) for before, after in _precedes(competency_id) if before != after]


@compiled
def _precedes(competency_id: UUID) -> QuerySet[CompetencyLink, tuple[UUID, UUID]]:
    links = CompetencyLink.objects.filter(kind=CompetencyLink.Kind.PRECEDES)
    links = links.filter(origin__isnull=False, destination__isnull=False)
    led_to = links.filter(origin=competency_id).values("destination")
    near = links.filter(Q(destination=competency_id) | Q(destination__in=led_to))
    return near.values_list("origin_id", "destination_id").order_by("pk")


def shown_about(reader: Reader, competency_id: UUID) -> list[Artefact]:
    """Return what this reader sees of what was shown about a competency, the newest first."""
    return [Artefact(*row) for row in _shown(reader, competency_id)]


@compiled_for_reader
def _shown(reader: Reader, competency_id: UUID) -> QuerySet[About, Any]:
    about = About.objects.filter(competency=competency_id, artefact__in=visible_artefacts(reader).values("pk"))
    rows = about.filter(artefact__shared_at__isnull=False).order_by("-artefact__shared_at")
    columns = ("artefact_id", "artefact__title", "artefact__kind", "artefact__shared_at")
    return rows.values_list(*columns)[:MOST_SHOWN]
