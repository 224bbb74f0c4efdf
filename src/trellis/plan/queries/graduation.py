"""The graduation map: what is asked, what counts for it, what the plan covers and what is open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.compiled import compiled
from trellis.framework.models import Requirement, RequirementItem
from trellis.framework.queries_words import in_language, natural, reader_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.plan.access import Reader
from trellis.plan.models import Goal, GoalCompetency, GoalRequirement, OwnExpectation


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A goal that covers something, and whether it is reached."""

    id: UUID
    title: str
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Counted:
    """A competency that counts for a requirement, and the goals that point at it."""

    competency_id: UUID
    code: str
    words: str
    points: int
    goals: tuple[GoalLink, ...]

    @property
    def is_open(self) -> bool:
        """No goal points at it yet."""
        return not self.goals


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement: what the school expects, what the learner expects, and where the plan stands."""

    id: UUID
    title: str
    description: str
    expected: str
    own: str
    own_version: int
    parts: tuple[Counted, ...]
    goals: tuple[GoalLink, ...]
    needed: int
    n_in_plan: int
    n_reached: int

    @property
    def is_open(self) -> bool:
        """The plan does not cover it yet."""
        return self.n_in_plan < self.needed

    @property
    def n_open(self) -> int:
        """How much the plan does not cover yet."""
        return max(0, self.needed - self.n_in_plan)


def graduation_map(reader: Reader) -> tuple[Asked, ...]:
    """Return every requirement with what a learner's plans cover of it, in five queries."""
    language = reader_language()
    by_competency, by_requirement = _goals_by_thing(reader)
    items: dict[UUID, list[RequirementItem]] = defaultdict(list)
    for item in _items():
        items[item.requirement_id].append(item)
    own = {row.requirement_id: row for row in _own(reader.learner)}
    return tuple(
        _asked(requirement, items[requirement.pk], by_competency, by_requirement, own.get(requirement.pk), language)
        for requirement in _requirements()
    )


def _asked(  # noqa: PLR0917 (one row and everything that was read for it)
    requirement: Requirement,
    items: list[RequirementItem],
    by_competency: dict[UUID, list[GoalLink]],
    by_requirement: dict[UUID, list[GoalLink]],
    own: OwnExpectation | None,
    language: str,
) -> Asked:
    parts = tuple(
        _counted(item, by_competency, language)
        for item in sorted(items, key=lambda item: natural(item.competency.code))
    )
    counts_points = requirement.rule == Requirement.Rule.POINTS
    needed = len(parts) if requirement.rule == Requirement.Rule.ALL else requirement.needed or 0
    return Asked(
        id=requirement.pk,
        title=in_language(requirement.translations, language, "title", requirement.title),
        description=in_language(requirement.translations, language, "description", requirement.description),
        expected=_expected(requirement.rule, needed, len(parts)),
        own=own.words if own else "",
        own_version=own.version if own else 0,
        parts=parts,
        goals=tuple(by_requirement.get(requirement.pk, ())),
        needed=needed,
        n_in_plan=sum(part.points if counts_points else 1 for part in parts if part.goals),
        n_reached=sum(
            part.points if counts_points else 1 for part in parts if any(goal.is_reached for goal in part.goals)
        ),
    )


def _counted(item: RequirementItem, by_competency: dict[UUID, list[GoalLink]], language: str) -> Counted:
    competency = item.competency
    plain = competency.short_statement or competency.statement_plain
    return Counted(
        competency_id=competency.pk,
        code=competency.code,
        words=shortened(statement_plain(plain, competency.translations, language), 110),
        points=item.points,
        goals=tuple(by_competency.get(competency.pk, ())),
    )


def _expected(rule: str, needed: int, n_parts: int) -> str:
    if rule == Requirement.Rule.ALL:
        return ngettext("this one", "all %(n)s of these", n_parts) % {"n": n_parts}
    if rule == Requirement.Rule.COUNT:
        return _("any %(n)s of these %(all)s") % {"n": needed, "all": n_parts}
    return ngettext("%(n)s point from these", "%(n)s points from these", needed) % {"n": needed}


def _goals_by_thing(reader: Reader) -> tuple[dict[UUID, list[GoalLink]], dict[UUID, list[GoalLink]]]:
    """Return the goals in a learner's plans by competency and by requirement: on the table, agreed or reached."""
    competencies: dict[UUID, list[GoalLink]] = defaultdict(list)
    for thing, pk, title, state in _competency_links(reader.learner):
        competencies[thing].append(GoalLink(pk, title, state == Goal.State.REACHED))
    requirements: dict[UUID, list[GoalLink]] = defaultdict(list)
    for thing, pk, title, state in _requirement_links(reader.learner):
        requirements[thing].append(GoalLink(pk, title, state == Goal.State.REACHED))
    return competencies, requirements


_COUNTS = (Goal.State.PROPOSED, Goal.State.AGREED, Goal.State.REACHED)


@compiled
def _competency_links(learner: Person) -> QuerySet[GoalCompetency, tuple[UUID, UUID, str, str]]:
    links = GoalCompetency.objects.filter(goal__learner=learner, goal__state__in=_COUNTS).order_by("goal__pk")
    return links.values_list("competency_id", "goal_id", "goal__title", "goal__state")


@compiled
def _requirement_links(learner: Person) -> QuerySet[GoalRequirement, tuple[UUID, UUID, str, str]]:
    links = GoalRequirement.objects.filter(goal__learner=learner, goal__state__in=_COUNTS).order_by("goal__pk")
    return links.values_list("requirement_id", "goal_id", "goal__title", "goal__state")


@compiled
def _requirements() -> QuerySet[Requirement]:
    return Requirement.objects.order_by("position", "pk")


@compiled
def _items() -> QuerySet[RequirementItem]:
    return RequirementItem.objects.select_related("competency").filter(competency__retired_at__isnull=True)


@compiled
def _own(learner: Person) -> QuerySet[OwnExpectation]:
    return OwnExpectation.objects.filter(learner=learner)


def own_expectation(learner: Person, requirement_id: UUID) -> tuple[str, int]:
    """Return what a learner wrote for a requirement and its version; nothing and 0 where they wrote nothing."""
    row = OwnExpectation.objects.filter(learner=learner, requirement=requirement_id).first()
    return (row.words, row.version) if row else ("", 0)
