"""What a project serves: each member can tie it to a goal of their own plan."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Person
from trellis.plan.models import Goal
from trellis.studio.access_projects import goals_to_serve
from trellis.studio.models import Member, Project


@transaction.atomic
def serve_goal(*, project: Project, goal: Goal | None, by: Person, now: datetime) -> Member:
    """Say which of one's own goals a project serves, None for none. Raises ``ActionRefused``.

    It is said by each member for themselves: a team's project may serve different goals.
    """
    if goal is not None and not goals_to_serve(by).filter(pk=goal.pk).exists():
        raise ActionRefused(_("Choose one of your own goals that is under way."), "goal")
    row = Member.objects.select_for_update().get(
        project=project, learner=by, joined_at__isnull=False, left_at__isnull=True
    )
    row.goal = goal
    row.save(update_fields=["goal"])
    record_moment(
        at=now, actor=by, verb="project.serves", thing=project, learner=by, context={"goal": goal is not None}
    )  # fmt: skip
    return row
