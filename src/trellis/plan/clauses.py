"""The clauses of a goal as plain values: what a version keeps and a proposal changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from trellis.core.models import Lens
from trellis.plan.models import Clause, Goal, GoalCompetency, GoalRequirement

Clauses = dict[str, Any]

TEXTS = (Clause.TITLE, Clause.WHY, Clause.SUCCESS, Clause.SHOW_AS, Clause.HOW, Clause.WITH_WHOM)
MOST_LETTERS = {Clause.TITLE: 200, Clause.WITH_WHOM: 300}
MOST_LETTERS_OF_TEXT = 5_000

# Which of the eight lenses a clause is looked at through, when somebody decides about it.
LENS = {
    Clause.TITLE: Lens.START,
    Clause.WHY: Lens.INTERESTS,
    Clause.SUCCESS: Lens.ASSESSMENT,
    Clause.SHOW_AS: Lens.ASSESSMENT,
    Clause.COMPETENCIES: Lens.OBJECTIVES,
    Clause.REQUIREMENTS: Lens.OBJECTIVES,
    Clause.HOW: Lens.TOOLS,
    Clause.WITH_WHOM: Lens.NETWORK,
    Clause.FINISH_BY: Lens.DESIGN,
}


def clauses_of(goal: Goal) -> Clauses:
    """Return the clauses of a goal as they stand in the database, as JSON keeps them. Two queries for what it links."""
    found: Clauses = {name: getattr(goal, name) for name in TEXTS}
    found[Clause.FINISH_BY] = goal.finish_by.isoformat() if goal.finish_by else None
    competencies = GoalCompetency.objects.filter(goal=goal).values_list("competency_id", flat=True)
    requirements = GoalRequirement.objects.filter(goal=goal).values_list("requirement_id", flat=True)
    found[Clause.COMPETENCIES] = sorted(str(pk) for pk in competencies)
    found[Clause.REQUIREMENTS] = sorted(str(pk) for pk in requirements)
    return found


def as_kept(given: Mapping[str, Any]) -> Clauses:
    """Return clauses from a form (dates, rows, ids) as JSON keeps them; texts lose the space around them."""
    kept: Clauses = {}
    for name, value in given.items():
        if name in TEXTS:
            kept[name] = str(value or "").replace("\r\n", "\n").strip()
        elif name == Clause.FINISH_BY:
            kept[name] = value.isoformat() if isinstance(value, date) else value or None
        else:
            kept[Clause(name)] = sorted(str(getattr(item, "pk", item)) for item in value or ())
    return kept


def changed_clauses(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Clause, ...]:
    """Return the clauses of ``new`` that say something else than ``old``, in their order on the page."""
    empty: tuple[Any, ...] = ("", None, [])
    return tuple(
        clause
        for clause in Clause
        if clause in new and new[clause] != old.get(clause) and not (new[clause] in empty and old.get(clause) in empty)
    )


def put_into(goal: Goal, clauses: Mapping[str, Any]) -> list[str]:
    """Set what a goal holds itself and return the names of the fields to save; links are the business of ``relink``."""
    fields = []
    for name in TEXTS:
        if name in clauses:
            setattr(goal, name, clauses[name])
            fields.append(str(name))
    if Clause.FINISH_BY in clauses:
        value = clauses[Clause.FINISH_BY]
        goal.finish_by = date.fromisoformat(value) if value else None
        fields.append(str(Clause.FINISH_BY))
    return fields


def relink(goal: Goal, clauses: Mapping[str, Any]) -> None:
    """Let a goal point at exactly the competencies and requirements that the clauses name."""
    if Clause.COMPETENCIES in clauses:
        wanted = _ids(clauses[Clause.COMPETENCIES])
        GoalCompetency.objects.filter(goal=goal).exclude(competency__in=wanted).delete()
        GoalCompetency.objects.bulk_create(
            [GoalCompetency(goal=goal, competency_id=pk) for pk in wanted], ignore_conflicts=True
        )
    if Clause.REQUIREMENTS in clauses:
        wanted = _ids(clauses[Clause.REQUIREMENTS])
        GoalRequirement.objects.filter(goal=goal).exclude(requirement__in=wanted).delete()
        GoalRequirement.objects.bulk_create(
            [GoalRequirement(goal=goal, requirement_id=pk) for pk in wanted], ignore_conflicts=True
        )


def _ids(values: Iterable[str]) -> list[UUID]:
    return [UUID(value) for value in values]
