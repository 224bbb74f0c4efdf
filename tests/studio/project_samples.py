"""What stands for the parts of a project when every URL is walked: a project of Ada's and Ben's that is under way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.people import Cast
from tests.studio.making import make_frame, make_project

from trellis.evidence.models import Artefact, Authorship
from trellis.studio.models import (
    Choice,
    FieldNote,
    Milestone,
    Project,
    ProjectArtefact,
    ProjectMentor,
    ProposalAnswer,
    Source,
    Task,
)


def project_samples(cast: Cast, project: Project | None = None) -> dict[str, Any]:
    """Return values by parameter name; ``project`` is the one that other samples made, if any."""
    now = timezone.now()
    today = now.date()
    project = project or make_project(cast, now, frame=make_frame(cast, now))
    Choice.objects.create(project=project, name="product", words="A map", reason="It lasts", by=cast.ada, at=now)
    answer = ProposalAnswer.objects.create(
        project=project, version=1, verdict="changes", changes="Ask somebody", by=cast.tom, at=now
    )
    shown = Artefact.objects.create(
        kind="text",
        words="A sound",
        happened_on=today,
        made_by=cast.ada,
        made_at=now,
        shared_at=now,
        audience="educators",
    )
    Authorship.objects.create(artefact=shown, learner=cast.ada)
    note = FieldNote.objects.create(project=project, kind="observation", on=today, words="Loud", at=now)
    mentor = ProjectMentor.objects.create(
        project=project,
        name="Rosa",
        email="rosa@example.org",
        why="She makes maps",
        asked_by=cast.ada,
        asked_at=now,
        starts_on=today,
        ends_on=today + timedelta(days=30),
    )
    return {
        "project_id": project.pk,
        "answer_id": answer.pk,
        "task_id": Task.objects.create(project=project, title="Borrow a recorder").pk,
        "milestone_id": Milestone.objects.create(project=project, title="The map is drawn").pk,
        "studio:edit-note:note_id": note.pk,
        "studio:remove-note:note_id": note.pk,
        "source_id": Source.objects.create(project=project, title="A map", credit="The town", at=now).pk,
        "studio:unlink-artefact:link_id": ProjectArtefact.objects.create(project=project, artefact=shown, at=now).pk,
        "studio:answer-mentor:link_id": mentor.pk,
        "studio:end-mentor:link_id": mentor.pk,
        "studio:take-back-mentor:link_id": mentor.pk,
        "studio:mentor-door:token": "unknown",
    }
