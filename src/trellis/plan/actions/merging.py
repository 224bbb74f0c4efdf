"""Saving a goal that somebody else saved meanwhile: what each of them changed is kept, and nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.models import Person
from trellis.plan.actions.goals import change_goal
from trellis.plan.clauses import as_kept, changed_clauses, clauses_of
from trellis.plan.models import Clause, Goal, GoalVersion


class ClausesClash(StaleVersion):
    """Two people rewrote the same clauses; ``clauses`` names them, ``current`` is the goal as it stands."""

    def __init__(self, current: Goal, clauses: tuple[Clause, ...]) -> None:
        super().__init__(current)
        self.clauses = clauses


@transaction.atomic
def merge_goal(
    *, goal: Goal, clauses: Mapping[str, Any], read_version: int, by: Person, now: datetime
) -> tuple[Clause, ...]:
    """Write what is different from the version that was read; return those clauses.

    Clauses that only somebody else changed stay as they are now. Raises ``ClausesClash`` where both changed the same
    clause, and what ``change_goal`` raises.
    """
    stands = Goal.objects.select_for_update(of=("self",)).select_related("plan__term", "learner").get(pk=goal.pk)
    base = GoalVersion.objects.filter(goal=goal, number=read_version).values_list("clauses", flat=True).first()
    if base is None:
        raise ActionRefused(_("This page is too old. Open the goal once more."))
    kept = as_kept(clauses)
    mine = changed_clauses(base, kept)
    here = clauses_of(stands)
    theirs = changed_clauses(base, here)
    clash = tuple(name for name in mine if name in theirs and changed_clauses({name: here[name]}, {name: kept[name]}))
    if clash:
        raise ClausesClash(stands, clash)
    return change_goal(
        goal=stands, clauses={name: kept[name] for name in mine}, expected=stands.version, by=by, now=now
    )
