"""Reads of what one learner has shown along the frameworks: few rows, however many competencies they speak of."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, visible_artefacts, visible_judgements
from trellis.evidence.for_reader import compiled_for_reader
from trellis.evidence.models import About, Artefact, Feedback, Judgement, Voice


class Shown(NamedTuple):
    """One thing that was shown at one competency: its title, when, and whether somebody else looked at it."""

    competency: str
    artefact_id: UUID | None
    title: str
    at: datetime
    is_seen: bool


class Showing(NamedTuple):
    """One artefact as far as it is about one framework: ``competencies`` are identifiers with blanks between them."""

    framework_id: UUID
    artefact_id: UUID
    title: str
    at: datetime
    is_seen: bool
    competencies: str


class Judged(NamedTuple):
    """What somebody else judged: one competency, by an artefact or by what was announced."""

    framework_id: UUID
    competency: str
    artefact_id: UUID | None
    id: UUID
    at: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Leaves:
    """Everything that a reader sees of what a learner has shown, as plain values under which work may be kept."""

    shown: tuple[Showing, ...]
    judged: tuple[Judged, ...]

    @property
    def first_at(self) -> datetime | None:
        """When the first of it was shown."""
        return min([*(one.at for one in self.shown), *(one.at for one in self.judged)], default=None)

    def counted(self) -> Counter[UUID]:
        """Return how many leaves there are in each framework; a thing that was judged is one leaf still."""
        found: Counter[UUID] = Counter()
        about = {(one.framework_id, one.artefact_id): one.competencies for one in self.shown}
        for (framework, _artefact), competencies in about.items():
            found[framework] += competencies.count(" ") + 1
        alone = {
            (one.framework_id, one.competency, one.artefact_id or one.id)
            for one in self.judged
            if one.artefact_id is None or one.competency not in about.get((one.framework_id, one.artefact_id), "")
        }
        found.update(framework for framework, _competency, _thing in alone)
        return found

    def along(self, framework_id: UUID) -> list[Shown]:
        """Return what was shown at each competency of a framework, the first shown first.

        A leaf is one thing at one competency: an artefact about it, or what an educator or a peer judged there.
        """
        found: dict[tuple[str, UUID], Shown] = {}
        for framework, artefact, title, at, is_seen, competencies in self.shown:
            if framework == framework_id:
                for key in competencies.split(" "):
                    found[key, artefact] = Shown(key, artefact, title, at, is_seen)
        for one in self.judged:
            if one.framework_id == framework_id:
                place = one.competency, one.artefact_id or one.id
                known = found.get(place)
                first, title = (min(known.at, one.at), known.title) if known else (one.at, one.title)
                found[place] = Shown(one.competency, one.artefact_id, title, first, is_seen=True)
        return sorted(found.values(), key=lambda shown: (shown.at, shown.competency))


def leaves_of(reader: Reader) -> Leaves:
    """Return everything that this reader sees of what a learner has shown. Three queries."""
    artefacts = {row[0]: row[1:] for row in _artefacts(reader)}
    shown = []
    for artefact, framework, competencies in _about(list(artefacts)):
        title, at, voice, heard = artefacts[artefact]
        shown.append(Showing(framework, artefact, title, at, heard or voice != Voice.SELF, competencies))
    judged = (
        Judged(framework, competency, artefact, key, at, title or told or "")
        for framework, competency, artefact, key, at, title, told in _judgements(reader)
    )
    return Leaves(tuple(shown), tuple(judged))


@compiled_for_reader
def _artefacts(reader: Reader) -> QuerySet[Artefact, Any]:
    heard = Feedback.objects.filter(artefact=OuterRef("pk"), hidden_at__isnull=True)
    found = visible_artefacts(reader).filter(shared_at__isnull=False).annotate(heard=Exists(heard))
    return found.values_list("pk", "title", "shared_at", "voice", "heard")


@compiled
def _about(artefacts: list[UUID]) -> QuerySet[About, Any]:
    rows = About.objects.filter(artefact__any_of=artefacts, competency__isnull=False)
    keys = StringAgg(Cast("competency_id", TextField()), delimiter=" ", distinct=True)
    return rows.values("artefact_id", "competency__framework_id").annotate(keys=keys).values_list(
        "artefact_id", "competency__framework_id", "keys"
    )  # fmt: skip


@compiled_for_reader
def _judgements(reader: Reader) -> QuerySet[Judgement, Any]:
    said = visible_judgements(reader).exclude(purpose=Judgement.Purpose.AS).filter(competency__isnull=False)
    return said.order_by("pk").values_list(
        "competency__framework_id", Cast("competency_id", TextField()), "artefact_id", "pk", "at",
        "artefact__title", "announcement__title",
    )  # fmt: skip
