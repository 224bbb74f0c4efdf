"""Reads for what grows in one competency: what was judged, by which rule the school sums up, what comes before what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, visible_artefacts, visible_judgements
from trellis.evidence.models import About, EvidencePolicy, Judgement
from trellis.framework.models import CompetencyLink, Framework, Level
from trellis.framework.queries_words import in_language
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


def level_titles(framework: Framework, language: str) -> list[tuple[UUID, str]]:
    """Return the levels of a framework's scale, the first one first; empty where it has none."""
    return [(one.pk, in_language(one.translations, language, "title", one.title)) for one in _levels(framework)]


@compiled
def _levels(framework: Framework) -> QuerySet[Level]:
    return Level.objects.filter(scale__frameworks=framework).order_by("position")


def said_about(reader: Reader, framework: Framework, levels: Sequence[UUID]) -> list[Said]:
    """Return everything judged in a framework that this reader sees, the learner's own voice too, the newest first."""
    places = {key: place for place, key in enumerate(levels)}
    found = (
        visible_judgements(reader)
        .filter(competency__framework=framework)
        .select_related("by", "artefact", "announcement", "revisited_by")
        .order_by("-at", "-pk")
    )
    return [_said(one, places) for one in found]


def _said(one: Judgement, places: dict[UUID, int]) -> Said:
    newer = getattr(one, "revisited_by", None)
    return Said(
        id=one.pk,
        competency_id=one.competency_id,  # type: ignore[arg-type]
        purpose=one.purpose,
        voice=one.voice,
        by_id=one.by_id,
        by_name=one.by.full_name if one.by else "",
        place=places.get(one.level_id) if one.level_id else None,
        reason=one.reason,
        at=one.at,
        artefact_id=one.artefact_id,
        artefact_title=one.artefact.title if one.artefact else "",
        told=one.announcement.title if one.announcement else "",
        is_revisited=newer is not None and newer.withdrawn_at is None,
    )


def what_precedes(framework: Framework) -> list[tuple[UUID, UUID]]:
    """Return what leads to what in a framework, as pairs of ids."""
    return [(before, after) for before, after in _precedes(framework) if before != after]


@compiled
def _precedes(framework: Framework) -> QuerySet[CompetencyLink, tuple[UUID, UUID]]:
    links = CompetencyLink.objects.filter(framework=framework, kind=CompetencyLink.Kind.PRECEDES)
    both = links.filter(origin__isnull=False, destination__isnull=False)
    return both.values_list("origin_id", "destination_id").order_by("pk")


def shown_about(reader: Reader, competency_id: UUID) -> list[Artefact]:
    """Return what this reader sees of what was shown about a competency, the newest first."""
    about = About.objects.filter(competency=competency_id, artefact__in=visible_artefacts(reader).values("pk"))
    rows = about.filter(artefact__shared_at__isnull=False).order_by("-artefact__shared_at")
    columns = ("artefact_id", "artefact__title", "artefact__kind", "artefact__shared_at")
    return [Artefact(*row) for row in rows.values_list(*columns)[:MOST_SHOWN]]
