"""A plan of Ada's, and goals in it, made through the actions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from trellis.core.scope import change_scope
from trellis.plan.actions.goals import draft_goal, propose_goal
from trellis.plan.actions.plans import open_plan
from trellis.plan.models import Goal, Plan


@pytest.fixture
def as_ada(cast) -> Iterator[None]:
    """The test runs through Ada's eyes: her drafts are rows that nobody else has."""
    change_scope(cast.district.pk, cast.ada.pk)
    yield
    change_scope(cast.district.pk)


@pytest.fixture
def plan(cast, as_ada, now) -> Plan:
    """Ada's plan for the term."""
    return open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=now)


@pytest.fixture
def make_goal(cast, plan, now) -> Callable[..., Goal]:
    """A goal of Ada's, on the table unless ``draft``."""

    def make(*, draft: bool = False, **clauses: Any) -> Goal:
        given = {"title": "Make a map of the sounds on our street", "why": "I cannot sleep.", **clauses}
        goal = draft_goal(plan=plan, clauses=given, by=cast.ada, now=now)
        if not draft:
            propose_goal(goal=goal, by=cast.ada, now=now)
        return goal

    return make
