"""Who sees and does what in a plan: its learner, who teaches or advises them now, and their family. Nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.plan.models import Goal, Voice
from trellis.school.ties import EDUCATOR, FAMILY, SELF, get_tied_learner, ties_to

PLAN_TIES = (SELF, EDUCATOR, FAMILY)
_VOICES = {SELF: Voice.LEARNER, EDUCATOR: Voice.EDUCATOR, FAMILY: Voice.FAMILY}


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who opened a plan: whose it is, and with which voices they may speak in it."""

    person: Person
    learner: Person
    voices: tuple[str, ...]

    @property
    def is_learner(self) -> bool:
        """The plan is their own."""
        return Voice.LEARNER in self.voices

    @property
    def voice(self) -> str:
        """The voice they speak with where they do not say: an educator's child is a child at home first."""
        return next(v for v in (Voice.LEARNER, Voice.FAMILY, Voice.EDUCATOR) if v in self.voices)


def get_reader_for(person: Person, learner_id: UUID, on: date) -> Reader:
    """Return how ``person`` reads the plan of this learner; 404 to everybody who has no voice in it."""
    learner, ties = get_tied_learner(person, learner_id, on, *PLAN_TIES)
    return _reader(person, learner, ties)


def _reader(person: Person, learner: Person, ties: frozenset[str]) -> Reader:
    return Reader(person, learner, tuple(str(_VOICES[tie]) for tie in PLAN_TIES if tie in ties))


def visible_goals(reader: Reader) -> QuerySet[Goal]:
    """Return the goals of a plan's learner that somebody sees: drafts are the learner's own."""
    goals = Goal.objects.filter(learner=reader.learner)
    return goals if reader.is_learner else goals.exclude(state=Goal.State.DRAFT)


def get_goal_for(person: Person, goal_id: UUID, on: date, to: str = "see") -> tuple[Goal, Reader]:
    """Return a goal and how ``person`` reads it; 404 where it is invisible.

    ``to="write"``: only the learner changes, answers, reaches and lets go of goals; else 403.
    ``to="speak"``: everybody with a voice proposes, agrees and talks.
    """
    goal: Goal | None = next(iter(_goal(goal_id)), None)
    if goal is None:
        raise Http404
    ties = ties_to(person, goal.learner, on)
    if ties.isdisjoint(PLAN_TIES) or (goal.state == Goal.State.DRAFT and SELF not in ties):
        raise Http404
    if to == "write" and SELF not in ties:
        raise PermissionDenied
    return goal, _reader(person, goal.learner, ties)


@compiled
def _goal(goal_id: UUID) -> QuerySet[Goal]:
    return Goal.objects.filter(pk=goal_id).select_related("plan__term", "learner")


def may_speak_as(reader: Reader, voice: str) -> bool:
    """Say whether somebody may speak with this voice in the plan."""
    return voice in reader.voices


def may_lower_expectations(reader: Reader) -> bool:
    """Only an educator of the learner answers for a goal below the expected stage."""
    return Voice.EDUCATOR in reader.voices
