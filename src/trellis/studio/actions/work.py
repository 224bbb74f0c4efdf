"""What a team does day by day: milestones on the way, and cards on its board."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, StrOrPromise, record_moment, save_version
from trellis.people.models import Person
from trellis.studio.access_projects import people_of
from trellis.studio.actions.projects import fitting, refuse_over
from trellis.studio.models import Milestone, Project, Task

MOST_MILESTONES, MOST_TASKS = 30, 100


def _title(text: str, missing: StrOrPromise) -> str:
    title = fitting(text, "title", 200)
    if not title:
        raise ActionRefused(missing, "title")
    return title


# --- Milestones --------------------------------------------------------------------------------------


@transaction.atomic
def add_milestone(*, project: Project, title: str, due_on: date | None, by: Person, now: datetime) -> Milestone:
    """Set a point on the way, with its day if it has one."""
    refuse_over(project)
    title = _title(title, _("Say what will be there by then."))
    rows = Milestone.objects.filter(project=project, removed_at__isnull=True)
    if rows.count() >= MOST_MILESTONES:
        raise ActionRefused(_("A project has at most %(n)s milestones.") % {"n": MOST_MILESTONES}, "title")
    place = (rows.aggregate(n=Max("position"))["n"] or 0) + 1
    made = Milestone.objects.create(project=project, position=place, title=title, due_on=due_on)
    record_moment(at=now, actor=by, verb="milestone.added", thing=made, learner=by)
    return made


@transaction.atomic
def change_milestone(
    *, milestone: Milestone, expected: int, title: str, due_on: date | None, by: Person, now: datetime
) -> Milestone:
    """Say it otherwise, or give it another day. Raises ``StaleVersion`` where somebody was faster."""
    milestone.title, milestone.due_on = _title(title, _("Say what will be there by then.")), due_on
    save_version(milestone, expected=expected, fields=["title", "due_on"])
    record_moment(at=now, actor=by, verb="milestone.changed", thing=milestone, learner=by)
    return milestone


@transaction.atomic
def reach_milestone(*, milestone: Milestone, reached: bool, by: Person, now: datetime) -> Milestone:
    """Say that a milestone is reached, or take that back."""
    milestone.done_at = now if reached else None
    milestone.save(update_fields=["done_at"])
    verb = "milestone.reached" if reached else "milestone.reopened"
    record_moment(at=now, actor=by, verb=verb, thing=milestone, learner=by)
    return milestone


@transaction.atomic
def remove_milestone(*, milestone: Milestone, removed: bool, by: Person, now: datetime) -> Milestone:
    """Take a milestone out, or bring it back."""
    milestone.removed_at = now if removed else None
    milestone.save(update_fields=["removed_at"])
    verb = "milestone.removed" if removed else "milestone.brought-back"
    record_moment(at=now, actor=by, verb=verb, thing=milestone, learner=by)
    return milestone


# --- Cards on the board ------------------------------------------------------------------------------


@transaction.atomic
def add_task(*, project: Project, title: str, doer: Person | None, by: Person, now: datetime) -> Task:
    """Put a card on the team's board; somebody's, or anybody's."""
    refuse_over(project)
    title = _title(title, _("Say what is to be done."))
    rows = Task.objects.filter(project=project, removed_at__isnull=True)
    if rows.count() >= MOST_TASKS:
        raise ActionRefused(_("The board is full. Take out what is done long ago."), "title")
    place = (rows.aggregate(n=Max("position"))["n"] or 0) + 1
    made = Task.objects.create(project=project, position=place, title=title, doer=_of_team(project, doer))
    record_moment(at=now, actor=by, verb="task.added", thing=made, learner=by)
    return made


def _of_team(project: Project, doer: Person | None) -> Person | None:
    if doer is not None and doer.pk not in {one.pk for one in people_of(project)}:
        raise ActionRefused(_("Choose somebody of the team."), "doer")
    return doer


@transaction.atomic
def change_task(
    *, task: Task, expected: int, title: str, doer: Person | None, by: Person, now: datetime
) -> Task:  # fmt: skip
    """Say a card otherwise, or give it to somebody. Raises ``StaleVersion`` where somebody was faster."""
    task.title, task.doer = _title(title, _("Say what is to be done.")), _of_team(task.project, doer)
    save_version(task, expected=expected, fields=["title", "doer"])
    record_moment(at=now, actor=by, verb="task.changed", thing=task, learner=by)
    return task


@transaction.atomic
def move_task(*, task: Task, column: str, place: int | None = None, by: Person, now: datetime) -> str:
    """Put a card into a column, at a place or at its end. Returns the column it came from."""
    if column not in Task.Column.values:
        raise ActionRefused(_("Choose a column."), "column")
    Project.objects.select_for_update(of=("self",)).get(pk=task.project_id)
    before = task.column
    rows = Task.objects.filter(project=task.project_id, column=column, removed_at__isnull=True).exclude(pk=task.pk)
    order = list(rows.order_by("position", "pk"))
    at = len(order) if place is None else max(0, min(place, len(order)))
    task.column = column
    order.insert(at, task)
    for position, one in enumerate(order):
        if one.position != position or one is task:
            one.position = position
            one.save(update_fields=["position", "column"] if one is task else ["position"])
    record_moment(at=now, actor=by, verb="task.moved", thing=task, learner=by, context={"to": column})
    return before


@transaction.atomic
def remove_task(*, task: Task, removed: bool, by: Person, now: datetime) -> Task:
    """Take a card out, or bring it back."""
    task.removed_at = now if removed else None
    task.save(update_fields=["removed_at"])
    verb = "task.removed" if removed else "task.brought-back"
    record_moment(at=now, actor=by, verb=verb, thing=task, learner=by)
    return task
