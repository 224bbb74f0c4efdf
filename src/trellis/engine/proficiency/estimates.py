"""What every way of estimating hands back, and how it is summed up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trellis.engine.arrays import Bools, Floats, Ints, totals
from trellis.engine.proficiency.seen import Extent

NOT_ENOUGH = -1
"""Stands for a level where too little has been seen to name one."""

LIKELY = 0.8
"""How much of what is possible an interval holds."""

NO_ANSWERS: tuple[Ints, Floats] = (np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """What a class can do, as far as has been seen. L learners, C competencies, K levels, n judgements, m answers.

    Attributes:
        level: (L, C) the most likely level, `NOT_ENOUGH` where too little was seen.
        probability: (L, C, K) how likely each level is; sums to one. Where nothing was seen, what was assumed before.
        low, high: (L, C) the ends of the 80 % interval, in levels: level k reaches from k - 0.5 to k + 0.5.
        amount: (L, C) how much was seen, in fresh ordinary judgements.
        enough: (L, C) whether that is enough to name a level.
        weight: (n,) what each judgement counts today, in fresh ordinary judgements.
        share: (n,) its part of everything that counts for its learner and competency; sums to one with the answers'.
        answer_weight, answer_share: (m,) the same of each answer.
        text_key: the name of the sentence that explains the method.
    """

    level: Ints
    probability: Floats
    low: Floats
    high: Floats
    amount: Floats
    enough: Bools
    weight: Floats
    share: Floats
    answer_weight: Floats
    answer_share: Floats
    text_key: str

    @property
    def n_levels(self) -> int:
        """The number of levels of the scale."""
        return int(self.probability.shape[2])

    def at_least(self, level: int) -> Floats:
        """Return (L, C) how likely it is that `level` is reached or passed."""
        return np.asarray(self.probability[:, :, max(level, 0) :].sum(axis=2))


def interval(mass: Floats, *, n_levels: int, likely: float = LIKELY) -> tuple[Floats, Floats]:
    """Return the ends of the middle `likely` of each row of `mass`, in levels.

    Args:
        mass: (n, G) how likely each of G equal slices of the scale is, first level to last; rows sum to one.
        n_levels: K; the slices together reach from -0.5 to K - 0.5.
        likely: between 0 and 1; as much is cut off below as above.

    >>> low, high = interval(np.array([[0.0, 1.0, 0.0]]), n_levels=3)
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.6], [1.4])
    """
    tail = (1 - likely) / 2
    below = np.cumsum(mass, axis=1)
    return _place(mass, below, tail, n_levels), _place(mass, below, 1 - tail, n_levels)


def _place(mass: Floats, below: Floats, part: float, n_levels: int) -> Floats:
    """Return where on the scale `part` of each row lies to the left; inside a slice what is likely is spread evenly."""
    n_slices = mass.shape[1]
    slices = np.minimum((below < part).sum(axis=1), n_slices - 1)
    rows = np.arange(len(mass))
    inside = mass[rows, slices]
    before = below[rows, slices] - inside
    into = np.divide(part - before, inside, out=np.ones_like(inside), where=inside > 0)
    return np.asarray((slices + np.clip(into, 0, 1)) * (n_levels / n_slices) - 0.5)


def summed_up(
    extent: Extent,
    mass: Floats,
    *,
    level: Ints,
    amount: Floats,
    judged: tuple[Ints, Floats],
    answered: tuple[Ints, Floats] = NO_ANSWERS,
    likely: float = LIKELY,
    text_key: str,
) -> Estimates:
    """Put estimates together, one row for each cell as `extent` numbers them.

    Args:
        extent: how many of everything.
        mass: (cells, G) how likely each of G equal slices of the scale is; G is a multiple of the number of levels.
        level: (cells,) the level to state, `NOT_ENOUGH` for none.
        amount: (cells,) how much was seen.
        judged: the cell of each judgement and what it counts.
        answered: the same for answers.
        likely: how much the interval holds.
        text_key: the name of the sentence that explains the method.
    """
    whole = totals(*judged, extent.n_cells) + totals(*answered, extent.n_cells)
    low, high = interval(mass, n_levels=extent.n_levels, likely=likely)
    return Estimates(
        level=level.reshape(extent.shape),
        probability=of_levels(mass, extent.n_levels).reshape(*extent.shape, extent.n_levels),
        low=low.reshape(extent.shape),
        high=high.reshape(extent.shape),
        amount=amount.reshape(extent.shape),
        enough=(level != NOT_ENOUGH).reshape(extent.shape),
        weight=judged[1],
        share=_shares(*judged, whole),
        answer_weight=answered[1],
        answer_share=_shares(*answered, whole),
        text_key=text_key,
    )


def of_levels(mass: Floats, n_levels: int) -> Floats:
    """Return (n, K) how likely each level is, from (n, G) how likely each slice is."""
    return np.asarray(mass.reshape(len(mass), n_levels, mass.shape[1] // n_levels).sum(axis=2))


def _shares(cells: Ints, weight: Floats, whole: Floats) -> Floats:
    """Return each piece's part of the whole of its cell; zero where nothing counts."""
    of = whole[cells]
    return np.asarray(np.divide(weight, of, out=np.zeros_like(weight), where=of > 0))
