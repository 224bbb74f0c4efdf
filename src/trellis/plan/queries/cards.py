"""A goal as its card shows it: clauses with what is proposed beside them, tags, voices, steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.safestring import SafeString

from trellis.plan.models import Goal, Step


@dataclass(frozen=True, slots=True)
class Tag:
    """A competency, a learning skill or a requirement that a goal points at."""

    id: UUID
    words: str
    kind: str

    @property
    def is_skill(self) -> bool:
        """Learning skills are followed apart from subjects."""
        return self.kind != "academic"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in its order."""

    id: UUID
    goal_id: UUID
    title: str
    state: str
    due_on: date | None
    doer: str
    with_whom: str
    place: str

    @property
    def is_done(self) -> bool:
        """It is done."""
        return self.state == Step.State.DONE

    @property
    def is_going(self) -> bool:
        """Somebody is on it."""
        return self.state == Step.State.DOING

    @property
    def next_state(self) -> str:
        """What one tap makes of it: not yet, on it, done, and again from the beginning."""
        after = {Step.State.NOT_YET: Step.State.DOING, Step.State.DOING: Step.State.DONE}
        return after.get(Step.State(self.state), Step.State.NOT_YET)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What somebody proposes in place of a clause."""

    clause: str
    by: str
    html: SafeString
    reason: str


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """One clause: what stands there, and what is proposed instead."""

    name: str
    label: str
    html: SafeString
    changes: tuple[ChangeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """Changes on the table that wait for the learner."""

    id: UUID
    by_id: UUID
    by: str
    by_name: str
    voice: str
    at: datetime
    changes: tuple[ChangeLine, ...]
    labels: Mapping[str, str]

    @property
    def n_changes(self) -> int:
        """How many clauses it changes."""
        return len(self.changes)


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """What one voice said about the goal as it is now."""

    person_id: UUID | None
    name: str
    full_name: str
    voice: str
    said: str
    quote: str = ""
    agrees: bool = False


@dataclass(frozen=True, slots=True)
class GoalCard:
    """A goal with everything that stands on its card."""

    id: UUID
    title: str
    state: str
    origin: str
    version: int
    finish_by: date | None
    reflection: str
    ended_at: datetime | None
    clauses: tuple[ClauseLine, ...]
    tags: tuple[Tag, ...]
    steps: tuple[StepLine, ...]
    voices: tuple[VoiceLine, ...]
    proposals: tuple[OpenProposal, ...]
    waits_for_me: bool
    waits_for: tuple[str, ...]
    agreed_at: datetime | None
    n_new: int

    @property
    def is_draft(self) -> bool:
        """Nobody but the learner has seen it."""
        return self.state == Goal.State.DRAFT

    @property
    def is_agreed(self) -> bool:
        """Every voice that is asked stands behind it."""
        return self.state == Goal.State.AGREED

    @property
    def is_proposed(self) -> bool:
        """It is on the table."""
        return self.state == Goal.State.PROPOSED

    @property
    def is_over(self) -> bool:
        """It was reached or let go."""
        return self.state in {Goal.State.REACHED, Goal.State.LET_GO}

    @property
    def is_reached(self) -> bool:
        """It was reached."""
        return self.state == Goal.State.REACHED

    @property
    def n_changes(self) -> int:
        """How many changes are on the table."""
        return sum(proposal.n_changes for proposal in self.proposals)

    @property
    def n_done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)
