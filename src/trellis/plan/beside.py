"""What rooms above put beside plans and goals, and how they name what a decision was about.

A project with its milestones stands beside a plan, say, and beside the goal that it serves. Rooms register in
``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:  # rooms register before any model can be imported
    from trellis.people.models import Person

Part = Callable[["Person", date], SafeString]
GoalPart = Callable[["Person", UUID], SafeString]
Named = tuple[str, str]  # words and the address of a page that every reader of the plan may open, or ""
Names = Callable[[list[UUID]], dict[UUID, Named]]
_parts: list[Part] = []
_goal_parts: list[GoalPart] = []
_names: dict[str, Names] = {}


def put_beside(part: Part) -> None:
    """Let ``part(learner, on)`` stand on the page of every plan, for whoever may read the plan; once each."""
    if part not in _parts:
        _parts.append(part)


def put_beside_goal(part: GoalPart) -> None:
    """Let ``part(reader, goal_id)`` stand on the page of every goal, for whoever may read the goal; once each."""
    if part not in _goal_parts:
        _goal_parts.append(part)


def name_subjects(kind: str, names: Names) -> None:
    """Let decisions about things of ``kind`` say what they were about: ``names(ids)``, for readers of the plan."""
    _names[kind] = names


def beside(learner: Person, on: date) -> SafeString:
    """Return all parts for a learner's plan as HTML."""
    return mark_safe("".join(part(learner, on) for part in _parts))  # noqa: S308 (parts answer with safe strings)


def beside_goal(person: Person, goal_id: UUID) -> SafeString:
    """Return all parts for a goal as HTML, for one who reads it."""
    return mark_safe("".join(part(person, goal_id) for part in _goal_parts))  # noqa: S308 (as above)


def named_subjects(subjects: Iterable[tuple[str, UUID]]) -> dict[UUID, Named]:
    """Return words and address by id, of things (kind, id) whose room has told their names. A query for each kind."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, pk in subjects:
        by_kind.setdefault(kind, set()).add(pk)
    named: dict[UUID, Named] = {}
    for kind, ids in by_kind.items():
        if kind in _names:
            named |= _names[kind](sorted(ids))
    return named
