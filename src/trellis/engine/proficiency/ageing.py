"""The model that pages explain in one sentence.

"This is the level that fits best to what was seen; what is older counts less (half after so many days), and anybody who
judges may be off by a little."

How it works. A learner's place on the scale is one number from -0.5 to K - 0.5; level k is the stretch around k.
Before anything is seen every place is equally likely: the past of other people says nothing about this one. Somebody
who judges sees the place a little blurred and names the level they see; now and then a judgement is a slip and says
nothing. An answer to an item is right more often the further the place lies above the item's difficulty. The logarithms
of these chances add up, each multiplied by weight * 0.5 ** (age / half life): to let what is known lose its weight by a
constant factor is how a place that moves is followed (discounting: West and Harrison, Bayesian Forecasting and Dynamic
Models, 1997, ch. 6; the ordered scale with a blurred view is the ordinal probit of McCullagh, 1980).

All cells share one small table of logarithms (kinds of evidence x slices of the scale), so a class is one count and one
product of matrices. A cell takes about one kilobyte while that is done: ask for a class at once, not for a country.

>>> two = Seen(learner=[0, 0], competency=[0, 0], level=[2, 2], age=[0, 10], weight=[1, 1], judge=[0, 1],
...            purpose=["OF", "FOR"])
>>> estimates = estimate(two, n_learners=1, n_competencies=2, n_levels=4)
>>> estimates.level.tolist(), estimates.amount.round(2).tolist()
([[2, -1]], [[1.96, 0.0]])
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from trellis.engine.arrays import Floats, Ints, UnusableInput, numbers, totals
from trellis.engine.proficiency.estimates import LIKELY, NOT_ENOUGH, Estimates, of_levels, summed_up
from trellis.engine.proficiency.seen import Answers, Extent, Seen

HALF_LIFE_DAYS = 180.0
JUDGE_NOISE = 0.6
ENOUGH = 1.5
SLICES = 8  # to a level: finer changes no figure that a page shows
SLIP = 0.02  # how often a judgement says nothing at all, so that one slip cannot turn an estimate over
NOISE_STEP = 0.05  # noises closer than this are taken as one
GUESS, STEEPNESS = 0.15, 2.0  # of an answer: right by chance; how sharply chances rise around the difficulty
TEXT_KEY = "proficiency.model.ageing"

Counted = tuple[Ints, Floats]
"""The cell of each piece, and what it counts today."""


def estimate(
    seen: Seen,
    *,
    n_learners: int,
    n_competencies: int,
    n_levels: int,
    half_life_days: float = HALF_LIFE_DAYS,
    enough: float = ENOUGH,
    judge_noise: float | ArrayLike = JUDGE_NOISE,
    answers: Answers | None = None,
    likely: float = LIKELY,
) -> Estimates:
    """Estimate where every learner stands in every competency, with how sure that is and why.

    Args:
        seen: judgements FOR and OF learning; nobody's own. Their order does not matter.
        n_learners: L; one row each, also for those nothing was seen of.
        n_competencies: C.
        n_levels: K, at least 2.
        half_life_days: after so many days a piece counts half; `math.inf` lets nothing age.
        enough: the amount, in fresh ordinary judgements, below which no level is named.
        judge_noise: how far off a judgement usually is, in levels, for all or for each judge; others are as usual.
        answers: answers to items, or nothing.
        likely: how much the interval holds.

    Raises UnusableInput when a number is out of its range.
    """
    if not (half_life_days > 0 and enough >= 0 and 0 < likely < 1):
        raise UnusableInput("half life must be above 0, enough at least 0, likely between 0 and 1")
    extent, answers = Extent(n_learners, n_competencies, n_levels), answers or Answers.nothing()
    judged, answered = (_today(extent, pieces, half_life_days) for pieces in (seen, answers))
    evidence = _of_judgements(extent, seen, judged, judge_noise) + _of_answers(extent, answers, answered)
    return _read(evidence, extent, judged, answered, enough=enough, likely=likely)


def half_life_for(*, moves_per_year: float, days_between: float, judge_noise: float = JUDGE_NOISE) -> float:
    """Return the half life in days under which stated intervals hold, for learners who move so much.

    A learner's place is taken to wander; what is known then loses weight as fast as the wandering blurs it (the steady
    state of the local level model: West and Harrison, 1997, ch. 2). The usual half life of 180 days belongs to learners
    who move four tenths of a level a year and are seen every 75 days.

    Args:
        moves_per_year: how far a place wanders in a year, in levels (a standard deviation), above 0.
        days_between: how many days lie between two judgements of one competency, above 0.
        judge_noise: how far off a judgement usually is, in levels.

    >>> round(half_life_for(moves_per_year=0.43, days_between=75))
    178
    """
    if not (moves_per_year > 0 and days_between > 0 and judge_noise >= 0):
        raise UnusableInput("moves, days between and noise must be above 0")
    off = math.sqrt(judge_noise**2 + 1 / 12)  # naming whole levels blurs as well
    return off * math.log(2) * math.sqrt(days_between * 365) / moves_per_year


def _today(extent: Extent, pieces: Seen | Answers, half_life_days: float) -> Counted:
    """Return the cell of each piece and what it counts today."""
    return extent.cells(pieces), pieces.weight * 0.5 ** (pieces.age / half_life_days)


def _read(
    evidence: Floats, extent: Extent, judged: Counted, answered: Counted, *, enough: float, likely: float
) -> Estimates:
    """Turn the evidence about each slice into estimates."""
    mass = _normalised(evidence)
    amount = totals(*judged, extent.n_cells) + totals(*answered, extent.n_cells)
    known = (amount >= enough) & (amount > 0)
    return summed_up(
        extent,
        mass,
        level=np.where(known, of_levels(mass, extent.n_levels).argmax(axis=1), NOT_ENOUGH),
        amount=amount,
        judged=judged,
        answered=answered,
        likely=likely,
        text_key=TEXT_KEY,
    )


def _of_judgements(extent: Extent, seen: Seen, counted: Counted, judge_noise: float | ArrayLike) -> Floats:
    """Return (cells, slices) what all judgements say together about each slice, as sums of logarithms."""
    steps, noises = _noise_of(seen.judge, judge_noise)
    table = np.concatenate([_judgement_table(extent.n_levels, float(noise)) for noise in noises])
    return _summed(extent, counted, steps * extent.n_levels + seen.level, table)


def _of_answers(extent: Extent, answers: Answers, counted: Counted) -> Floats:
    """Return (cells, slices) what all answers say together; difficulties are taken to the nearest slice."""
    if not len(answers):
        return np.zeros((extent.n_cells, extent.n_levels * SLICES))
    step = np.rint(np.clip(answers.difficulty, -2, extent.n_levels + 1) * SLICES).astype(np.int64)
    places, which = np.unique(step, return_inverse=True)
    above = STEEPNESS * (_middles(extent.n_levels)[None, :] - places[:, None] / SLICES)
    right = GUESS + (1 - GUESS - SLIP) / (1 + np.exp(-above))
    table = np.log(np.stack([1 - right, right], axis=1).reshape(2 * len(places), -1))
    return _summed(extent, counted, which * 2 + answers.correct, table)


def _summed(extent: Extent, counted: Counted, kinds: Ints, table: Floats) -> Floats:
    """Count what was seen of each kind in each cell, then let the table say what such counts mean."""
    n_kinds = len(table)
    cells, weight = counted
    counts = totals(cells * n_kinds + kinds, weight, extent.n_cells * n_kinds)
    return np.asarray(counts.reshape(extent.n_cells, n_kinds) @ table)


def _normalised(evidence: Floats) -> Floats:
    """Turn sums of logarithms, every slice equally likely before, into chances that sum to one in each row."""
    chances = np.exp(evidence - evidence.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def _noise_of(judge: Ints, judge_noise: float | ArrayLike) -> tuple[Ints, Floats]:
    """Return for each judgement which noise it has, and the noises; nearly equal ones are taken as one."""
    given = np.asarray(judge_noise, np.float64)
    if given.ndim == 0:
        return np.zeros(len(judge), np.int64), numbers("judge_noise", given[None], least=NOISE_STEP, most=10)
    each = np.append(numbers("judge_noise", given, least=NOISE_STEP, most=10), JUDGE_NOISE)
    noises, which = np.unique(np.rint(each / NOISE_STEP) * NOISE_STEP, return_inverse=True)
    unknown = (judge < 0) | (judge >= len(given))
    return np.asarray(which[np.where(unknown, len(given), judge)], np.int64), noises


@lru_cache(maxsize=256)
def _judgement_table(n_levels: int, noise: float) -> Floats:
    """Return (levels, slices) the logarithm of how likely each level is named from each place of the scale."""
    edges = [-math.inf, *(level + 0.5 for level in range(n_levels - 1)), math.inf]
    reached = np.array([[_normal((edge - middle) / noise) for middle in _middles(n_levels)] for edge in edges])
    table = np.log((1 - SLIP) * np.diff(reached, axis=0) + SLIP / n_levels)
    table.flags.writeable = False
    return np.asarray(table)


def _middles(n_levels: int) -> Floats:
    """Return the places in the middle of the slices, in levels."""
    return np.asarray((np.arange(n_levels * SLICES) + 0.5) / SLICES - 0.5)


def _normal(value: float) -> float:
    """Return how much of a standard normal distribution lies below `value`."""
    return 0.5 * math.erfc(-value / math.sqrt(2))
