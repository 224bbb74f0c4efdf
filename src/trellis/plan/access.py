"""Who sees and does what in a plan: its learner, who teaches or advises them now, and their family. Nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.people.access import LEARNER, Standing
from trellis.people.models import Person
from trellis.plan.models import Expectation, FamilyLink, Goal, Plan, Proposal, Step, Suggestion, Voice
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


def get_own_reader(person: Person, standing: Standing) -> Reader:
    """Return how a learner reads their own plan; 404 to everybody who is no learner on this day."""
    if LEARNER not in standing.kinds:
        raise Http404
    return _reader(person, person, frozenset({SELF}))


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


def get_plan_for(reader: Reader, term_id: UUID) -> Plan:
    """Return the plan of a reader's learner for a term; 404 where there is none."""
    plan: Plan | None = next(iter(_plan(reader.learner, term_id)), None)
    if plan is None:
        raise Http404
    return plan


@compiled
def _plan(learner: Person, term_id: UUID) -> QuerySet[Plan]:
    return Plan.objects.filter(learner=learner, term=term_id).select_related("term", "learner")


def get_step_for(person: Person, step_id: UUID, on: date) -> tuple[Step, Reader]:
    """Return a step for its learner to change; 403 to those who only see it, 404 to everybody else."""
    step: Step | None = next(iter(_step(step_id)), None)
    if step is None:
        raise Http404
    goal, reader = get_goal_for(person, step.goal_id, on, to="write")
    step.goal = goal
    return step, reader


@compiled
def _step(step_id: UUID) -> QuerySet[Step]:
    return Step.objects.filter(pk=step_id)


def get_proposal_for(person: Person, proposal_id: UUID, on: date, to: str) -> tuple[Proposal, Reader]:
    """Return a proposal: ``to="answer"`` for the learner, ``to="withdraw"`` for its author; 403, else 404."""
    proposal: Proposal | None = next(iter(_proposal(proposal_id)), None)
    if proposal is None:
        raise Http404
    goal, reader = get_goal_for(person, proposal.goal_id, on, to="write" if to == "answer" else "speak")
    if to == "withdraw" and proposal.by_id != person.pk:
        raise PermissionDenied
    proposal.goal = goal
    return proposal, reader


@compiled
def _proposal(proposal_id: UUID) -> QuerySet[Proposal]:
    return Proposal.objects.filter(pk=proposal_id).select_related("by")


def get_suggestion_for(person: Person, suggestion_id: UUID, on: date, to: str = "see") -> tuple[Suggestion, Reader]:
    """Return a suggestion; ``to="answer"`` is for the learner alone: 403 to the others who see it."""
    suggestion: Suggestion | None = next(iter(_suggestion(suggestion_id)), None)
    if suggestion is None:
        raise Http404
    reader = get_reader_for(person, suggestion.learner_id, on)
    if to == "answer" and not reader.is_learner:
        raise PermissionDenied
    return suggestion, reader


@compiled
def _suggestion(suggestion_id: UUID) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(pk=suggestion_id).select_related("by", "learner", "competency")


def may_take_part(person: Person, goal_id: UUID, on: date) -> bool:
    """Say whether somebody talks about a goal: everybody who sees it."""
    try:
        get_goal_for(person, goal_id, on)
    except Http404:
        return False
    return True


def get_expectation_for(person: Person, expectation_id: UUID, on: date) -> Expectation:
    """Return a lowered expectation for an educator of the learner; 403 to who only sees the goal, else 404."""
    found = Expectation.objects.filter(pk=expectation_id).first()
    if found is None:
        raise Http404
    _goal_seen, reader = get_goal_for(person, found.goal_id, on)
    if not may_lower_expectations(reader):
        raise PermissionDenied
    return found


def get_family_link_for(person: Person, link_id: UUID, on: date) -> tuple[FamilyLink, Reader]:
    """Return a family link for those with a voice in its plan; 404 to everybody else."""
    found = FamilyLink.objects.select_related("plan__learner", "plan__term", "guardian").filter(pk=link_id).first()
    if found is None:
        raise Http404
    return found, get_reader_for(person, found.plan.learner_id, on)


def may_confirm_link(reader: Reader) -> bool:
    """The school confirms: an educator of the learner."""
    return Voice.EDUCATOR in reader.voices
