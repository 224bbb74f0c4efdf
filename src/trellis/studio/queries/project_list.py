"""Reads of lists of projects: a learner's own and what they may answer; those of others that somebody may open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.school.access import classes_attended
from trellis.studio.access import visible_projects
from trellis.studio.access_projects import projects_mentored
from trellis.studio.models import Frame, FrameClass, Member, Milestone, Project

OVER = (Project.State.FINISHED, Project.State.LET_GO)


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project in a list: what it asks, whose it is, where it stands, what comes next."""

    id: UUID
    title: str
    question: str
    state: str
    frame: str
    team: tuple[str, ...]
    milestone: str
    milestone_on: date | None
    is_asked: bool
    until: date | None = None

    @property
    def state_words(self) -> str:
        """Where it stands."""
        return str(Project.State(self.state).label)

    @property
    def is_over(self) -> bool:
        """It was finished or let go."""
        return self.state in OVER

    @property
    def waits(self) -> bool:
        """An educator is to say something."""
        return self.state == Project.State.PROPOSED


@dataclass(frozen=True, slots=True)
class OpenFrame:
    """A frame that a learner can answer."""

    id: UUID
    title: str
    question: str
    ends_on: date


@dataclass(frozen=True, slots=True)
class ProjectList:
    """What stands on the page of projects."""

    asked: tuple[ProjectCard, ...]
    going: tuple[ProjectCard, ...]
    over: tuple[ProjectCard, ...]
    frames: tuple[OpenFrame, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing is there yet."""
        return not (self.asked or self.going or self.over)


def projects_of(learner: Person, on: date) -> ProjectList:
    """Return a learner's own projects, those they are asked into, and the frames open to them. Four queries."""
    rows = list(_own(learner))
    cards = _cards(rows, asked={row.pk for row in rows if row.is_asked})
    frames = tuple(OpenFrame(f.pk, f.title, f.question, f.ends_on) for f in _open_frames(learner, on))
    return _sorted(cards, frames)


def projects_seen(person: Person, on: date) -> ProjectList:
    """Return the projects of others that somebody may open: of their learners, children, or as a mentor. Three more."""
    until = {link.project_id: link.ends_on for link in projects_mentored(person, on)}
    return _sorted(_cards(list(_seen(person, on)), until=until), ())


def projects_with(person: Person, learner: Person, on: date) -> ProjectList:
    """Return the projects of one learner that somebody else may open. Three queries."""
    return _sorted(_cards(list(_seen_with(person, learner, on))), ())


def _sorted(cards: list[ProjectCard], frames: tuple[OpenFrame, ...]) -> ProjectList:
    here = [card for card in cards if not card.is_asked]
    return ProjectList(
        asked=tuple(card for card in cards if card.is_asked),
        going=tuple(card for card in here if not card.is_over),
        over=tuple(card for card in here if card.is_over),
        frames=frames,
    )


def _cards(
    rows: list[Any], *, asked: Iterable[UUID] = (), until: dict[UUID, date] | None = None
) -> list[ProjectCard]:  # fmt: skip
    ids, asked = [row.pk for row in rows], set(asked)
    teams: dict[UUID, list[str]] = {}
    for row in _members_of(ids) if ids else ():
        teams.setdefault(row.project_id, []).append(row.learner.first_name)
    nexts: dict[UUID, Milestone] = {}
    for step in _next_milestones(ids) if ids else ():
        nexts.setdefault(step.project_id, step)
    return [_card(row, teams, nexts.get(row.pk), row.pk in asked, (until or {}).get(row.pk)) for row in rows]


def _card(
    row: Any, teams: dict[UUID, list[str]], step: Milestone | None, is_asked: bool, until: date | None  # noqa: FBT001
) -> ProjectCard:  # fmt: skip
    return ProjectCard(
        id=row.pk,
        title=row.title,
        question=row.question,
        state=row.state,
        frame=row.frame.title if row.frame else "",
        team=tuple(teams.get(row.pk, ())),
        milestone=step.title if step else "",
        milestone_on=step.due_on if step else None,
        is_asked=is_asked,
        until=until,
    )


@compiled
def _own(learner: Person) -> QuerySet[Any]:
    mine = Member.objects.filter(
        project=OuterRef("pk"), learner=learner, left_at__isnull=True, declined_at__isnull=True
    )
    found = Project.objects.filter(Exists(mine)).annotate(is_asked=Exists(mine.filter(joined_at__isnull=True)))
    return found.select_related("frame").order_by("title", "pk")


@compiled
def _seen(person: Person, on: date) -> QuerySet[Any]:
    return visible_projects(person, on).exclude(state=Project.State.DRAFT).select_related("frame").order_by("title")


@compiled
def _seen_with(person: Person, learner: Person, on: date) -> QuerySet[Any]:
    theirs = Member.objects.filter(project=OuterRef("pk"), learner=learner, joined_at__isnull=False, left_at=None)
    seen = visible_projects(person, on).exclude(state=Project.State.DRAFT).filter(Exists(theirs))
    return seen.select_related("frame").order_by("title", "pk")


@compiled
def _members_of(ids: list[UUID]) -> QuerySet[Member]:
    here = Member.objects.filter(project__any_of=ids, joined_at__isnull=False, left_at__isnull=True)
    return here.select_related("learner").order_by("learner__given_name", "learner__family_name")


@compiled
def _next_milestones(ids: list[UUID]) -> QuerySet[Milestone]:
    rows = Milestone.objects.filter(project__any_of=ids, done_at__isnull=True, removed_at__isnull=True)
    return rows.order_by("due_on", "position")


@compiled
def _open_frames(learner: Person, on: date) -> QuerySet[Frame]:
    classes = classes_attended(learner, on).values("pk")
    mine = Member.objects.filter(
        project__frame=OuterRef("pk"), learner=learner, left_at__isnull=True, declined_at__isnull=True
    )
    rows = Frame.objects.filter(state=Frame.State.OPEN, removed_at__isnull=True)
    rows = rows.filter(Exists(FrameClass.objects.filter(frame=OuterRef("pk"), school_class__in=classes)))
    return rows.exclude(Exists(mine.exclude(project__state=Project.State.LET_GO))).order_by("ends_on", "title")
