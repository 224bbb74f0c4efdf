"""What is known of a learner just before an answer: counts, streaks, and how the latest answers went.

The counts are those of performance factors analysis (Pavlik, Cen and Koedinger, 2009). How answers went is the mean of
what was expected too little or too much, the latest counting most (as in the recency-weighted R-PFA of Galyardt and
Goldin, 2015); it is drawn towards nothing while little was seen. Each number is reckoned from earlier answers alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trellis.engine.arrays import Floats
from trellis.engine.proficiency.attempts.rows import Attempts, Singles, Walk

SPANS_OF_LEARNER = (3.0, 12.0, 60.0)
SPANS_OF_SKILL = (2.0, 6.0, 25.0)
"""After so many answers one counts half; a mean over all answers alike stands beside them."""

DRAW_OF_LEARNER, DRAW_OF_SKILL = 1.0, 0.5
"""How strongly a mean is drawn towards nothing, in units of the spread of an answer."""

LONGEST = 10  # a streak counts no further

NAMES = (
    "learner_right",
    "learner_wrong",
    "learner_mean",
    *(f"learner_mean_{span:.0f}" for span in SPANS_OF_LEARNER),
    "learner_last",
    "learner_streak",
    "skill_right",
    "skill_wrong",
    "skill_mean",
    *(f"skill_mean_{span:.0f}" for span in SPANS_OF_SKILL),
    "skill_first",
    "skill_second",
    "skill_three_right",
    "skill_streak_wrong",
    "skill_gap",
    "same_skill",
    "same_skill_last",
    "item_again",
    "item_wrong",
    "skills_tried",
    "one",
)


def keeps(spans: tuple[float, ...]) -> list[float]:
    """Return how much of a memory stays after one answer: all of it, then for each span."""
    return [1.0, *(0.5 ** (1 / span) for span in spans)]


def features(attempts: Attempts, expected: Floats) -> Singles:
    """Return (n, len(NAMES)) what is known just before each answer.

    Args:
        attempts: n answers.
        expected: (n,) how likely a right answer to the item was before anything was known of the learner.
    """
    right = attempts.correct.astype(np.float32)
    surprise = (right - expected).astype(np.float32)
    spread = (expected * (1 - expected)).astype(np.float32)
    answered = _Answered(attempts, right, surprise, spread, Walk.along(attempts.learner))
    one = np.ones(len(attempts), np.float32)
    columns = {"one": one, **_of_learner(answered), **_of_skill(answered), **_of_item(answered)}
    found = np.empty((len(attempts), len(NAMES)), np.float32)
    for place, name in enumerate(NAMES):
        found[:, place] = columns[name]
    found[:, NAMES.index("same_skill_last")] *= found[:, NAMES.index("learner_last")]
    return found


@dataclass(frozen=True, slots=True)
class _Answered:
    """Answers with what each of them showed; vectors of one length."""

    attempts: Attempts
    right: Singles
    surprise: Singles
    spread: Singles
    by_learner: Walk


def _of_learner(answered: _Answered) -> dict[str, Singles]:
    walk, skill = answered.by_learner, answered.attempts.skill.astype(np.float32) + 1
    columns = _means(walk, answered, SPANS_OF_LEARNER, DRAW_OF_LEARNER, "learner")
    latest = walk.before(np.stack([answered.surprise, skill], axis=1), np.zeros(2, np.float32))
    same = (latest[:, 1] == skill).astype(np.float32)
    streak = _streak(walk, answered.right)
    return columns | {
        "learner_last": latest[:, 0],
        "learner_streak": np.log1p(np.minimum(streak, LONGEST)),
        "same_skill": same,
        "same_skill_last": same,
    }


def _of_skill(answered: _Answered) -> dict[str, Singles]:
    attempts = answered.attempts
    walk = Walk.along(attempts.learner * (int(attempts.skill.max(initial=0)) + 1) + attempts.skill)
    columns = _means(walk, answered, SPANS_OF_SKILL, DRAW_OF_SKILL, "skill")
    step = answered.by_learner.position.astype(np.float32)
    since = step - walk.before(step[:, None] + 1, np.zeros(1, np.float32))[:, 0]
    first = (walk.position == 0).astype(np.float32)
    tried = answered.by_learner.before(first[:, None], np.ones(1, np.float32))[:, 0]
    return columns | {
        "skills_tried": np.log1p(tried),
        "skill_first": first,
        "skill_second": (walk.position == 1).astype(np.float32),
        "skill_three_right": (_streak(walk, answered.right) >= 3).astype(np.float32),
        "skill_streak_wrong": np.log1p(np.minimum(_streak(walk, 1 - answered.right), LONGEST)),
        "skill_gap": np.log1p(since) * (1 - first),
    }


def _of_item(answered: _Answered) -> dict[str, Singles]:
    attempts = answered.attempts
    walk = Walk.along(attempts.learner * (int(attempts.item.max(initial=0)) + 1) + attempts.item)
    wrong = walk.before((1 - answered.right)[:, None], np.ones(1, np.float32))[:, 0]
    return {"item_again": (walk.position > 0).astype(np.float32), "item_wrong": np.minimum(wrong, 3)}


def _means(walk: Walk, answered: _Answered, spans: tuple[float, ...], draw: float, whose: str) -> dict[str, Singles]:
    """Return counts of right and wrong answers before, and how answers went before, for all and for each span."""
    kept = keeps(spans)
    gain = np.stack([answered.right, *(each for _ in kept for each in (answered.surprise, answered.spread))], axis=1)
    memory = walk.before(gain, np.array([1.0, *np.repeat(kept, 2)], np.float32))
    right = memory[:, 0]
    columns = {f"{whose}_right": np.log1p(right), f"{whose}_wrong": np.log1p(walk.position - right)}
    for place, name in enumerate([f"{whose}_mean", *(f"{whose}_mean_{span:.0f}" for span in spans)]):
        columns[name] = memory[:, 1 + 2 * place] / (memory[:, 2 + 2 * place] + np.float32(draw))
    return columns


def _streak(walk: Walk, hit: Singles) -> Singles:
    """Return how many hits in a row came just before each row: every hit does streak + 1, every miss begins anew."""
    rows = hit[:, None]
    return np.asarray(walk.before(rows, rows)[:, 0])
