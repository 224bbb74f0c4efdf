"""Reads about expectations: what sits below the expected stage, what ends soon, and what lasts or comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext

from trellis.core.compiled import compiled
from trellis.framework.access import visible_frameworks
from trellis.framework.models import Competency
from trellis.framework.queries_words import reader_language, shortened, statement_plain, title_of
from trellis.people.access import Standing, coordinated_schools
from trellis.people.models import Person, School
from trellis.plan.models import Expectation, ExpectationLimit, Goal, PlanPolicy
from trellis.plan.stages import stages_below
from trellis.school.access import learners_of

DEFAULT_LIMIT = 1
SOON = timedelta(days=14)
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Below:
    """A competency that sits below the stage expected of a learner, and how far the school lets it."""

    competency_id: UUID
    statement: str
    stages: int
    limit: int

    @property
    def is_too_far(self) -> bool:
        """Beyond what the school allows with any reason."""
        return self.stages > self.limit


def below_expected(learner: Person, competencies: Iterable[UUID]) -> tuple[Below, ...]:
    """Return which of these competencies sit below the stage expected of the learner. One query."""
    language = reader_language()
    found = []
    for pk, levels, short, plain, translations, limit in _levels(list(competencies)):
        stages = stages_below(learner.grades, levels)
        if stages:
            statement = shortened(statement_plain(short or plain, translations, language), 90)
            found.append(Below(pk, statement, stages, DEFAULT_LIMIT if limit is None else limit))
    return tuple(found)


@compiled
def _levels(
    competencies: list[UUID],
) -> QuerySet[Competency, tuple[UUID, list[str], str, str, dict[str, object], int | None]]:
    return Competency.objects.filter(pk__any_of=competencies).values_list(
        "pk",
        "education_levels",
        "short_statement",
        "statement_plain",
        "translations",
        "framework__expectation_limit__stages_below",
    )


def too_far(item: Below) -> str:
    """Return the sentence for a competency beyond the school's limit."""
    return ngettext(
        "“%(statement)s” is meant for earlier years. Your school lets a goal sit at most %(n)s year below.",
        "“%(statement)s” is meant for earlier years. Your school lets a goal sit at most %(n)s years below.",
        item.limit,
    ) % {"statement": item.statement, "n": item.limit}


def unanswered_for(goal: Goal, on: date) -> tuple[Below, ...]:
    """Return what in a goal sits below the expected stage without anybody answering for it today. Two queries."""
    below = below_expected(goal.learner, goal.competency_links.values_list("competency_id", flat=True))
    if not below:
        return ()
    answered = set(live_expectations(on).filter(goal=goal).values_list("competency_id", flat=True))
    return tuple(item for item in below if item.competency_id not in answered)


def live_expectations(on: date) -> QuerySet[Expectation]:
    """Return the expectations that hold on a day."""
    return Expectation.objects.filter(starts_on__lte=on, until__gt=on).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    )


@dataclass(frozen=True, slots=True)
class Lowered:
    """A lowered expectation in a list: whose, about what, since when, until when, and who answers for it."""

    id: UUID
    learner_id: UUID
    learner: str
    goal_id: UUID
    statement: str
    stages: int
    reason: str
    author: str
    starts_on: date
    until: date
    times: int


def ending_soon(educator: Person, on: date) -> tuple[Lowered, ...]:
    """Return what ends within two weeks, or ended and was not looked at, for an educator's learners; by date."""
    mine = Expectation.objects.filter(
        learner__in=learners_of(educator, on).values("pk"), ended_on__isnull=True, until__lte=on + SOON
    )
    return _lines(mine.filter(renewed_by__isnull=True))


def lasting(learners: QuerySet[Person], on: date) -> tuple[Lowered, ...]:
    """Return what lasts or comes back: lowered twice or more within a year for the same learner and framework.

    For the adviser and the coordinator; the newest of each, by name. Never for other learners.
    """
    recent = Expectation.objects.filter(learner__in=learners.values("pk"), starts_on__gt=on - LOOKED_BACK)
    counted: dict[tuple[UUID, UUID], list[UUID]] = defaultdict(list)
    rows = recent.order_by("-starts_on", "-pk").values_list("pk", "learner_id", "competency__framework_id")
    for pk, learner_id, framework_id in rows:
        counted[learner_id, framework_id].append(pk)
    newest = {ids[0]: len(ids) for ids in counted.values() if len(ids) > 1}
    lines = _lines(Expectation.objects.filter(pk__in=newest), times=newest)
    return tuple(sorted(lines, key=lambda line: line.learner.casefold()))


def _lines(expectations: QuerySet[Expectation], times: dict[UUID, int] | None = None) -> tuple[Lowered, ...]:
    language = reader_language()
    return tuple(
        Lowered(
            id=row.pk,
            learner_id=row.learner_id,
            learner=row.learner.full_name,
            goal_id=row.goal_id,
            statement=shortened(
                statement_plain(
                    row.competency.short_statement or row.competency.statement_plain,
                    row.competency.translations,
                    language,
                ),
                90,
            ),
            stages=row.stages_below,
            reason=row.reason,
            author=row.author.full_name,
            starts_on=row.starts_on,
            until=row.until,
            times=(times or {}).get(row.pk, 1),
        )
        for row in expectations.select_related("learner", "author", "competency").order_by("until", "pk")
    )


def limit_of(framework_id: UUID) -> ExpectationLimit:
    """Return what the school set for a framework; where it said nothing, an unsaved row of version 0."""
    found = ExpectationLimit.objects.filter(framework=framework_id).first()
    return found or ExpectationLimit(framework_id=framework_id, stages_below=DEFAULT_LIMIT, version=0)


def limits_by_framework(standing: Standing) -> tuple[tuple[UUID, str, int], ...]:
    """Return the frameworks in use with how far below a goal may sit."""
    rows = visible_frameworks(standing).filter(retired_at__isnull=True).order_by("kind", "title")
    language = reader_language()
    return tuple(
        (
            row.pk,
            title_of(row, language),
            row.expectation_limit.stages_below if hasattr(row, "expectation_limit") else DEFAULT_LIMIT,
        )
        for row in rows.select_related("expectation_limit")
    )


def live_of_goal(goal: Goal, competency_id: UUID) -> Expectation | None:
    """Return the expectation that nobody has ended yet, which a new one renews."""
    return Expectation.objects.filter(goal=goal, competency=competency_id, ended_on__isnull=True).first()


def policy_of(school: School) -> PlanPolicy | None:
    """Return what a school decided about plans, None where the defaults hold."""
    return PlanPolicy.objects.filter(school=school).first()


def policies_of(standing: Standing) -> tuple[tuple[School, PlanPolicy], ...]:
    """Return the schools that somebody runs with what holds there."""
    schools = coordinated_schools(standing).filter(kind=School.Kind.SCHOOL, closed_on__isnull=True)
    rows = schools.select_related("plan_policy").order_by("name")
    return tuple((row, row.plan_policy if hasattr(row, "plan_policy") else PlanPolicy(school=row)) for row in rows)
