"""Learners whose true place is known, what is seen of them, and inputs of any kind for the contract."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from trellis.engine.arrays import Floats, Ints
from trellis.engine.proficiency import Answers, Seen
from trellis.engine.proficiency.ageing import GUESS, SLIP, STEEPNESS
from trellis.engine.proficiency.attempts import Attempts

LEARNERS, COMPETENCIES, LEVELS = 3, 2, 4
EXTENT = {"n_learners": LEARNERS, "n_competencies": COMPETENCIES, "n_levels": LEVELS}

piece = st.tuples(
    st.integers(0, LEARNERS - 1),
    st.integers(0, COMPETENCIES - 1),
    st.integers(0, LEVELS - 1),
    st.sampled_from([0.0, 1.0, 30.0, 30.5, 400.0]),
    st.sampled_from([0.0, 0.5, 1.0, 2.0]),
    st.integers(-1, 3),
    st.sampled_from(["FOR", "OF"]),
)
many_pieces = st.lists(piece, max_size=25)


def seen_from(pieces) -> Seen:
    """Return the rows (learner, competency, level, age, weight, judge, purpose) as they are handed over."""
    names = ("learner", "competency", "level", "age", "weight", "judge", "purpose")
    return Seen(**{name: [row[place] for row in pieces] for place, name in enumerate(names)})


def seen_of_one(levels, *, age=0.0, weight=1.0, judge=0) -> Seen:
    """Return judgements of one learner in one competency."""
    return seen_from([(0, 0, level, age, weight, judge, "OF") for level in levels])


def wandering(
    rng: np.random.Generator, *, n: int, days_between: float, moves_per_year: float, noise: float
) -> tuple[Floats, Seen]:
    """Return where `n` learners stand today, and what was seen of them in three years while they wandered."""
    span = 1100
    counts = rng.poisson(span / days_between, n)
    who, total = np.repeat(np.arange(n), counts), int(counts.sum())
    age = rng.uniform(0, span, total)
    order = np.lexsort((age, who))
    who, age = who[order], age[order]
    today = rng.uniform(-0.5, LEVELS - 0.5, n)
    first = np.diff(who, prepend=-1) != 0
    days = np.where(first, age, np.diff(age, prepend=0.0))
    steps = rng.normal(0, 1, total) * moves_per_year * np.sqrt(np.abs(days) / 365)
    walked = np.cumsum(steps)
    begin = np.flatnonzero(first)
    walked -= np.repeat(walked[begin] - steps[begin], np.diff(begin, append=total))
    level = judged(rng, _inside(today[who] + walked), noise)
    seen = Seen(
        learner=who,
        competency=np.zeros(total, int),
        level=level,
        age=age,
        weight=np.ones(total),
        judge=np.zeros(total, int),
        purpose=np.full(total, "OF"),
    )
    return today, seen


def judged(rng: np.random.Generator, place: Floats, noise: float) -> Ints:
    """Return the levels that somebody names who sees these places a little blurred and slips now and then."""
    level = np.clip(np.rint(place + rng.normal(0, noise, len(place))), 0, LEVELS - 1).astype(int)
    slips = rng.random(len(place)) < SLIP
    return np.where(slips, rng.integers(0, LEVELS, len(place)), level)


def answered(rng: np.random.Generator, *, n: int, each: int) -> tuple[Floats, Answers]:
    """Return where `n` learners stand, and `each` answers of them to items of any difficulty."""
    place = rng.uniform(-0.5, LEVELS - 0.5, n)
    who = np.repeat(np.arange(n), each)
    difficulty = rng.uniform(-0.5, LEVELS - 0.5, n * each)
    chance = GUESS + (1 - GUESS - SLIP) / (1 + np.exp(-STEEPNESS * (place[who] - difficulty)))
    correct = (rng.random(n * each) < chance).astype(int)
    none = np.zeros(n * each)
    return place, Answers(
        learner=who, competency=none.astype(int), correct=correct, difficulty=difficulty, age=none, weight=none + 1
    )


def attempted(
    rng: np.random.Generator, *, n_learners: int, n_items: int, n_skills: int, each: int
) -> tuple[Attempts, Floats, Floats]:
    """Return answers of learners who differ, to items that differ; the true chances; and how easy the items are."""
    able, easy = rng.normal(0, 1, n_learners), rng.normal(0.5, 1, n_items)
    skill_of = rng.integers(0, n_skills, n_items)
    learner = np.repeat(np.arange(n_learners), each)
    item = rng.integers(0, n_items, len(learner))
    chance = 1 / (1 + np.exp(-(able[learner] + easy[item])))
    correct = (rng.random(len(learner)) < chance).astype(int)
    return Attempts(learner=learner, item=item, skill=skill_of[item], correct=correct), chance, easy


def _inside(place: Floats) -> Floats:
    """Turn back at the ends of the scale."""
    folded = np.mod(place + 0.5, 2 * LEVELS)
    return np.where(folded > LEVELS, 2 * LEVELS - folded, folded) - 0.5
