"""What of one goal sits below the expected stage, for the page of the goal: who answers for it, and who may."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.plan.access import Reader, may_lower_expectations
from trellis.plan.models import Expectation, Goal
from trellis.plan.queries.cards import GoalCard
from trellis.plan.queries.expectations import below_expected, live_expectations


@dataclass(frozen=True, slots=True)
class BelowLine:
    """A competency of the goal that is meant for earlier years; ``author`` is empty where nobody answers for it."""

    competency_id: UUID
    statement: str
    author: str
    reason: str
    until: date | None
    may_answer: bool


def below_of(goal: Goal, card: GoalCard, reader: Reader, on: date) -> tuple[BelowLine, ...]:
    """Return what a reader sees of it: educators all, learner and family what somebody answers for.

    No query where the goal points at nothing or is over, one where nothing sits below, else two.
    """
    ids = [tag.id for tag in card.tags if tag.kind != "requirement"]
    below = below_expected(goal.learner, ids) if ids and not card.is_over else ()
    if not below:
        return ()
    live = {row.competency_id: row for row in _live(goal, on)}
    may = may_lower_expectations(reader)
    lines = []
    for item in below:
        row = live.get(item.competency_id)
        if row is not None:
            name = row.author.full_name
            lines.append(BelowLine(item.competency_id, item.statement, name, row.reason, row.until, may))
        elif may:
            lines.append(BelowLine(item.competency_id, item.statement, "", "", None, not item.is_too_far))
    return tuple(lines)


@compiled
def _live(goal: Goal, on: date) -> QuerySet[Expectation]:
    return live_expectations(on).filter(goal=goal).select_related("author")
