"""Looking back on choices, some weeks later or at the end: was it a good one, and what would we choose next time?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Person
from trellis.studio.actions.projects import fitting
from trellis.studio.models import Choice, Project


@transaction.atomic
def look_back_on_choices(
    *, project: Project, said: Mapping[str, tuple[str, str]], by: Person, now: datetime
) -> int:  # fmt: skip
    """Say of choices whether they were good ones, and what one would choose next time; by their dimension.

    Returns how many were looked back on; it can be said anew. Raises ``ActionRefused`` before a project is under way.
    """
    if project.going_at is None:
        raise ActionRefused(_("First try your choices out. You are asked once the project is under way."))
    rows = {row.name: row for row in Choice.objects.select_for_update().filter(project=project)}
    n = 0
    for name, (verdict, next_time) in said.items():
        row = rows.get(name)
        words = fitting(next_time, f"next-{name}", 500)
        if row is None or not verdict:
            continue
        if verdict not in Choice.LookBack.values:
            raise ActionRefused(_("Choose an answer."), f"look-{name}")
        if verdict == Choice.LookBack.OTHERWISE and not words:
            raise ActionRefused(_("What would you choose next time?"), f"next-{name}")
        row.look_back, row.next_time, row.looked_back_at = verdict, words, now
        row.save(update_fields=["look_back", "next_time", "looked_back_at"])
        n += 1
    if not n:
        raise ActionRefused(_("Say something to one of your choices at least."))
    record_moment(at=now, actor=by, verb="choices.looked-back", thing=project, learner=by, context={"choices": n})
    return n
