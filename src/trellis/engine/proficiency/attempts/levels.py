"""From answers to the levels of a scale: the same estimates, with the same doubt, as from judgements."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from trellis.engine.arrays import UnusableInput
from trellis.engine.proficiency.ageing import ENOUGH, GUESS, HALF_LIFE_DAYS, SLIP, STEEPNESS, estimate
from trellis.engine.proficiency.attempts.model import AttemptModel
from trellis.engine.proficiency.attempts.rows import Attempts
from trellis.engine.proficiency.estimates import Estimates
from trellis.engine.proficiency.seen import Answers, Seen

ANSWER_WEIGHT = 0.5  # one answer shows less than one judgement of a piece of work


def as_answers(
    model: AttemptModel,
    attempts: Attempts,
    *,
    age: ArrayLike,
    n_levels: int,
    usual_place: float | None = None,
    weight: float = ANSWER_WEIGHT,
) -> Answers:
    """Return the attempts as evidence for `estimate`, their skills as competencies, with the items' difficulties.

    Args:
        model: a fitted model; it knows how items are usually answered.
        attempts: n answers.
        age: (n,) days since each answer.
        n_levels: K.
        usual_place: where on the scale those stand whose answers the model was fitted to, in levels; the school says
            that, and the middle of the scale is only a beginning.
        weight: what one answer counts beside one judgement.
    """
    place = (n_levels - 1) / 2 if usual_place is None else usual_place
    known = (model.usual.expected(attempts) - GUESS) / (1 - GUESS - SLIP)
    inside = np.clip(known, 0.02, 0.98)
    return Answers(
        learner=attempts.learner,
        competency=attempts.skill,
        correct=attempts.correct,
        difficulty=place - np.log(inside / (1 - inside)) / STEEPNESS,
        age=age,
        weight=np.full(len(attempts), weight),
    )


def estimate_from_attempts(
    model: AttemptModel,
    attempts: Attempts,
    *,
    age: ArrayLike,
    n_learners: int,
    n_skills: int,
    n_levels: int,
    half_life_days: float = HALF_LIFE_DAYS,
    enough: float = ENOUGH,
    usual_place: float | None = None,
) -> Estimates:
    """Estimate where every learner stands in every skill from answers alone; as `estimate`, which says what comes back.

    Raises UnusableInput when `age` has another length or a number is out of its range.
    """
    if np.shape(age) != (len(attempts),):
        raise UnusableInput("every answer needs an age")
    return estimate(
        Seen.nothing(),
        n_learners=n_learners,
        n_competencies=n_skills,
        n_levels=n_levels,
        half_life_days=half_life_days,
        enough=enough,
        answers=as_answers(model, attempts, age=age, n_levels=n_levels, usual_place=usual_place),
    )
