"""Reads for Today about frames and projects: what waits for whom, and which milestones come next. By time and title."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.school.access import learners_of
from trellis.studio.access import led_frames, live_members
from trellis.studio.models import (
    CritiqueTurn,
    GuestNote,
    Member,
    Milestone,
    ProgrammeItem,
    Project,
    ProjectMentor,
    ProposalAnswer,
)

FEW, LINES = 3, 6


@dataclass(frozen=True, slots=True)
class NextMilestone:
    """What a team wants to have reached next."""

    project_id: UUID
    project: str
    title: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class LearnerStudio:
    """What waits in a learner's projects: invitations, changes to take up, looks to give, a yes to being shown."""

    asked: tuple[tuple[UUID, str], ...]
    changes: tuple[tuple[UUID, str], ...]
    to_show: tuple[tuple[UUID, str], ...]
    n_looks: int
    milestones: tuple[NextMilestone, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing waits and nothing is next."""
        return not (self.asked or self.changes or self.to_show or self.n_looks or self.milestones)


def learner_studio(learner: Person, now: datetime) -> LearnerStudio:
    """Return what waits in a learner's projects. Three queries."""
    rows = list(_memberships(learner, now))
    joined = [row for row in rows if row["joined_at"] is not None]
    return LearnerStudio(
        asked=tuple((row["project_id"], row["project__title"]) for row in rows if row["joined_at"] is None),
        changes=tuple((row["project_id"], row["project__title"]) for row in joined if row["changes"]),
        to_show=tuple((row["project_id"], row["project__title"]) for row in joined if row["to_show"]),
        n_looks=len(_turns(learner)),
        milestones=tuple(NextMilestone(*row) for row in _milestones(learner)),
    )


@compiled
def _memberships(learner: Person, now: datetime) -> QuerySet[Member, Any]:
    changes = ProposalAnswer.objects.filter(
        project=OuterRef("project"), verdict=ProposalAnswer.Verdict.CHANGES, accepted_at__isnull=True
    )
    show = ProgrammeItem.objects.filter(
        project=OuterRef("project"), agreed_at__isnull=True, exhibition__event__starts_at__gt=now
    )
    mine = Member.objects.filter(learner=learner, left_at__isnull=True, declined_at__isnull=True)
    return (
        mine.exclude(project__state__in=(Project.State.FINISHED, Project.State.LET_GO))
        .annotate(
            changes=Exists(changes.filter(project__state=Project.State.TALKING)),
            to_show=Exists(show),
        )
        .order_by("project__title", "pk")
        .values("project_id", "project__title", "joined_at", "changes", "to_show")
    )


@compiled
def _turns(learner: Person) -> QuerySet[CritiqueTurn, UUID]:
    open_ones = CritiqueTurn.objects.filter(
        giver=learner, critique__isnull=True, round__opened_at__isnull=False, round__closed_at__isnull=True
    )
    return open_ones.values_list("pk", flat=True)


@compiled
def _milestones(learner: Person) -> QuerySet[Milestone, Any]:
    mine = Member.objects.filter(
        project=OuterRef("project"), learner=learner, joined_at__isnull=False, left_at__isnull=True
    )
    found = Milestone.objects.filter(
        Exists(mine), project__state=Project.State.GOING, done_at__isnull=True, removed_at__isnull=True
    )
    rows = found.order_by("due_on", "position", "pk")
    return rows.values_list("project_id", "project__title", "title", "due_on")[:FEW]


@dataclass(frozen=True, slots=True)
class EducatorStudio:
    """What waits for an educator: proposals, wishes for mentors, words of guests."""

    proposals: tuple[tuple[UUID, str, datetime], ...]
    mentors: tuple[tuple[UUID, str, str], ...]
    notes: tuple[tuple[UUID, str], ...]

    @property
    def is_empty(self) -> bool:
        """Nothing waits."""
        return not (self.proposals or self.mentors or self.notes)


def educator_studio(educator: Person, on: date) -> EducatorStudio:
    """Return what waits for an educator in the studio, the longest first. Three queries."""
    return EducatorStudio(
        proposals=tuple(_proposals(educator, on)),
        mentors=tuple(_wishes(educator, on)),
        notes=tuple(_notes(educator)),
    )


@compiled
def _proposals(educator: Person, on: date) -> QuerySet[Project, Any]:
    taught = live_members("pk").filter(learner__in=learners_of(educator, on).values("pk"))
    mine = Q(frame__isnull=True) | Q(frame__in=led_frames(educator, on).values("pk"))
    rows = Project.objects.filter(mine, Exists(taught), state=Project.State.PROPOSED).order_by("proposed_at", "pk")
    return rows.values_list("pk", "title", "proposed_at")[:LINES]


@compiled
def _wishes(educator: Person, on: date) -> QuerySet[ProjectMentor, Any]:
    taught = live_members("project").filter(learner__in=learners_of(educator, on).values("pk"))
    mine = Q(project__frame__isnull=True) | Q(project__frame__in=led_frames(educator, on).values("pk"))
    rows = ProjectMentor.objects.filter(mine, Exists(taught), approved_at__isnull=True, declined_at__isnull=True)
    return rows.order_by("asked_at", "pk").values_list("pk", "name", "project__title")[:LINES]


@compiled
def _notes(educator: Person) -> QuerySet[GuestNote, Any]:
    rows = GuestNote.objects.filter(item__exhibition__by=educator, state=GuestNote.State.WAITS)
    return rows.order_by("item__exhibition", "at").values_list("item__exhibition_id", "item__exhibition__title")
