"""Steps on the way to a goal: added, changed, put in order, done, taken out and brought back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.people.models import Person
from trellis.plan.models import Goal, Step

FIELDS = ("title", "due_on", "doer", "with_whom", "place")


@transaction.atomic
def add_step(*, goal: Goal, values: Mapping[str, Any], by: Person, now: datetime) -> Step:
    """Add a step at the end. Raises ``ActionRefused`` with the field."""
    _check(goal, values)
    last = Step.objects.filter(goal=goal).aggregate(last=Max("position"))["last"]
    step = Step(goal=goal, position=0 if last is None else last + 1)
    _put(step, values)
    step.save(force_insert=True)
    record_moment(at=now, actor=by, verb="added", thing=step, learner=goal.learner)
    return step


def _check(goal: Goal, values: Mapping[str, Any]) -> None:
    if "title" in values and not str(values["title"] or "").strip():
        raise ActionRefused(_("Say in a few words what this step is."), field="title")
    if len(str(values.get("title") or "")) > 200:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": 200}, field="title")
    due_on, term = values.get("due_on"), goal.plan.term
    if due_on and not term.starts_on <= due_on < term.ends_on:
        raise ActionRefused(_("Choose a day inside the term “%(term)s”.") % {"term": term.title}, field="due_on")


def _put(step: Step, values: Mapping[str, Any]) -> list[str]:
    fields = [name for name in FIELDS if name in values]
    for name in fields:
        value = values[name]
        setattr(step, name, value.strip() if isinstance(value, str) else value)
    return fields


@transaction.atomic
def change_step(*, step: Step, values: Mapping[str, Any], expected: int, by: Person, now: datetime) -> None:
    """Rewrite a step. Raises ``StaleVersion`` where somebody saved first."""
    _check(step.goal, values)
    fields = _put(step, values)
    save_version(step, expected=expected, fields=fields)
    record_moment(at=now, actor=by, verb="changed", thing=step, learner=step.goal.learner)


@transaction.atomic
def set_step_state(*, step: Step, state: str, by: Person, now: datetime) -> str:
    """Say how far a step is; return the state before, for undo."""
    before = step.state
    step.state, step.done_at = state, now if state == Step.State.DONE else None
    step.save(update_fields=["state", "done_at"])
    record_moment(at=now, actor=by, verb="set", thing=step, learner=step.goal.learner, context={"state": state})
    return before


@transaction.atomic
def move_step(*, step: Step, to: int, by: Person, now: datetime) -> None:
    """Put a step at place ``to``, counted from 0 among the goal's steps; the others close up."""
    Goal.objects.select_for_update().get(pk=step.goal_id)
    order = list(Step.objects.filter(goal=step.goal_id, removed_at__isnull=True).order_by("position", "pk"))
    order = [other for other in order if other.pk != step.pk]
    order.insert(max(0, min(to, len(order))), step)
    for place, other in enumerate(order):
        other.position = place
    Step.objects.bulk_update(order, ["position"])
    record_moment(at=now, actor=by, verb="moved", thing=step, learner=step.goal.learner)


@transaction.atomic
def remove_step(*, step: Step, by: Person, now: datetime) -> None:
    """Take a step out; it can be brought back."""
    step.removed_at = now
    step.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="removed", thing=step, learner=step.goal.learner)


@transaction.atomic
def bring_back_step(*, step: Step, by: Person, now: datetime) -> None:
    """Put a step back where it was."""
    step.removed_at = None
    step.save(update_fields=["removed_at"])
    Step.objects.filter(goal=step.goal_id, position__gte=step.position, removed_at__isnull=True).exclude(
        pk=step.pk
    ).update(position=F("position") + 1)
    record_moment(at=now, actor=by, verb="brought back", thing=step, learner=step.goal.learner)
