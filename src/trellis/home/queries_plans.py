"""Reads for Today about plans: what is next, what waits for whom, whom nobody has spoken with lately."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Subquery

from trellis.core.audience import Audience
from trellis.core.compiled import compiled
from trellis.core.models import Moment
from trellis.core.queries import until_something_happens
from trellis.people.access import Standing, children_of, coordinated_schools
from trellis.people.models import Person, Role, School
from trellis.plan.models import Agreement, Expectation, Goal, PlanPolicy, Proposal, Step, Suggestion, Voice
from trellis.plan.queries.conferences_due import (
    ConferenceLine,
    Due,
    coming_conferences,
    conferences_due,
    next_conference,
)
from trellis.plan.queries.expectations import SOON
from trellis.profile.models import Facet
from trellis.profile.queries import Noticed, noticed_for
from trellis.profile.queries_check_ins import Round, open_rounds
from trellis.school.access import learners_of
from trellis.school.models import Enrolment

STEPS = 5
LINES = 6
FEW = 2
SPOKEN_EVERY_DAYS = 14
SMALLEST_COUNT = 5  # smaller groups of people could be recognised


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step to take next, with the goal that it leads to."""

    id: UUID
    title: str
    due_on: date | None
    goal_id: UUID
    goal: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for whoever looks: who, what about, and since when."""

    goal_id: UUID | None
    title: str
    who: str
    who_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class LearnerPlan:
    """What a learner does next, who answered, and what they might say next."""

    steps: tuple[NextStep, ...]
    proposals: tuple[Waiting, ...]
    suggestions: tuple[Waiting, ...]
    noticed: tuple[Noticed, ...]
    rounds: tuple[Round, ...]
    n_drafts: int
    conference: ConferenceLine | None

    @property
    def n_waiting(self) -> int:
        """How much waits for the learner's answer, besides what others noticed, which is answered on Today itself."""
        return len(self.proposals) + len(self.suggestions) + len(self.rounds)

    @property
    def noticed_first(self) -> tuple[Noticed, ...]:
        """What to answer first; the rest stands on "About me"."""
        return self.noticed[:FEW]


def learner_plan(learner: Person, on: date, now: datetime) -> LearnerPlan:
    """Return a learner's morning with their plan. Seven queries."""
    return LearnerPlan(
        steps=tuple(NextStep(*row) for row in _steps(learner)),
        proposals=_waiting(_proposals(learner)),
        suggestions=_waiting(_suggestions(learner)),
        noticed=tuple(noticed_for(learner)),
        rounds=tuple(one for one in open_rounds(learner, on) if not one.is_answered)[:LINES],
        n_drafts=len(_drafts(learner)),
        conference=next_conference(learner, now, learner),
    )


def _waiting(rows: list[Any]) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(goal_id, title, f"{called or given} {family}".strip(), who_id, at)
        for goal_id, title, called, given, family, who_id, at in rows
    )


@compiled
def _steps(learner: Person) -> QuerySet[Step, tuple[UUID, str, date | None, UUID, str]]:
    return (
        Step.objects.filter(goal__learner=learner, goal__state__in=(Goal.State.PROPOSED, Goal.State.AGREED))
        .filter(removed_at__isnull=True)
        .exclude(state=Step.State.DONE)
        .order_by(F("due_on").asc(nulls_last=True), "goal__position", "position", "pk")
        .values_list("pk", "title", "due_on", "goal_id", "goal__title")[:STEPS]
    )


@compiled
def _proposals(learner: Person) -> QuerySet[Proposal, Any]:
    return (
        Proposal.objects.filter(goal__learner=learner, settled_at__isnull=True, withdrawn_at__isnull=True)
        .order_by("-at", "pk")
        .values_list("goal_id", "goal__title", "by__called", "by__given_name", "by__family_name", "by_id", "at")[:LINES]
    )


@compiled
def _suggestions(learner: Person) -> QuerySet[Suggestion, Any]:
    return (
        Suggestion.objects.filter(learner=learner, answer=Suggestion.Answer.OPEN)
        .order_by("-at", "pk")
        .values_list("goal_id", "title", "by__called", "by__given_name", "by__family_name", "by_id", "at")[:LINES]
    )


@compiled
def _drafts(learner: Person) -> QuerySet[Goal, UUID]:
    return Goal.objects.filter(learner=learner, state=Goal.State.DRAFT).values_list("pk", flat=True)[:LINES]


@dataclass(frozen=True, slots=True)
class Unheard:
    """A learner with whom nobody has spoken lately, and when somebody last did."""

    learner_id: UUID
    name: str
    last_on: date | None


@dataclass(frozen=True, slots=True)
class EducatorPlans:
    """Proposals that wait for an educator, and whom nobody has spoken with lately: by time, never by achievement."""

    proposals: tuple[Waiting, ...]
    unheard: tuple[Unheard, ...]
    due: tuple[Due, ...]
    coming: tuple[ConferenceLine, ...]
    n_ending: int


def educator_plans(educator: Person, on: date, now: datetime) -> EducatorPlans:
    """Return what waits for an educator in the plans of their learners. Six queries, one of which says who they are."""
    learners = _learners(educator, on)
    return EducatorPlans(
        proposals=_waiting(_goals_on_the_table(learners)),
        unheard=tuple(_not_spoken_with(learners, on, now)),
        due=conferences_due(educator, on)[:LINES],
        coming=_taking_place(educator, on, now)[:LINES],
        n_ending=len(_ending(learners, on + SOON)),
    )


def _taking_place(reader: Person, on: date, now: datetime) -> tuple[ConferenceLine, ...]:
    return tuple(line for line in coming_conferences(reader, on, now) if not line.is_cancelled)


@compiled
def _learners(educator: Person, on: date) -> QuerySet[Person, UUID]:
    return learners_of(educator, on).values_list("pk", flat=True)


@compiled
def _ending(learners: list[UUID], soon: date) -> QuerySet[Expectation, UUID]:
    mine = Expectation.objects.filter(learner__any_of=learners, ended_on__isnull=True)
    return mine.filter(until__lte=soon, renewed_by__isnull=True).values_list("pk", flat=True)[:LINES]


@compiled
def _goals_on_the_table(learners: list[UUID]) -> QuerySet[Goal, Any]:
    heard = Agreement.objects.filter(goal=OuterRef("pk"), version=OuterRef("version"), voice=Voice.EDUCATOR)
    answered = Proposal.objects.filter(
        goal=OuterRef("pk"), voice=Voice.EDUCATOR, settled_at__isnull=True, withdrawn_at__isnull=True
    )
    return (
        Goal.objects.filter(state=Goal.State.PROPOSED, learner__any_of=learners)
        .exclude(Exists(heard))
        .exclude(Exists(answered))
        .order_by("proposed_at", "pk")
        .values_list(
            "pk",
            "title",
            "learner__called",
            "learner__given_name",
            "learner__family_name",
            "learner_id",
            "proposed_at",
        )[:LINES]
    )


def _not_spoken_with(learners: list[UUID], on: date, now: datetime) -> list[Unheard]:
    """Return whom to speak with: longest ago first, then by name."""
    found = []
    for row in _last_spoken(learners, on):
        days = row["every"] or SPOKEN_EVERY_DAYS
        if row["last"] is None or row["last"] < now - timedelta(days=days):
            name = f"{row['called'] or row['given_name']} {row['family_name']}".strip()
            found.append((row["last"] is not None, row["last"], name.casefold(), row["pk"], name))
    found.sort(key=lambda entry: (entry[0], entry[1] or now, entry[2], entry[3]))
    return [Unheard(pk, name, last.date() if last else None) for _known, last, _folded, pk, name in found[:LINES]]


@compiled
def _last_spoken(learners: list[UUID], on: date) -> QuerySet[Person, Any]:
    # Those who teach any of them, found once: not all who teach in the district.
    classes = Enrolment.objects.live(on).filter(role=Enrolment.Role.LEARNER, person__any_of=learners)
    teaching = Enrolment.objects.live(on).exclude(role=Enrolment.Role.LEARNER)
    teachers = teaching.filter(school_class__in=classes.values("school_class")).values("person")
    spoken = (
        Moment.objects.filter(learner_id=OuterRef("pk"), actor_id__in=teachers)
        .exclude(actor_id=OuterRef("pk"))
        .order_by("-at")
    )
    roles = Role.objects.live(on).filter(person=OuterRef(OuterRef("pk")), kind=Role.Kind.LEARNER)
    policies = PlanPolicy.objects.filter(school__in=roles.values("school")).order_by("spoken_every_days")
    return (
        Person.objects.filter(pk__any_of=learners)
        .annotate(last=Subquery(spoken.values("at")[:1]), every=Subquery(policies.values("spoken_every_days")[:1]))
        .values("pk", "called", "given_name", "family_name", "last", "every")
    )


@dataclass(frozen=True, slots=True)
class ChildPlan:
    """What a child is proud of, as far as they show it, and what waits for the family's voice."""

    proud_of: tuple[str, ...]
    reached: tuple[tuple[UUID, str], ...]
    waiting: tuple[tuple[UUID, str], ...]
    conference: ConferenceLine | None


def family_plans(guardian: Person, on: date, now: datetime) -> dict[UUID, ChildPlan]:
    """Return by child what a family sees of the plans. Four queries, however many children."""
    proud: dict[UUID, list[str]] = defaultdict(list)
    for child, words in _strengths(guardian, on):
        if len(proud[child]) < 3:
            proud[child].append(words)
    reached: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for child, pk, title in _reached(guardian, on):
        if len(reached[child]) < 3:
            reached[child].append((pk, title))
    waiting: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for child, pk, title in _unheard_by_family(guardian, on):
        waiting[child].append((pk, title))
    meetings: dict[UUID, ConferenceLine] = {}
    for line in _taking_place(guardian, on, now):
        meetings.setdefault(line.learner_id, line)
    children = proud.keys() | reached.keys() | waiting.keys() | meetings.keys()
    return {c: ChildPlan(tuple(proud[c]), tuple(reached[c]), tuple(waiting[c]), meetings.get(c)) for c in children}


@compiled
def _strengths(guardian: Person, on: date) -> QuerySet[Facet, tuple[UUID, str]]:
    return (
        Facet.objects.filter(
            learner__in=children_of(guardian, on).values("pk"),
            kind=Facet.Kind.STRENGTH,
            audience__in=(Audience.FAMILY, Audience.CIRCLE),
            put_away_at__isnull=True,
        )
        .exclude(words="")
        .order_by("-written_at", "-pk")
        .values_list("learner_id", "words")
    )


@compiled
def _reached(guardian: Person, on: date) -> QuerySet[Goal, tuple[UUID, UUID, str]]:
    mine = Goal.objects.filter(learner__in=children_of(guardian, on).values("pk"), state=Goal.State.REACHED)
    return mine.order_by("-ended_at", "-pk").values_list("learner_id", "pk", "title")


@compiled
def _unheard_by_family(guardian: Person, on: date) -> QuerySet[Goal, tuple[UUID, UUID, str]]:
    heard = Agreement.objects.filter(goal=OuterRef("pk"), version=OuterRef("version"), voice=Voice.FAMILY)
    mine = Goal.objects.filter(learner__in=children_of(guardian, on).values("pk"), state=Goal.State.PROPOSED)
    return mine.exclude(Exists(heard)).order_by("proposed_at", "pk").values_list("learner_id", "pk", "title")


@dataclass(frozen=True, slots=True)
class PlanStages:
    """How many learners of a school are how far with their plans; None where so few that they could be recognised."""

    school: str
    not_yet: int | None
    on_the_table: int | None
    agreed: int | None


def plan_stages(standing: Standing, on: date) -> tuple[PlanStages, ...]:
    """Return for each school somebody runs at which stage its plans are, kept until something happens."""
    key = "all" if standing.is_district_coordinator else "-".join(sorted(str(pk) for pk in standing.coordinates))
    return until_something_happens(f"plans-{on}-{key}", lambda: _count_stages(standing, on))


def _count_stages(standing: Standing, on: date) -> tuple[PlanStages, ...]:
    goals = Goal.objects.filter(learner=OuterRef("person"))
    counted: dict[UUID, dict[tuple[bool, bool], int]] = defaultdict(dict)
    rows = (
        Role.objects.live(on)
        .filter(kind=Role.Kind.LEARNER)
        .annotate(
            on_table=Exists(goals.filter(state=Goal.State.PROPOSED)),
            agreed=Exists(goals.filter(state=Goal.State.AGREED)),
        )
        .values_list("school_id", "on_table", "agreed")
        .annotate(n=Count("person", distinct=True))
    )
    for school_id, on_table, agreed, n in rows:
        counted[school_id][on_table, agreed] = n
    schools = coordinated_schools(standing).filter(kind=School.Kind.SCHOOL, closed_on__isnull=True).order_by("name")
    return tuple(
        PlanStages(
            school=school.name,
            not_yet=_enough(counted[school.pk].get((False, False), 0)),
            on_the_table=_enough(counted[school.pk].get((True, False), 0) + counted[school.pk].get((True, True), 0)),
            agreed=_enough(counted[school.pk].get((False, True), 0)),
        )
        for school in schools
    )


def _enough(count: int) -> int | None:
    # Nobody is hidden as a few are: else the first plan that is agreed would show.
    return count if count >= SMALLEST_COUNT else None
