"""What a frame leaves to a team: its eight dimensions as they hold for one learner, and what is still to be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.studio.models import Dimension, DimensionName, Frame, FrameCompetency, Project, VariationFor

ASKED_AFTER = timedelta(days=21)
FIXED, CHOOSE, FREE = Dimension.Mode.FIXED, Dimension.Mode.CHOOSE, Dimension.Mode.FREE


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody chose, and why."""

    words: str
    reason: str


Choices = Mapping[str, Said]


@dataclass(frozen=True, slots=True)
class Held:
    """One dimension as it holds for a learner; ``words`` where it is fixed."""

    name: str
    mode: str
    words: str = ""
    options: tuple[str, ...] = ()
    sparks: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is called."""
        return str(DimensionName(self.name).label)

    @property
    def is_fixed(self) -> bool:
        """An educator decided it."""
        return self.mode == FIXED

    @property
    def is_of_options(self) -> bool:
        """It is chosen from what an educator offers."""
        return self.mode == CHOOSE


def dimensions_for(frame: Frame | None, learner: Person | None) -> list[Held]:
    """Return the eight in their order; a learner's variation stands in for the frame's own. From nothing all are free.

    What a frame does not name is free. Two queries.
    """
    if frame is None:
        return [Held(name, FREE) for name in DimensionName.values]
    variation = _variation_of(frame, learner)
    rows = [row for row in _dimensions(frame.pk) if row.variation_id in {None, variation}]
    held: dict[str, Dimension] = {}
    for row in sorted(rows, key=lambda one: one.variation_id is not None):  # the variation last: it wins
        held[row.name] = row
    return [_held(name, held.get(name)) for name in DimensionName.values]


def _variation_of(frame: Frame, learner: Person | None) -> UUID | None:
    return next(iter(_variation_links(frame.pk, learner.pk)), None) if learner is not None else None


@compiled
def _variation_links(frame_id: UUID, learner_id: UUID) -> QuerySet[VariationFor, UUID]:
    return VariationFor.objects.filter(frame=frame_id, learner=learner_id).values_list("variation_id", flat=True)


@compiled
def _dimensions(frame_id: UUID) -> QuerySet[Dimension]:
    return Dimension.objects.filter(frame=frame_id)


def _held(name: str, row: Dimension | None) -> Held:
    if row is None:
        return Held(name, FREE)
    return Held(name, row.mode, row.words, tuple(row.options), tuple(row.sparks))


def frame_competencies(frame: Frame | None, learner: Person | None) -> list[UUID]:
    """Return the competencies that every answer works on; those of a learner's variation in their place, if any."""
    if frame is None:
        return []
    variation = _variation_of(frame, learner)
    rows = _competencies(frame.pk)
    own = [competency for of, competency in rows if of is not None and of == variation]
    return own or [competency for of, competency in rows if of is None]


@compiled
def _competencies(frame_id: UUID) -> QuerySet[FrameCompetency, Any]:
    return FrameCompetency.objects.filter(frame=frame_id).order_by("pk").values_list("variation_id", "competency_id")


def open_ones(held: list[Held]) -> list[Held]:
    """Return the dimensions that the team decides."""
    return [one for one in held if not one.is_fixed]


def is_time_to_look_back(project: Project, now: datetime) -> bool:
    """Say whether a team is asked about its choices: some weeks under way, or at the end."""
    if project.going_at is None:
        return False
    return project.state == Project.State.FINISHED or now >= project.going_at + ASKED_AFTER
