"""The board of a frame: every project with its question, who it is, what is next, and who waits for whom.

In the order of titles. Nothing is counted about learners, and nothing puts one project before another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.school.models import Enrolment
from trellis.studio.access_critique import board_projects
from trellis.studio.models import (
    Critique,
    CritiqueTurn,
    Draft,
    Frame,
    FrameClass,
    Member,
    Milestone,
    Project,
    ProjectMentor,
    ProposalAnswer,
)

State, Verdict = Project.State, ProposalAnswer.Verdict
YOU, TEAM, OTHERS = "you", "team", "others"
FEW = 3
OVER = {State.FINISHED, State.LET_GO}
ASKED_OF_TEAM = {Verdict.CHANGES, Verdict.NO}


@dataclass(frozen=True, slots=True)
class Wait:
    """Somebody whom a project waits for, and what for."""

    whom: str
    words: str


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone that is still open."""

    title: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One project on the board."""

    id: UUID
    title: str
    question: str
    state: str
    members: tuple[str, ...]
    member_ids: tuple[UUID, ...]
    classes: frozenset[UUID]
    next: Step | None
    steps: tuple[Step, ...]
    draft: int
    draft_question: str
    waits: tuple[Wait, ...]

    @property
    def waits_for_you(self) -> bool:
        """It waits for the educator who reads."""
        return any(one.whom == YOU for one in self.waits)

    @property
    def is_at_work(self) -> bool:
        """It goes on: neither finished nor let go."""
        return self.state not in OVER


@dataclass(frozen=True, slots=True)
class Filter:
    """What the board is narrowed to: a state (or what waits for the reader), and a class."""

    state: str = ""
    class_id: UUID | None = None

    def keeps(self, row: BoardRow) -> bool:
        """Say whether a project is shown."""
        if self.class_id is not None and self.class_id not in row.classes:
            return False
        return not self.state or (row.waits_for_you if self.state == YOU else row.state == self.state)

    @property
    def query(self) -> str:
        """The filter as the end of an address, to keep one's place."""
        given = [("state", self.state), ("class", str(self.class_id or ""))]
        said = "&".join(f"{name}={value}" for name, value in given if value)
        return f"?{said}" if said else ""


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board: all rows, those that the filter keeps, and who has no project yet, by name."""

    frame: Frame
    filter: Filter
    all: tuple[BoardRow, ...]
    rows: tuple[BoardRow, ...]
    classes: tuple[tuple[UUID, str], ...]
    without: tuple[str, ...]

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """The states that there are, with how many projects, in the order of the work."""
        yours = sum(row.waits_for_you for row in self.all)
        found = [(YOU, _("waits for you"), yours)] if yours else []
        for state in State:
            n = sum(row.state == state for row in self.all)
            if n:
                found.append((str(state), str(state.label), n))
        return found

    def after(self, title: str, project_id: UUID) -> BoardRow | None:
        """Return the next project within the filter, by title, also where this one has left the filter meanwhile."""
        here = (title.casefold(), project_id)
        return next((row for row in self.rows if (row.title.casefold(), row.id) > here), None)


@dataclass
class _Parts:
    """What is read beside the projects, by project."""

    names: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    members: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[UUID, list[Step]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[UUID, tuple[str, int, Any]] = field(default_factory=dict)
    drafts: dict[UUID, tuple[int, str]] = field(default_factory=dict)
    looked_at_by: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    owed: dict[UUID, str] = field(default_factory=dict)
    classes: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    said: dict[str, str] = field(default_factory=dict)


def board(person: Person, frame: Frame, wanted: Filter, on: date) -> Board:
    """Return the board of a frame for who leads it. Seven queries, however many projects there are."""
    projects = list(_projects(person, frame, on))
    places = list(_places(frame, on))
    parts = _parts_of(frame, places)
    rows = sorted((_row(project, parts) for project in projects), key=lambda row: (row.title.casefold(), row.id))
    busy = {learner for row in rows for learner in row.member_ids}
    without = dict.fromkeys(name for class_id, _title, learner, name in _named(places) if learner not in busy)
    classes = dict.fromkeys((class_id, title) for class_id, title, *_rest in places)
    return Board(
        frame=frame,
        filter=wanted,
        all=tuple(rows),
        rows=tuple(row for row in rows if wanted.keeps(row)),
        classes=tuple(sorted(classes, key=lambda one: one[1].casefold())),
        without=tuple(without),
    )


def _named(places: Iterable[Any]) -> Iterable[tuple[UUID, str, UUID, str]]:
    for class_id, title, learner, called, given, family in places:
        yield class_id, title, learner, f"{called or given} {family}".strip()


def _parts_of(frame: Frame, places: list[Any]) -> _Parts:
    parts = _Parts(said=_sentences())
    for class_id, _title, learner, *_name in places:
        parts.classes[learner].add(class_id)
    for project, learner, called, given, family in _members(frame):
        parts.names[project].append(f"{called or given} {family}".strip())
        parts.members[project].append(learner)
    for project, title, due_on in _steps(frame):
        parts.steps[project].append(Step(title, due_on))
    for project, verdict, version, accepted_at in _answers(frame):
        parts.answers[project] = (verdict, version, accepted_at)
    for project, number, question in _drafts(frame):
        parts.drafts[project] = (number, question)
    for project, giver, called, given in _open_turns(frame):
        parts.looked_at_by[project].append(called or given)
        parts.owed[giver] = called or given
    return parts


def _row(project: Any, parts: _Parts) -> BoardRow:
    members = parts.members[project.pk]
    steps = tuple(parts.steps[project.pk])
    number, question = parts.drafts.get(project.pk, (0, ""))
    return BoardRow(
        id=project.pk,
        title=project.title,
        question=project.question,
        state=project.state,
        members=tuple(parts.names[project.pk]),
        member_ids=tuple(members),
        classes=frozenset(one for learner in members for one in parts.classes.get(learner, ())),
        next=steps[0] if steps else None,
        steps=steps,
        draft=number,
        draft_question=question,
        waits=tuple(_waits(project, parts)),
    )


def _waits(project: Any, parts: _Parts) -> Iterable[Wait]:
    """Yield who waits for whom, as far as the project is at work."""
    if project.state in OVER:
        return
    said = parts.said
    verdict, version, accepted_at = parts.answers.get(project.pk, ("", 0, None))
    is_answered = bool(verdict) and version >= project.version and accepted_at is None
    if is_answered and verdict in ASKED_OF_TEAM:
        yield Wait(TEAM, said[verdict])
    elif project.state == State.PROPOSED:
        yield Wait(YOU, said["proposal"])
    if project.mentor_waits:
        yield Wait(YOU, said["mentor"])
    if project.words_wait:
        yield Wait(TEAM, said["words"])
    lookers = parts.looked_at_by.get(project.pk)
    if lookers:
        yield Wait(OTHERS, said["look"] % {"names": _names(lookers, parts)})
    owing = [parts.owed[learner] for learner in parts.members[project.pk] if learner in parts.owed]
    if owing:
        yield Wait(TEAM, said["owes" if len(owing) == 1 else "owe"] % {"names": _names(owing, parts)})


def _sentences() -> dict[str, str]:
    """Return what stands on many rows, looked up once."""
    waits = _("waits for the team: %(what)s")
    return {
        str(Verdict.CHANGES): waits % {"what": _("changes")},
        str(Verdict.NO): waits % {"what": _("another proposal")},
        "proposal": _("a proposal waits for you"),
        "mentor": _("a mentor waits for your yes"),
        "words": _("words on a draft wait for the team"),
        "look": _("waits for a look by %(names)s"),
        "owes": _("%(names)s has a look to give"),
        "owe": _("%(names)s have a look to give"),
        "and": _("%(first)s and %(last)s"),
    }


def _names(names: list[str], parts: _Parts) -> str:
    """Return a few names in one line; what stands around them is escaped later, with them."""
    if len(names) == 1:
        return names[0]
    if len(names) <= FEW:
        return parts.said["and"] % {"first": ", ".join(names[:-1]), "last": names[-1]}
    n = len(names) - FEW
    others = ngettext("%(n)s other", "%(n)s others", n) % {"n": n}
    return parts.said["and"] % {"first": ", ".join(names[:FEW]), "last": others}


@compiled
def _projects(person: Person, frame: Frame, on: date) -> QuerySet[Any]:
    mentors = ProjectMentor.objects.filter(project=OuterRef("pk"), approved_at__isnull=True, declined_at__isnull=True)
    words = Critique.objects.filter(draft__project=OuterRef("pk"), answered_at__isnull=True, hidden_at__isnull=True)
    found = board_projects(person, on).filter(frame=frame)
    found = found.annotate(mentor_waits=Exists(mentors), words_wait=Exists(words))
    return found.only("pk", "title", "question", "state", "version", "frame", "district")


@compiled
def _members(frame: Frame) -> QuerySet[Any, Any]:
    rows = Member.objects.filter(project__frame=frame, joined_at__isnull=False, left_at__isnull=True)
    rows = rows.order_by("learner__given_name", "learner__family_name", "learner")
    return rows.values_list("project", "learner", "learner__called", "learner__given_name", "learner__family_name")


@compiled
def _places(frame: Frame, on: date) -> QuerySet[Enrolment, Any]:
    classes = FrameClass.objects.filter(frame=frame).values("school_class")
    rows = Enrolment.objects.live(on).filter(role=Enrolment.Role.LEARNER, school_class__in=classes)
    rows = rows.filter(person__left_on__isnull=True)
    rows = rows.order_by("person__given_name", "person__family_name", "person")
    return rows.values_list(
        "school_class",
        "school_class__title",
        "person",
        "person__called",
        "person__given_name",
        "person__family_name",
    )


@compiled
def _steps(frame: Frame) -> QuerySet[Milestone, Any]:
    rows = Milestone.objects.filter(project__frame=frame, done_at__isnull=True, removed_at__isnull=True)
    return rows.order_by("position", "pk").values_list("project", "title", "due_on")


@compiled
def _answers(frame: Frame) -> QuerySet[ProposalAnswer, Any]:
    rows = ProposalAnswer.objects.filter(project__frame=frame).order_by("project", "-at", "-pk").distinct("project")
    return rows.values_list("project", "verdict", "version", "accepted_at")


@compiled
def _drafts(frame: Frame) -> QuerySet[Draft, Any]:
    rows = Draft.objects.filter(project__frame=frame).order_by("project", "-number").distinct("project")
    return rows.values_list("project", "number", "question")


@compiled
def _open_turns(frame: Frame) -> QuerySet[CritiqueTurn, Any]:
    rows = CritiqueTurn.objects.filter(
        round__frame=frame, round__opened_at__isnull=False, round__closed_at__isnull=True
    )
    rows = rows.exclude(Exists(Critique.objects.filter(turn=OuterRef("pk"))))
    rows = rows.order_by("giver__given_name", "giver__family_name", "giver", "pk")
    return rows.values_list("draft__project", "giver", "giver__called", "giver__given_name")
