"""Beginning a goal: from nothing, an interest, a competency, a requirement, a suggestion, a conference."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.people.models import Person
from trellis.plan.actions.goals import draft_goal, propose_goal
from trellis.plan.actions.suggestions import take_suggestion
from trellis.plan.models import Goal, Outcome, Plan, Suggestion
from trellis.profile.models import Facet


@transaction.atomic
def begin_goal(
    *,
    plan: Plan,
    clauses: Mapping[str, Any],
    origin: str,
    facet: Facet | None = None,
    suggestion: Suggestion | None = None,
    outcome: Outcome | None = None,
    propose: bool,
    by: Person,
    now: datetime,
) -> Goal:
    """Write down a goal as a draft, and put it on the table where the learner wants that now.

    What a conference decided (``outcome``) names the goal that came of it. Made of the actions for its parts, each with
    its moment. Raises ``ActionRefused`` with the clause.
    """
    if suggestion is not None:
        goal = take_suggestion(suggestion=suggestion, plan=plan, clauses=clauses, by=by, now=now)
    else:
        goal = draft_goal(plan=plan, clauses=clauses, origin=origin, facet=facet, by=by, now=now)
    if outcome is not None:
        outcome.goal = goal
        outcome.save(update_fields=["goal"])
    if propose:
        propose_goal(goal=goal, by=by, now=now)
    return goal
