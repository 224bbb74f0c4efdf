"""Reads of critique rounds: which drafts are there, who takes part, who looks at what, and what waits for a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.school.models import Enrolment
from trellis.studio.models import Critique, CritiqueRound, CritiqueTurn, Draft, Frame, FrameClass, Member, Project
from trellis.studio.protocols import WAYS, Way

WORKING = [str(state) for state in (Project.State.PROPOSED, Project.State.TALKING, Project.State.GOING)]


@dataclass(frozen=True, slots=True)
class Team:
    """A project with its newest draft, and whose it is."""

    project_id: UUID
    project: str
    draft_id: UUID
    title: str
    number: int
    question: str
    members: tuple[UUID, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TurnLine:
    """Somebody who looks at a draft, and whether they said something yet."""

    id: UUID
    giver: str
    giver_id: UUID
    is_given: bool


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft of a round with those who look at it, in the order of their names."""

    draft_id: UUID
    project_id: UUID
    project: str
    title: str
    number: int
    question: str
    team: tuple[str, ...]
    turns: tuple[TurnLine, ...]

    @property
    def n_given(self) -> int:
        """How many have said something."""
        return sum(turn.is_given for turn in self.turns)

    @property
    def waits(self) -> bool:
        """Nobody said anything yet."""
        return not self.n_given


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A round as who leads its frame sees it. Every list is in the order of titles or names."""

    round: CritiqueRound
    way: Way
    drafts: tuple[DraftLine, ...]
    still_give: tuple[str, ...]
    without_turn: tuple[str, ...]
    without_draft: tuple[str, ...]
    late: tuple[str, ...]

    @property
    def waiting(self) -> list[DraftLine]:
        """The drafts on which nobody said anything yet."""
        return [line for line in self.drafts if line.waits]

    @property
    def short(self) -> list[DraftLine]:
        """The drafts with fewer looks than each gives: too few people could look at them."""
        return [line for line in self.drafts if len(line.turns) < self.round.each_gives]

    @property
    def may_deal_more(self) -> bool:
        """Drafts or people came after the dealing."""
        return self.round.closed_at is None and bool(self.late or self.without_turn)


def teams_of(frame: Frame) -> list[Team]:
    """Return the newest draft of every project at work on a frame, in the order of titles. Two queries."""
    members: dict[UUID, list[Any]] = {}
    for project_id, learner_id, called, given in _members(frame):
        members.setdefault(project_id, []).append((called or given, learner_id))
    return [
        Team(
            draft.project_id,
            draft.project.title,
            draft.pk,
            draft.title,
            draft.number,
            draft.question,
            tuple(key for _name, key in members.get(draft.project_id, ())),
            tuple(name for name, _key in members.get(draft.project_id, ())),
        )
        for draft in sorted(_newest(frame, WORKING), key=lambda one: (one.project.title.casefold(), one.pk))
    ]


@compiled
def _newest(frame: Frame, states: list[str]) -> QuerySet[Draft]:
    found = Draft.objects.filter(project__frame=frame, project__state__any_of=states)
    return found.select_related("project").order_by("project", "-number").distinct("project")


@compiled
def _members(frame: Frame) -> QuerySet[Member, Any]:
    rows = Member.objects.filter(project__frame=frame, joined_at__isnull=False, left_at__isnull=True)
    rows = rows.order_by("learner__given_name", "learner__family_name", "learner")
    return rows.values_list("project", "learner", "learner__called", "learner__given_name")


def people_of(frame: Frame, on: date) -> list[Person]:
    """Return who learns in the classes of a frame on this day, in the order of names. One query."""
    return _people(frame, on)


@compiled
def _people(frame: Frame, on: date) -> QuerySet[Person]:
    classes = FrameClass.objects.filter(frame=frame).values("school_class")
    places = Enrolment.objects.live(on).filter(role=Enrolment.Role.LEARNER, school_class__in=classes)
    found = Person.objects.filter(pk__in=places.values("person"), left_on__isnull=True)
    return found.order_by("given_name", "family_name", "pk")


def rounds_of(frame: Frame) -> list[CritiqueRound]:
    """Return the rounds of a frame, the newest first. One query."""
    return _rounds(frame)


@compiled
def _rounds(frame: Frame) -> QuerySet[CritiqueRound]:
    return CritiqueRound.objects.filter(frame=frame).order_by("-until", "-pk")


def round_page(of_round: CritiqueRound, on: date) -> RoundPage:
    """Return a round for who leads its frame. Five queries, however many teams there are."""
    rows = _turns(of_round)
    teams, people = teams_of(of_round.frame), people_of(of_round.frame, on)
    names = {team.project_id: team.names for team in teams}
    lines: dict[UUID, list[Any]] = {}
    for row in rows:
        lines.setdefault(row.draft_id, []).append(row)
    drafts = [_line(found, names) for found in lines.values()]
    dealt = {row.draft.project_id for row in rows}
    givers = {row.giver_id for row in rows}
    return RoundPage(
        round=of_round,
        way=WAYS[of_round.protocol],
        drafts=tuple(sorted(drafts, key=lambda line: (line.project.casefold(), line.draft_id))),
        still_give=tuple(dict.fromkeys(row.giver.full_name for row in rows if not row.is_given)),
        without_turn=tuple(one.full_name for one in people if one.pk not in givers) if rows else (),
        without_draft=tuple(_titles_without_draft(of_round.frame, WORKING)),
        late=tuple(team.project for team in teams if team.project_id not in dealt),
    )


def _line(rows: list[Any], names: dict[UUID, tuple[str, ...]]) -> DraftLine:
    draft = rows[0].draft
    return DraftLine(
        draft.pk,
        draft.project_id,
        draft.project.title,
        draft.title,
        draft.number,
        draft.question,
        names.get(draft.project_id, ()),
        tuple(TurnLine(row.pk, row.giver.full_name, row.giver_id, row.is_given) for row in rows),
    )


@compiled
def _turns(of_round: CritiqueRound) -> QuerySet[Any]:
    given = Critique.objects.filter(turn=OuterRef("pk"))
    rows = CritiqueTurn.objects.filter(round=of_round).annotate(is_given=Exists(given))
    rows = rows.select_related("draft__project", "giver")
    return rows.order_by("giver__given_name", "giver__family_name", "giver", "pk")


@compiled
def _titles_without_draft(frame: Frame, states: list[str]) -> QuerySet[Project, str]:
    none = ~Exists(Draft.objects.filter(project=OuterRef("pk")))
    return (
        Project.objects.filter(none, frame=frame, state__any_of=states)
        .order_by("title")
        .values_list("title", flat=True)
    )


def givers_for(turn: CritiqueTurn, on: date) -> list[tuple[Person, int]]:
    """Return who could look at a draft instead, by name, each with how many they look at. Three queries."""
    team = set(turn.draft.project.members.filter(left_at__isnull=True).values_list("learner", flat=True))
    held: dict[UUID, set[UUID]] = {}
    for giver_id, draft_id in _held(turn.round):
        held.setdefault(giver_id, set()).add(draft_id)
    return [
        (one, len(held.get(one.pk, ())))
        for one in people_of(turn.round.frame, on)
        if one.pk not in team and turn.draft_id not in held.get(one.pk, ())
    ]


@compiled
def _held(of_round: CritiqueRound) -> QuerySet[CritiqueTurn, Any]:
    return CritiqueTurn.objects.filter(round=of_round).values_list("giver", "draft")
