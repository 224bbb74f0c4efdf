"""Reads for the class picture: by competency who can do what next, by learner the next step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access_lessons import class_learners, weighable_judgements_in
from trellis.evidence.modelling_class import Acts, Rated, acts_of
from trellis.evidence.models import EvidencePolicy
from trellis.evidence.queries.growing import RuleChosen
from trellis.evidence.queries.noticing import words_of
from trellis.framework.models import Competency, CompetencyLink, Level
from trellis.framework.queries_words import reader_language
from trellis.people.models import Person
from trellis.plan.models import Goal, Step
from trellis.school.models import SchoolClass

MOST_COMPETENCIES = 40
MOST_READY = 2


@dataclass(frozen=True, slots=True)
class Line:
    """One competency, and the names of whom it concerns how, each group in the order of names."""

    id: UUID
    words: str
    ready: tuple[str, ...]
    on_the_way: tuple[str, ...]
    reached: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Next:
    """A learner's next step, and what they are ready for."""

    id: UUID
    name: str
    step: str
    due_on: date | None
    ready_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """What an educator can do next with a class."""

    lines: tuple[Line, ...]
    learners: tuple[Next, ...]
    left_out: int


def class_picture(person: Person, school_class: SchoolClass, on: date, now: datetime) -> Picture:
    """Return the picture of a class as this educator may see it: this term, what they judged, and peers."""
    learners = class_learners(school_class, on)
    keys = [one.pk for one in learners]
    acts = _acts(person, school_class, keys, on, now)
    named = _named([*acts])
    shown = named[:MOST_COMPETENCIES]
    names = {one.pk: one.full_name for one in learners}
    lines = tuple(_line(key, words, acts[key], names) for key, words in shown)
    steps = _next_steps(keys)
    ready: dict[UUID, list[str]] = {}
    for key, words in shown:
        for learner in acts[key].ready:
            ready.setdefault(learner, []).append(words)
    people = tuple(
        Next(one.pk, one.full_name, *steps.get(one.pk, ("", None)), tuple(ready.get(one.pk, ())[:MOST_READY]))
        for one in learners
    )
    return Picture(lines, people, len(named) - len(shown))


def _line(key: UUID, words: str, acts: Acts, names: Mapping[UUID, str]) -> Line:
    groups = [tuple(names[one] for one in group) for group in (acts.ready, acts.on_the_way, acts.reached)]
    return Line(key, words, *groups)


def _acts(
    person: Person, school_class: SchoolClass, learners: Sequence[UUID], on: date, now: datetime
) -> dict[UUID, Acts]:
    """Reckon each framework by itself, as its scale is its own; the queries are few for all together."""
    rows = list(_judged(person, list(learners), on))
    if not rows:
        return {}
    scales = {framework: scale for _said, framework, scale, _level in rows}
    levels: dict[UUID, list[UUID]] = {}
    for scale, level in _levels([one for one in scales.values() if one is not None]):
        levels.setdefault(scale, []).append(level)
    precedes: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for framework, before, after in _precedes(list(scales)):
        precedes.setdefault(framework, []).append((before, after))
    chosen = next((RuleChosen(one.rule, one.times) for one in _policy(school_class.school_id)), RuleChosen())
    found: dict[UUID, Acts] = {}
    for framework, scale in scales.items():
        places = {level: place for place, level in enumerate(levels.get(scale, ()))} if scale else {}
        rated = [
            Rated(said[0], said[1], places[level], *said[2:])
            for said, where, _scale, level in rows
            if where == framework and level in places
        ]
        about = {"learners": learners, "precedes": precedes.get(framework, ()), "n_levels": len(places)}
        found |= acts_of(rated, **about, chosen=chosen, now=now)
    return found


def _judged(person: Person, learners: list[UUID], on: date) -> list[tuple[tuple, UUID, UUID | None, UUID]]:  # type: ignore[type-arg]
    """Return judgements with their framework, scale and level; what was revisited since is said by the newer one."""
    return [(row[:6], *row[6:]) for row in _judgements(person, learners, on)]


@compiled
def _judgements(person: Person, learners: list[UUID], on: date) -> QuerySet:  # type: ignore[type-arg]
    found = weighable_judgements_in(person, learners, on)
    found = found.exclude(revisited_by__isnull=False, revisited_by__withdrawn_at__isnull=True)
    columns = ("learner_id", "competency_id", "at", "voice", "by_id", "purpose")
    framework = ("competency__framework_id", "competency__framework__scale_id", "level_id")
    return found.order_by("at", "pk").values_list(*columns, *framework)


@compiled
def _levels(scales: list[UUID]) -> QuerySet[Level, tuple[UUID, UUID]]:
    return Level.objects.filter(scale__any_of=scales).order_by("scale", "position").values_list("scale_id", "pk")


@compiled
def _precedes(frameworks: list[UUID]) -> QuerySet:  # type: ignore[type-arg]
    links = CompetencyLink.objects.filter(framework__any_of=frameworks, kind=CompetencyLink.Kind.PRECEDES)
    both = links.filter(origin__isnull=False, destination__isnull=False)
    return both.order_by("pk").values_list("framework_id", "origin_id", "destination_id")


@compiled
def _policy(school_id: UUID) -> QuerySet[EvidencePolicy]:
    return EvidencePolicy.objects.filter(school=school_id)[:1]


def _named(keys: list[UUID]) -> list[tuple[UUID, str]]:
    language = reader_language()
    return [(one.pk, words_of(one, language)) for one in _competencies(keys)]


@compiled
def _competencies(keys: list[UUID]) -> QuerySet[Competency]:
    found = Competency.objects.filter(pk__any_of=keys, retired_at__isnull=True)
    return found.only("short_statement", "statement", "translations", "code").order_by("code", "pk")


def _next_steps(learners: list[UUID]) -> dict[UUID, tuple[str, date | None]]:
    """Return the first step that is not done of each learner, in goals that are no drafts."""
    found: dict[UUID, tuple[str, date | None]] = {}
    for learner, title, due_on in _steps(learners):
        found.setdefault(learner, (title, due_on))
    return found


@compiled
def _steps(learners: list[UUID]) -> QuerySet:  # type: ignore[type-arg]
    under_way = (Goal.State.PROPOSED, Goal.State.AGREED)
    steps = Step.objects.filter(goal__learner__any_of=learners, goal__state__in=under_way)
    steps = steps.filter(done_at__isnull=True, removed_at__isnull=True)
    ordered = steps.order_by("goal__position", "goal__made_at", "position", "pk")
    return ordered.values_list("goal__learner_id", "title", "due_on")
