"""Simple rules that a school may choose instead of the model: each is one formula that anybody can do by hand.

They take the same judgements and hand back the same `Estimates`. A rule states a level and no doubt about it: its
probabilities and its interval tell how the judgements it used are spread, nothing more.

>>> three = Seen(learner=[0, 0, 0], competency=[0, 0, 0], level=[1, 3, 2], age=[9, 5, 1], weight=[1, 1, 1],
...              judge=[0, 0, 0], purpose=["OF", "OF", "FOR"])
>>> [int(apply_rule(rule, three, n_learners=1, n_competencies=1, n_levels=4).level[0, 0]) for rule in RULES]
[2, 3, 2, 1]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from trellis.engine.arrays import Floats, Ints, UnusableInput, totals
from trellis.engine.proficiency.estimates import NOT_ENOUGH, Estimates, summed_up
from trellis.engine.proficiency.seen import Extent, Seen

LATEST_PART = 0.65
TIMES = 3


@dataclass(frozen=True, slots=True)
class Settings:
    """What a school may set.

    Attributes:
        latest_part: the part of the latest occasion in the decaying average, above 0 and at most 1.
        times: how often a level has to be seen for `n_times`, at least once.
    """

    latest_part: float = LATEST_PART
    times: int = TIMES

    def __post_init__(self) -> None:
        """Refuse what cannot be."""
        if not (0 < self.latest_part <= 1 and self.times >= 1):
            raise UnusableInput("the latest part must be above 0 and at most 1, times at least 1")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The judgements that count (weight above zero), with the number of their cell. All vectors have one length."""

    cells: Ints
    level: Ints
    age: Floats
    weight: Floats
    extent: Extent

    @property
    def n_cells(self) -> int:
        """The number of cells."""
        return self.extent.n_cells


Used = tuple[Floats, Ints]
"""How much each judgement counts under the rule (n,), and the level of each cell (cells,)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: the names of its sentence and of its formula in the catalogue of texts, and how it is reckoned."""

    text_key: str
    formula_key: str
    formula: str
    reckon: Callable[[Pieces, Settings], Used]


def _most_recent(pieces: Pieces, _settings: Settings) -> Used:
    youngest = np.full(pieces.n_cells, np.inf)
    np.minimum.at(youngest, pieces.cells, pieces.age)
    used = np.where(pieces.age == youngest[pieces.cells], pieces.weight, 0.0)
    return used, _nearest(_mean(used, pieces))


def _highest(pieces: Pieces, _settings: Settings) -> Used:
    top = np.full(pieces.n_cells, NOT_ENOUGH)
    np.maximum.at(top, pieces.cells, pieces.level)
    return np.where(pieces.level == top[pieces.cells], pieces.weight, 0.0), top


def _decaying_average(pieces: Pieces, settings: Settings) -> Used:
    """Weigh occasions by the recursion average <- part * latest + (1 - part) * average, oldest first."""
    order = np.argsort(pieces.age, kind="stable")
    # The narrowest type that holds the cells is sorted digit by digit, several times faster than by comparing.
    narrow = pieces.cells[order].astype(np.min_scalar_type(pieces.n_cells))
    order = order[np.argsort(narrow, kind="stable")]
    cells, age = pieces.cells[order], pieces.age[order]
    first = np.diff(cells, prepend=-1) != 0
    occasion = np.cumsum(first | (np.diff(age, prepend=-1.0) != 0)) - 1
    firsts = np.maximum.accumulate(np.where(first, occasion, 0))
    back = np.empty(len(order), np.int64)
    back[order] = occasion - firsts
    furthest = np.zeros(pieces.n_cells, np.int64)
    np.maximum.at(furthest, pieces.cells, back)
    keep = 1 - settings.latest_part
    part = keep**back * np.where(back == furthest[pieces.cells], 1.0, settings.latest_part)
    place = np.empty(len(order), np.int64)
    place[order] = occasion
    together = np.bincount(place, pieces.weight)
    used = part * pieces.weight / together[place]
    return used, _nearest(_mean(used, pieces))


def _n_times(pieces: Pieces, settings: Settings) -> Used:
    """Find the highest level that was reached `times` times; whoever reaches a higher level reached the lower too."""
    n_levels = pieces.extent.n_levels
    counts = np.bincount(pieces.cells * n_levels + pieces.level, minlength=pieces.n_cells * n_levels)
    reached = counts.reshape(pieces.n_cells, n_levels)[:, ::-1].cumsum(axis=1)[:, ::-1] >= settings.times
    level = reached.sum(axis=1) - 1
    return np.where(pieces.level >= level[pieces.cells], pieces.weight, 0.0), np.asarray(level)


def _rule(name: str, formula: str, reckon: Callable[[Pieces, Settings], Used]) -> Rule:
    return Rule(f"proficiency.rule.{name}", f"proficiency.rule.{name}.formula", formula, reckon)


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "most_recent": _rule("most_recent", "level = l(1)", _most_recent),
        "highest": _rule("highest", "level = max l(i)", _highest),
        "decaying_average": _rule("decaying_average", "a(n) = p * l(n) + (1 - p) * a(n-1)", _decaying_average),
        "n_times": _rule("n_times", "level = max k with count(l(i) >= k) >= n", _n_times),
    }
)
"""The rules by name. `l(i)` is the level of the i-th latest judgement; those of one day count as one occasion."""


def apply_rule(
    name: str,
    seen: Seen,
    *,
    n_learners: int,
    n_competencies: int,
    n_levels: int,
    enough: float = 1.0,
    latest_part: float = LATEST_PART,
    times: int = TIMES,
) -> Estimates:
    """Apply the rule called `name` to every learner and competency; hands back what `estimate` does.

    Nothing ages under a rule, and a judgement of weight zero does not count. `name` is one of `RULES`; `enough` is the
    sum of weights (the `amount`) below which no level is named; `latest_part` and `times` are those of `Settings`.
    Shapes and units are those of `estimate`.

    Raises UnusableInput for an unknown rule or a number out of its range.
    """
    if name not in RULES:
        raise UnusableInput(f"there is no rule {name}; there are: {', '.join(RULES)}")
    if enough < 0:
        raise UnusableInput("enough must be at least 0")
    extent, settings = Extent(n_learners, n_competencies, n_levels), Settings(latest_part, times)
    cells, counting = extent.cells(seen), seen.weight > 0
    pieces = Pieces(cells[counting], seen.level[counting], seen.age[counting], seen.weight[counting], extent)
    used = np.zeros(len(seen))
    used[counting], level = RULES[name].reckon(pieces, settings)
    amount = totals(cells, seen.weight, extent.n_cells)
    return summed_up(
        extent,
        _spread(extent, cells, seen.level, used),
        level=np.where((amount >= enough) & (amount > 0), level, NOT_ENOUGH),
        amount=amount,
        judged=(cells, used),
        text_key=RULES[name].text_key,
    )


def _spread(extent: Extent, cells: Ints, level: Ints, used: Floats) -> Floats:
    """Return (cells, levels) how the judgements that the rule used are spread; evenly where it used none."""
    n_cells, n_levels = extent.n_cells, extent.n_levels
    whole = totals(cells, used, n_cells)[:, None]
    spread = totals(cells * n_levels + level, used, n_cells * n_levels).reshape(n_cells, n_levels)
    return np.where(whole > 0, spread / np.where(whole > 0, whole, 1.0), 1 / n_levels)


def _mean(used: Floats, pieces: Pieces) -> Floats:
    """Return the mean level of each cell under the weights `used`, -1 where nothing counts."""
    whole = totals(pieces.cells, used, pieces.n_cells)
    levels = totals(pieces.cells, used * pieces.level, pieces.n_cells)
    return np.asarray(np.divide(levels, whole, out=np.full(pieces.n_cells, float(NOT_ENOUGH)), where=whole > 0))


def _nearest(mean: Floats) -> Ints:
    """Round to the nearest level, and from the middle up."""
    # Sums in another order differ in the last digit; a mean that is a half by hand must be one here as well.
    return np.floor(np.round(mean, 9) + 0.5).astype(np.int64)
