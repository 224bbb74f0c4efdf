"""What a decision changes in a goal, as a plain value between form and action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trellis.plan.models import Goal


@dataclass(frozen=True, slots=True)
class GoalChange:
    """What a decision changes in a goal: the goal, the version that was read, and the clauses as they should stand."""

    goal: Goal
    base_version: int
    clauses: Mapping[str, Any] = field(default_factory=dict)
