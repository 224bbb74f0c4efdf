"""How likely a learner answers an item: a logistic model over attempts, fitted to answers that were given.

A chance depends on the item and its skill (each held towards what is usual, the more so the fewer answers it has) and
on what is known of the learner just before the answer (`features`). Learners themselves have no parameters, so the
model speaks about somebody it has never seen from their first answer on, and keeps nothing about anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trellis.engine.arrays import Floats, Ints, UnusableInput, totals
from trellis.engine.proficiency.attempts.features import NAMES, features
from trellis.engine.proficiency.attempts.rows import Attempts
from trellis.engine.proficiency.attempts.solving import Design, Effects, solve

HOLD = (1.0, 0.5, 1.5)  # of weights, skills, items: found on a fifth of the training learners, put aside
DRAW_OF_ITEM, DRAW_OF_SKILL = 4.0, 5.0  # answers that what is usual counts for


@dataclass(frozen=True, slots=True, eq=False)
class Usual:
    """How items are usually answered, whoever answers. I items, S skills.

    Attributes:
        right, answers: (I,) right answers and all answers to each item.
        skill: (S,) the part of right answers of each skill, drawn towards `overall`.
        overall: the part of right answers of all.
    """

    right: Floats
    answers: Floats
    skill: Floats
    overall: float

    def expected(self, attempts: Attempts, *, but_own: bool = False) -> Floats:
        """Return (n,) how likely a right answer to each item is; `but_own` leaves out the very answer."""
        base = _at(self.skill, attempts.skill, self.overall)
        right, answers = _at(self.right, attempts.item, 0.0), _at(self.answers, attempts.item, 0.0)
        if but_own:
            right, answers = right - attempts.correct, answers - 1
        return np.asarray((right + DRAW_OF_ITEM * base) / (answers + DRAW_OF_ITEM))

    def expected_of(self, item: int, skill: int) -> float:
        """Return the same for a single item."""
        base = float(self.skill[skill]) if skill < len(self.skill) else self.overall
        if item >= len(self.right):
            return base
        return float((self.right[item] + DRAW_OF_ITEM * base) / (self.answers[item] + DRAW_OF_ITEM))


@dataclass(frozen=True, slots=True, eq=False)
class AttemptModel:
    """A fitted model: what is usual, and the effects."""

    usual: Usual
    effects: Effects

    @property
    def weights(self) -> dict[str, float]:
        """How much each feature moves the chance, on the logistic scale."""
        return dict(zip(NAMES, self.effects.weights.tolist(), strict=True))


def fit(attempts: Attempts) -> AttemptModel:
    """Fit the model to `attempts`.

    No randomness: the same answers give the same model, whatever the order of the learners among each other.

    Raises:
        UnusableInput: when there is no answer at all.
    """
    if not len(attempts):
        raise UnusableInput("there are no answers to fit a model to")
    usual = _usual(attempts)
    found = features(attempts, usual.expected(attempts, but_own=True))
    order = np.argsort(attempts.item, kind="stable")
    design = Design(
        found=found[order],
        right=attempts.correct[order].astype(np.float32),
        item=attempts.item[order],
        skill_of_item=attempts.skill_of_item(),
        n_skills=len(usual.skill),
        hold=HOLD,
    )
    nothing = np.zeros(len(NAMES)), np.zeros(len(usual.skill)), np.zeros(len(usual.right))
    return AttemptModel(usual, solve(design, Effects(*nothing)))


def predict(model: AttemptModel, attempts: Attempts) -> Floats:
    """Return (n,) how likely each answer is right, as said just before it was given.

    Items and skills that the model has never seen are taken as usual ones.
    """
    found = features(attempts, model.usual.expected(attempts))
    effects = model.effects
    place = found @ effects.weights.astype(np.float32)
    beside = _at(effects.items, attempts.item, 0.0) + _at(effects.skills, attempts.skill, 0.0)
    return np.asarray(1 / (1 + np.exp(-(place + beside))), np.float64)


def _usual(attempts: Attempts) -> Usual:
    correct = attempts.correct.astype(np.float64)
    n_items, n_skills = int(attempts.item.max()) + 1, int(attempts.skill.max()) + 1
    overall = float(correct.mean())
    right, answers = totals(attempts.skill, correct, n_skills), np.bincount(attempts.skill, minlength=n_skills)
    return Usual(
        right=totals(attempts.item, correct, n_items),
        answers=np.bincount(attempts.item, minlength=n_items).astype(np.float64),
        skill=(right + DRAW_OF_SKILL * overall) / (answers + DRAW_OF_SKILL),
        overall=overall,
    )


def _at(values: Floats, places: Ints, otherwise: float) -> Floats:
    """Return the values at `places`, and `otherwise` beyond the end."""
    return np.append(values, otherwise)[np.minimum(places, len(values))]
