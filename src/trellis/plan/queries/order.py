"""Where a step stands among the others, and where somebody wants it."""

from __future__ import annotations

from trellis.plan.models import Step

MOST_STEPS = 10_000


def place_of(step: Step) -> int:
    """Return the place of a step among those of its goal, counted from 0."""
    order = Step.objects.filter(goal=step.goal_id, removed_at__isnull=True).order_by("position", "pk")
    ids = list(order.values_list("pk", flat=True))
    return ids.index(step.pk) if step.pk in ids else len(ids)


def wanted_place(asked: str, now: int) -> int:
    """Return the place that was asked for: ``up``, ``down`` or a number; else where it is.

    >>> wanted_place("up", 3), wanted_place("down", 3), wanted_place("0", 3), wanted_place("?", 3)
    (2, 4, 0, 3)
    """
    if asked in {"up", "down"}:
        return max(0, now - 1) if asked == "up" else now + 1
    return min(int(asked), MOST_STEPS) if asked.isdecimal() and len(asked) < 7 else now
