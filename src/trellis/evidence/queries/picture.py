"""Reads for the class picture: by competency who can do what next, by learner the next step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import FloatField, Func, Q, QuerySet, TextField
from django.db.models.functions import Cast

from trellis.core.compiled import compiled
from trellis.evidence.access_lessons import class_learners, weighable_judgements_in
from trellis.evidence.modelling import A_DAY
from trellis.evidence.modelling_class import Acts, Rated, acts_of
from trellis.evidence.models import EvidencePolicy, Judgement
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

    id: str
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
    acts, words_by_key = _acts(person, school_class, keys, on, now)
    named = [(key, words) for key, words in words_by_key.items() if key in acts]
    shown = named[:MOST_COMPETENCIES]
    names = {str(one.pk): one.full_name for one in learners}
    lines = tuple(_line(key, words, acts[key], names) for key, words in shown)
    steps = _next_steps(keys)
    ready: dict[str, list[str]] = {}
    for key, words in shown:
        for learner in acts[key].ready:
            ready.setdefault(learner, []).append(words)
    people = tuple(
        Next(one.pk, one.full_name, *steps.get(one.pk, ("", None)), tuple(ready.get(str(one.pk), ())[:MOST_READY]))
        for one in learners
    )
    return Picture(lines, people, len(named) - len(shown))


def _line(key: str, words: str, acts: Acts, names: Mapping[str, str]) -> Line:
    groups = [tuple(names[one] for one in group) for group in (acts.ready, acts.on_the_way, acts.reached)]
    return Line(key, words, *groups)


def _acts(
    person: Person, school_class: SchoolClass, learners: list[UUID], on: date, now: datetime
) -> tuple[dict[str, Acts], dict[str, str]]:
    """Return whom each competency concerns how, and what it is called, in the order of codes.

    Each framework is reckoned by itself, as its scale is its own; the queries are few for all together.
    """
    rows = _judgements(person, learners, on)
    if not rows:
        return {}, {}
    judged = list({row[1] for row in rows})
    edges = [(str(before), str(after)) for before, after in _precedes(judged)]
    known = _competencies([*{*judged, *(key for edge in edges for key in edge)}])
    frameworks = {str(one.pk): (one.framework_id, one.framework.scale_id) for one in known}
    levels: dict[UUID | None, dict[str, int]] = defaultdict(dict)
    for scale, level in _levels([scale for _framework, scale in set(frameworks.values()) if scale is not None]):
        levels[scale][str(level)] = len(levels[scale])
    chosen = next((RuleChosen(one.rule, one.times) for one in _policy(school_class.school_id)), RuleChosen())
    found: dict[str, Acts] = {}
    second = now.timestamp()
    for where in set(frameworks.values()):
        places, inside = levels[where[1]], {key for key, framework in frameworks.items() if framework == where}
        rated = [
            Rated(learner, about, places[level], max(0.0, (second - at) / A_DAY), voice, by, purpose)
            for learner, about, level, at, voice, by, purpose in rows
            if about in inside and level in places
        ]
        before = [(one, other) for one, other in edges if one in inside and other in inside]
        found |= acts_of(rated, learners=[*map(str, learners)], precedes=before, n_levels=len(places), chosen=chosen)
    language = reader_language()
    return found, {str(one.pk): words_of(one, language) for one in known if one.retired_at is None}


@compiled
def _judgements(person: Person, learners: list[UUID], on: date) -> QuerySet[Judgement, Any]:
    """Judgements with their level and second; what was revisited since is said by the newer one."""
    found = weighable_judgements_in(person, learners, on)
    found = found.exclude(revisited_by__isnull=False, revisited_by__withdrawn_at__isnull=True)
    # A thousand moments in time take longer to read than all the rest.
    found = found.annotate(
        second=Func("at", template="extract(epoch FROM %(expressions)s)::float8", output_field=FloatField())
    )
    learner, about, level, by = (
        Cast(name, TextField()) for name in ("learner_id", "competency_id", "level_id", "by_id")
    )
    return found.order_by("at", "pk").values_list(learner, about, level, "second", "voice", by, "purpose")


@compiled
def _levels(scales: list[UUID]) -> QuerySet[Level, tuple[UUID, UUID]]:
    return Level.objects.filter(scale__any_of=scales).order_by("scale", "position").values_list("scale_id", "pk")


@compiled
def _precedes(judged: list[UUID]) -> QuerySet[CompetencyLink, tuple[UUID, UUID]]:
    """What leads to what was judged, or to what something of it leads to: nobody is ready for anything else."""
    links = CompetencyLink.objects.filter(kind=CompetencyLink.Kind.PRECEDES)
    links = links.filter(origin__isnull=False, destination__isnull=False)
    led_to = links.filter(origin__any_of=judged).values("destination")
    near = links.filter(Q(destination__any_of=judged) | Q(destination__in=led_to))
    return near.order_by("pk").values_list("origin_id", "destination_id")


@compiled
def _policy(school_id: UUID) -> QuerySet[EvidencePolicy]:
    return EvidencePolicy.objects.filter(school=school_id)[:1]


@compiled
def _competencies(keys: list[UUID]) -> QuerySet[Competency]:
    found = Competency.objects.filter(pk__any_of=keys).select_related("framework")
    columns = ("short_statement", "statement", "translations", "code", "retired_at", "framework__scale")
    return found.only(*columns).order_by("code", "pk")


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
