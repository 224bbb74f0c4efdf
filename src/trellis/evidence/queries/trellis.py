"""Reads for My trellis: what one learner has shown in a framework, as stakes with leaves, buds, flowers and rings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader
from trellis.evidence.access_growth import visible_goals_of
from trellis.evidence.for_reader import compiled_for_reader
from trellis.evidence.growth import Leaf, Plot, Stake, in_order
from trellis.evidence.queries.leaves import Leaves, Shown, leaves_of
from trellis.framework.access import visible_frameworks
from trellis.framework.models import Framework
from trellis.framework.queries_tree import TOP, Row, State, load_tree, rows_by_key, state_of
from trellis.framework.queries_words import title_of
from trellis.people.access import Standing
from trellis.plan.models import Goal
from trellis.profile.access import visible_facets
from trellis.profile.models import Facet
from trellis.school.models import Term

MOST_TERMS = 12


@dataclass(frozen=True, slots=True)
class Aim:
    """A goal that points at a competency, and whether an interest of the learner's own began it."""

    competency: str
    goal_id: UUID
    title: str
    made_at: datetime
    from_interest: bool


@dataclass(frozen=True, slots=True)
class FrameworkChoice:
    """A framework to look along."""

    id: UUID
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands side by side: the keys of the fields, the competencies under each, and the headings above those."""

    stakes: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    way: tuple[str, ...]
    n_all: int


@dataclass(frozen=True, slots=True, eq=False)
class Growing:
    """What stands and grows in one framework; the same object for as long as nothing new grows."""

    shape: Shape
    stakes: tuple[Stake, ...]
    shown: Mapping[str, tuple[Shown, ...]]
    aims: Mapping[str, tuple[Aim, ...]]


NOTHING = Growing(Shape((), (TOP,), 0), (), {}, {})


@dataclass(frozen=True, slots=True)
class TrellisPage:
    """Everything the page of one learner's trellis tells."""

    framework: Framework | None
    choices: tuple[FrameworkChoice, ...]
    growing: Growing
    rows: Mapping[str, Row]
    loose_interests: tuple[str, ...]
    terms: tuple[Term, ...]
    until: int

    @property
    def title(self) -> str:
        """What the framework is called in the reader's language."""
        return next((one.title for one in self.choices if self.framework and one.id == self.framework.pk), "")

    @property
    def is_now(self) -> bool:
        """It shows how things stand today."""
        return self.until >= len(self.terms) - 1

    @property
    def stakes(self) -> tuple[Stake, ...]:
        """The fields side by side."""
        return self.growing.stakes

    @property
    def is_opened(self) -> bool:
        """It shows the inside of one field."""
        return len(self.growing.shape.way) > 1

    @property
    def inside(self) -> str:
        """The field whose inside it shows."""
        return self.growing.shape.way[-1]

    @property
    def up(self) -> str:
        """The field around that one."""
        return self.growing.shape.way[-2] if self.is_opened else TOP

    @property
    def n_leaves(self) -> int:
        """How many leaves there are in view."""
        return sum(stake.n_seen + stake.n_young for stake in self.stakes)


def trellis_page(
    reader: Reader, standing: Standing, *, of: UUID | None, inside: str, until: int | None, language: str
) -> TrellisPage:
    """Return the trellis of a learner as this reader sees it; ``inside`` opens one field, ``until`` is a term.

    A literal number of queries, however much grows.
    """
    leaves, aims = leaves_of(reader), aims_of(reader)
    choices, framework = _choose(standing, leaves, of, language)
    terms = _terms(reader.on, leaves.first_at)
    until = len(terms) - 1 if until is None else max(0, min(until, len(terms) - 1))
    if framework is None:
        return TrellisPage(None, (), NOTHING, rows={}, loose_interests=(), terms=terms, until=until)
    before = terms[until].ends_on if 0 <= until < len(terms) - 1 else None
    growing = grown(leaves, aims, framework.pk, state_of(framework), inside=inside, before=before)
    names = {key for key, _under, _heads in growing.shape.stakes} | {*growing.shape.way[1:][-1:]}
    return TrellisPage(
        framework=framework,
        choices=choices,
        growing=growing,
        rows=rows_by_key(names, language),
        loose_interests=tuple(_loose_interests(reader)),
        terms=terms,
        until=until,
    )


@lru_cache(maxsize=64)
def grown(
    leaves: Leaves, aims: tuple[Aim, ...], framework_id: UUID, state: State, *, inside: str, before: date | None
) -> Growing:
    """Return what grows, worked out once for as long as nothing new does: everything it shows is in the arguments."""
    shown = leaves.along(framework_id)
    there = _by_competency(one for one in shown if before is None or one.at.date() < before)
    wanted = _by_competency(one for one in aims if before is None or one.made_at.date() < before)
    shape = shape_of(framework_id, state, inside)
    return Growing(shape, tuple(_stake(*field, there, wanted) for field in shape.stakes), there, wanted)


def _stake(
    key: str,
    under: tuple[str, ...],
    heads: tuple[str, ...],
    shown: Mapping[str, tuple[Shown, ...]],
    aims: Mapping[str, tuple[Aim, ...]],
) -> Stake:
    """Return one stake. What is shown for a heading as a whole grows there too, beside what stands under it."""
    above = [head for head in heads if head in shown or head in aims]
    plots = [
        Plot(
            one,
            tuple(Leaf(each.at, each.is_seen) for each in shown.get(one, ())),
            len(aims.get(one, ())),
            any(aim.from_interest for aim in aims.get(one, ())),
        )
        for one in (*above, *under)
        if one in shown or one in aims
    ]
    return in_order(plots, len(above) + len(under), key)


@lru_cache(maxsize=128)
def shape_of(framework_id: UUID, state: State, inside: str) -> Shape:
    """Return which fields stand side by side under ``inside``, worked out once for each state of a framework."""
    tree = load_tree(Framework(pk=framework_id), state)
    way = tree.path_to(inside)
    while len(tree.children.get(way[-1], ())) == 1 and tree.children.get(tree.children[way[-1]][0]):
        way.append(tree.children[way[-1]][0])
    fields = tree.children.get(way[-1]) or ([way[-1]] if way[-1] != TOP else [])
    stakes = tuple((key, *_below(tree.children, key)) for key in fields)
    return Shape(stakes, tuple(way), sum(len(under) for _key, under, _heads in stakes))


def _below(children: Mapping[str, list[str]], key: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the competencies without parts of their own under ``key`` in their order, and the headings above them."""
    under: list[str] = []
    heads: list[str] = []
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        step = waiting.pop()
        if step in seen:
            continue
        seen.add(step)
        deeper = children.get(step)
        (heads if deeper else under).append(step)
        waiting.extend(reversed(deeper or ()))
    return tuple(under), tuple(heads)


# --- What is aimed at and loved ----------------------------------------------------------------------


def aims_of(reader: Reader) -> tuple[Aim, ...]:
    """Return the open goals that this reader sees, by each competency that they reach for."""
    return tuple(
        Aim(str(competency), goal, title, made_at, kind == Facet.Kind.INTEREST)
        for competency, goal, title, made_at, kind in _open_goals(reader)
    )


@compiled_for_reader
def _open_goals(reader: Reader) -> QuerySet[Goal, Any]:
    open_goals = visible_goals_of(reader).filter(
        state__in=[Goal.State.DRAFT, Goal.State.PROPOSED, Goal.State.AGREED], competency_links__isnull=False
    )
    columns = ("competency_links__competency_id", "pk", "title", "made_at", "facet__kind")
    return open_goals.order_by("made_at", "pk").values_list(*columns)


@compiled_for_reader
def _loose_interests(reader: Reader) -> QuerySet[Facet, str]:
    """Interests of the learner's own, shown to this reader, that no goal has taken up yet."""
    facets = visible_facets(reader.person, reader.learner, reader.ties, reader.on)
    waiting = facets.filter(kind=Facet.Kind.INTEREST, put_away_at__isnull=True, goals__isnull=True).exclude(words="")
    return waiting.order_by("written_at").values_list("words", flat=True)[:6]


Found = TypeVar("Found", Shown, Aim)


def _by_competency(found: Iterable[Found]) -> dict[str, tuple[Found, ...]]:
    piles: dict[str, list[Found]] = defaultdict(list)
    for one in found:
        piles[one.competency].append(one)
    return {key: tuple(pile) for key, pile in piles.items()}


# --- Frameworks and terms ----------------------------------------------------------------------------


def _choose(
    standing: Standing, leaves: Leaves, of: UUID | None, language: str
) -> tuple[tuple[FrameworkChoice, ...], Framework | None]:
    """Return the frameworks to choose from, and the one to show: what was asked for, else where most has grown."""
    counted = leaves.counted()
    frameworks = list(visible_frameworks(standing).filter(retired_at__isnull=True).defer("case_extra", "description"))
    order = list(Framework.Kind.values)
    frameworks.sort(key=lambda one: (order.index(one.kind), title_of(one, language).casefold()))
    choices = tuple(FrameworkChoice(one.pk, title_of(one, language), one.kind) for one in frameworks)
    academic = [one for one in frameworks if one.kind == Framework.Kind.ACADEMIC] or frameworks
    best = max(academic, key=lambda one: counted[one.pk], default=None)
    return choices, next((one for one in frameworks if one.pk == of), best)


def _terms(on: date, first_at: datetime | None) -> tuple[Term, ...]:
    """Return the terms from the first leaf until today, oldest first: the stops of the slider."""
    first = first_at.date() if first_at else on
    return tuple(term for term in _all_terms(on) if term.ends_on > first or term.ends_on > on)[-MOST_TERMS:]


@compiled
def _all_terms(on: date) -> QuerySet[Term]:
    parts = Term.objects.filter(parent=OuterRef("pk")).exclude(kind=Term.Kind.GRADING_PERIOD)
    whole = Q(kind=Term.Kind.GRADING_PERIOD) | Exists(parts)
    return Term.objects.filter(starts_on__lte=on).exclude(whole).order_by("starts_on", "pk")
