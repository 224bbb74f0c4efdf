"""Reads of a team's work: its board, its field log, its roles, and what it could link or whom it could ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Sum

from trellis.core.compiled import compiled
from trellis.evidence.models import Artefact
from trellis.people.models import Person
from trellis.studio.access_projects import artefacts_of_team, classmates_to_ask, people_of
from trellis.studio.models import FieldNote, Member, Project, ProjectArtefact, RoleTurn, Source, Task

ORDER = list(Task.Column.values)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board with its cards; ``before`` and ``after`` are the columns beside it."""

    key: str
    label: str
    tasks: tuple[Task, ...]
    before: str
    after: str


def team_board(project: Project) -> list[Column]:
    """Return the columns of a team's board. One query."""
    rows = list(_tasks(project.pk))
    return [
        Column(
            key=key,
            label=str(Task.Column(key).label),
            tasks=tuple(row for row in rows if row.column == key),
            before=ORDER[place - 1] if place else "",
            after=ORDER[place + 1] if place + 1 < len(ORDER) else "",
        )
        for place, key in enumerate(ORDER)
    ]


@compiled
def _tasks(project_id: UUID) -> QuerySet[Task]:
    rows = Task.objects.filter(project=project_id, removed_at__isnull=True).select_related("doer")
    return rows.order_by("position", "pk")


def place_of_task(task: Task, way: str) -> int | None:
    """Return the place in its column that a card goes to with ``up``, ``down`` or a number; None for its end."""
    rows = Task.objects.filter(project=task.project_id, column=task.column, removed_at__isnull=True)
    order = list(rows.order_by("position", "pk").values_list("pk", flat=True))
    here = order.index(task.pk) if task.pk in order else 0
    if way in {"up", "down"}:
        return max(0, here - 1) if way == "up" else here + 1
    return int(way) if way.isdigit() and len(way) < 4 else None


@dataclass(frozen=True, slots=True)
class FieldLog:
    """The notes of a project, the newest day first, with the minutes away from the screen."""

    notes: tuple[FieldNote, ...]
    minutes: int
    is_cut: bool


MOST_NOTES = 60


def field_log(project: Project, kind: str = "") -> FieldLog:
    """Return a team's notes, of one kind if one likes. Two queries."""
    rows = _notes_of(project.pk, kind) if kind in FieldNote.Kind.values else _notes(project.pk)
    notes = list(rows)
    return FieldLog(tuple(notes[:MOST_NOTES]), minutes_away(project), len(notes) > MOST_NOTES)


@compiled
def _notes(project_id: UUID) -> QuerySet[FieldNote]:
    rows = FieldNote.objects.filter(project=project_id, removed_at__isnull=True).select_related("by")
    return rows.order_by("-on", "-at", "-pk")[: MOST_NOTES + 1]


@compiled
def _notes_of(project_id: UUID, kind: str) -> QuerySet[FieldNote]:
    rows = FieldNote.objects.filter(project=project_id, kind=kind, removed_at__isnull=True).select_related("by")
    return rows.order_by("-on", "-at", "-pk")[: MOST_NOTES + 1]


def minutes_away(project: Project) -> int:
    """Return how many minutes away from the screen a team has noted."""
    rows = FieldNote.objects.filter(project=project, removed_at__isnull=True)
    return rows.aggregate(n=Sum("minutes"))["n"] or 0


def all_notes(project: Project) -> list[FieldNote]:
    """Return every note in the order of its days, for print."""
    rows = FieldNote.objects.filter(project=project, removed_at__isnull=True).select_related("by")
    return list(rows.order_by("on", "at", "pk"))


def sources_of(project: Project) -> list[Source]:
    """Return where things came from, by title."""
    return list(Source.objects.filter(project=project, removed_at__isnull=True).order_by("title", "pk"))


def goal_served(project: Project, learner: Person) -> UUID | None:
    """Return the goal of their own plan to which a member tied the project."""
    return Member.objects.filter(project=project, learner=learner).values_list("goal_id", flat=True).first()


def running_roles(project: Project) -> list[RoleTurn]:
    """Return who has which role now, by role."""
    rows = RoleTurn.objects.filter(project=project, ends_on__isnull=True).select_related("learner")
    return list(rows.order_by("role"))


def past_roles(project: Project) -> list[RoleTurn]:
    """Return who had which role before, the newest first."""
    rows = RoleTurn.objects.filter(project=project, ends_on__isnull=False).select_related("learner")
    return list(rows.order_by("-ends_on", "role")[:40])


def roles_to_offer(project: Project) -> list[str]:
    """Return the roles that run, else those of the frame."""
    running = [turn.role for turn in running_roles(project)]
    if running:
        return running
    return [str(one.get("title", ""))[:80] for one in (project.frame.roles if project.frame else [])]


def team_of(project: Project) -> list[Person]:
    """Return the members of a team, by name."""
    return list(people_of(project))


def people_to_ask(project: Project, learner: Person, on: date) -> QuerySet[Person]:
    """Return classmates who are neither of the team nor asked already."""
    here = Member.objects.filter(
        project=project, learner=OuterRef("pk"), left_at__isnull=True, declined_at__isnull=True
    )
    return classmates_to_ask(learner, project.frame, on).exclude(Exists(here))


def artefacts_not_linked(project: Project) -> QuerySet[Artefact]:
    """Return what the team has shown and not linked yet, the newest first."""
    linked = ProjectArtefact.objects.filter(project=project, artefact=OuterRef("pk"))
    return artefacts_of_team(project).exclude(Exists(linked))


def linked_artefacts(project: Project) -> list[ProjectArtefact]:
    """Return what is linked, the newest first."""
    rows = ProjectArtefact.objects.filter(project=project, artefact__removed_at__isnull=True)
    return list(rows.select_related("artefact", "milestone").order_by("-at", "-pk"))


def initial_of_note(note: FieldNote) -> dict[str, Any]:
    """Return what stands in a note, for its form."""
    names = ("kind", "on", "place", "whom", "words", "amount", "unit", "minutes", "version")
    return {name: getattr(note, name) for name in names}
