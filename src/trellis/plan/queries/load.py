"""Loading goals with all that stands on their cards: as many queries for thirty goals as for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.framework.queries_words import in_language, reader_language
from trellis.plan.clauses import TEXTS, Clauses
from trellis.plan.models import Agreement, Clause, Goal, GoalCompetency, GoalRequirement, ProposedChange, Step
from trellis.plan.queries.cards import StepLine, Tag
from trellis.plan.queries.words import Names, competency_words


@dataclass(slots=True)
class Loaded:
    """Rows by goal, as the database gave them."""

    goals: Sequence[Goal]
    names: Names = field(default_factory=Names)
    tags: dict[UUID, list[Tag]] = field(default_factory=lambda: defaultdict(list))
    requirements: dict[UUID, list[Tag]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[UUID, list[StepLine]] = field(default_factory=lambda: defaultdict(list))
    agreements: dict[UUID, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    changes: dict[UUID, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    unread: dict[UUID, int] = field(default_factory=dict)

    def clauses_of(self, goal: Goal) -> Clauses:
        """Return a goal's clauses as versions keep them."""
        found: Clauses = {name: getattr(goal, name) for name in TEXTS}
        found[Clause.FINISH_BY] = goal.finish_by.isoformat() if goal.finish_by else None
        found[Clause.COMPETENCIES] = sorted(str(tag.id) for tag in self.tags[goal.pk])
        found[Clause.REQUIREMENTS] = sorted(str(tag.id) for tag in self.requirements[goal.pk])
        return found


def goals_of_plan(plan_id: UUID) -> list[Goal]:
    """Return the goals of a plan that the database shows to whoever is signed in, in their order."""
    return _goals(plan_id)


@compiled
def _goals(plan_id: UUID) -> QuerySet[Goal]:
    return Goal.objects.filter(plan=plan_id).order_by("position", "pk")


def load(goals: Sequence[Goal]) -> Loaded:
    """Return everything that stands on the cards of these goals, in five queries."""
    ids, language = [goal.pk for goal in goals], reader_language()
    found = Loaded(goals)
    if not ids:
        return found
    for goal_id, pk, short, plain, words, kind in _links(ids):
        found.tags[goal_id].append(Tag(pk, competency_words(short, plain, words, language), kind))
    for goal_id, pk, title, words in _requirements(ids):
        tag = Tag(pk, in_language(words, language, "title", title), "requirement")
        found.requirements[goal_id].append(tag)
    for tags in found.tags.values():
        tags.sort(key=lambda tag: (tag.is_skill, tag.words.casefold()))
    for group in (*found.tags.values(), *found.requirements.values()):
        found.names.add(group)
    for row in _steps(ids):
        found.steps[row[1]].append(StepLine(*row))
    _group(found.agreements, _agreements(ids), "goal_id")
    _group(found.changes, _changes(ids), "proposal__goal_id")
    return found


def _group(into: dict[UUID, list[dict[str, Any]]], rows: Iterable[dict[str, Any]], key: str) -> None:
    for row in rows:
        into[row[key]].append(row)


@compiled
def _links(goals: list[UUID]) -> QuerySet[GoalCompetency, Any]:
    return GoalCompetency.objects.filter(goal__any_of=goals).values_list(
        "goal_id",
        "competency_id",
        "competency__short_statement",
        "competency__statement_plain",
        "competency__translations",
        "competency__framework__kind",
    )


@compiled
def _requirements(goals: list[UUID]) -> QuerySet[GoalRequirement, Any]:
    return (
        GoalRequirement.objects.filter(goal__any_of=goals)
        .order_by("requirement__position", "requirement")
        .values_list("goal_id", "requirement_id", "requirement__title", "requirement__translations")
    )


@compiled
def _steps(goals: list[UUID]) -> QuerySet[Step, Any]:
    return (
        Step.objects.filter(goal__any_of=goals, removed_at__isnull=True)
        .order_by("goal", "position", "pk")
        .values_list("pk", "goal_id", "title", "state", "due_on", "doer", "with_whom", "place")
    )


@compiled
def _agreements(goals: list[UUID]) -> QuerySet[Agreement, Any]:
    """The newest agreement of each person and voice."""
    return (
        Agreement.objects.filter(goal__any_of=goals)
        .order_by("goal", "person", "voice", "-version")
        .distinct("goal", "person", "voice")
        .values(
            "goal_id",
            "version",
            "person_id",
            "voice",
            "words",
            "at",
            "person__called",
            "person__given_name",
            "person__family_name",
        )
    )


@compiled
def _changes(goals: list[UUID]) -> QuerySet[ProposedChange, Any]:
    """What is proposed and not answered, the oldest first."""
    return (
        ProposedChange.objects.filter(
            proposal__goal__any_of=goals,
            proposal__settled_at__isnull=True,
            proposal__withdrawn_at__isnull=True,
            answer=ProposedChange.Answer.OPEN,
        )
        .order_by("proposal__at", "pk")
        .values(
            "clause",
            "old",
            "new",
            "reason",
            "proposal_id",
            "proposal__goal_id",
            "proposal__by_id",
            "proposal__voice",
            "proposal__at",
            "proposal__by__called",
            "proposal__by__given_name",
            "proposal__by__family_name",
        )
    )
