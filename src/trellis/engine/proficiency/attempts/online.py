"""The same model, answer by answer: what is remembered of a learner moves on by one, in a few microseconds.

`Online` says what `predict` says (a test holds them together), without ever going back over old answers. What it
remembers of a learner is plain numbers, so a room can keep them beside the learner and erase them with the learner.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, log1p

from trellis.engine.arrays import UnusableInput
from trellis.engine.proficiency.attempts.features import (
    DRAW_OF_LEARNER,
    DRAW_OF_SKILL,
    LONGEST,
    NAMES,
    SPANS_OF_LEARNER,
    SPANS_OF_SKILL,
    keeps,
)
from trellis.engine.proficiency.attempts.model import AttemptModel
from trellis.engine.proficiency.attempts.rows import Attempts

AT_SKILL = NAMES.index("skill_right")
_, KEEP_A, KEEP_B, KEEP_C = keeps(SPANS_OF_LEARNER)
_, SKILL_KEEP_A, SKILL_KEEP_B, SKILL_KEEP_C = keeps(SPANS_OF_SKILL)

Memory = list[float]
"""Right answers, all answers; surprise and spread of all answers and of each of three spans; streaks of right and wrong
answers; the last surprise; a mark. The mark of a learner is the last skill, the mark of a skill how many answers to
anything the learner had given when it last came up."""

RIGHT, ANSWERS, FIRST_MEAN, STREAK_RIGHT, STREAK_WRONG, LAST, MARK = 0, 1, 2, 10, 11, 12, 13


def _nothing() -> Memory:
    return [0.0] * 13 + [-1.0]


@dataclass(slots=True)
class Known:
    """What is remembered of one learner: of everything, of each skill, and wrong answers to each item tried."""

    memory: Memory = field(default_factory=_nothing)
    skills: dict[int, Memory] = field(default_factory=dict)
    items: dict[int, int] = field(default_factory=dict)


class Online:
    """A fitted model that follows learners from answer to answer.

    Attributes:
        known: what is remembered of each learner; a room may store it, hand it back later, or delete it.
    """

    def __init__(self, model: AttemptModel, *, item_step: float = 0.0) -> None:
        """Begin with nobody known.

        Args:
            model: a fitted model; it is not changed.
            item_step: how far an item's effect moves with each surprise, as in ratings (Pelánek, 2016); 0 keeps items
                as they were fitted.

        Raises:
            UnusableInput: when the step is below 0, or 1 and more.
        """
        if not 0 <= item_step < 1:
            raise UnusableInput("the step of items must be at least 0 and below 1")
        self.known: dict[int, Known] = {}
        self._weights: tuple[float, ...] = tuple(model.effects.weights.tolist())
        self._item_step = item_step
        self._items: dict[int, float] = dict(enumerate(model.effects.items.tolist()))
        self._skills: dict[int, float] = dict(enumerate(model.effects.skills.tolist()))
        self._usual: dict[int, float] = {}
        self._expected_of = model.usual.expected_of

    def chance(self, learner: int, item: int, skill: int) -> float:
        """Return how likely `learner` answers `item` right now. Nothing is remembered."""
        return self._chance(self.known.get(learner) or Known(), item, skill)

    def answer(self, learner: int, item: int, skill: int, *, correct: bool) -> float:
        """Take in one answer; return how likely a right one was just before."""
        known = self.known.get(learner)
        if known is None:
            known = self.known[learner] = Known()
        chance = self._chance(known, item, skill)
        usual = self._usual.get(item)
        if usual is None:
            usual = self._usual[item] = self._expected_of(item, skill)
        surprise, spread = correct - usual, usual * (1 - usual)
        memory, on_skill = known.memory, known.skills.get(skill)
        if on_skill is None:
            on_skill = known.skills[skill] = _nothing()
        on_skill[MARK] = memory[ANSWERS]
        memory[MARK] = skill
        _take_in(memory, correct, surprise, spread, (KEEP_A, KEEP_B, KEEP_C))
        _take_in(on_skill, correct, surprise, spread, (SKILL_KEEP_A, SKILL_KEEP_B, SKILL_KEEP_C))
        known.items[item] = known.items.get(item, 0) + (not correct)
        if self._item_step:
            self._items[item] = self._items.get(item, 0.0) + self._item_step * (correct - chance)
        return chance

    def answer_all(self, attempts: Attempts) -> Iterable[float]:
        """Take in answers one after the other; yield for each how likely a right one was just before."""
        columns = (attempts.learner, attempts.item, attempts.skill, attempts.correct)
        for learner, item, skill, correct in zip(*(column.tolist() for column in columns), strict=True):
            yield self.answer(learner, item, skill, correct=correct)

    def _chance(self, known: Known, item: int, skill: int) -> float:
        """Weigh what is known; the numbers are those of `features`, in the order of `NAMES`."""
        w, memory = self._weights, known.memory
        last = memory[LAST]
        place = w[24] + self._items.get(item, 0.0) + self._skills.get(skill, 0.0)
        place += _weighed(memory, w, 0, DRAW_OF_LEARNER) + w[6] * last
        place += w[7] * log1p(min(memory[STREAK_RIGHT], LONGEST))
        place += w[23] * log1p(len(known.skills))
        on_skill = known.skills.get(skill)
        if on_skill is None:
            place += w[14]
        else:
            place += _weighed(on_skill, w, AT_SKILL, DRAW_OF_SKILL)
            place += w[17] * log1p(min(on_skill[STREAK_WRONG], LONGEST))
            place += w[18] * log1p(memory[ANSWERS] - on_skill[MARK] - 1)
            if on_skill[ANSWERS] == 1:
                place += w[15]
            if on_skill[STREAK_RIGHT] >= 3:
                place += w[16]
            if memory[MARK] == skill:
                place += w[19] + w[20] * last
        wrong = known.items.get(item)
        if wrong is not None:
            place += w[21] + w[22] * min(wrong, 3)
        return 1 / (1 + exp(-place))


def _weighed(memory: Memory, w: tuple[float, ...], at: int, draw: float) -> float:
    """Return the weighted counts and means of a memory, the weights beginning at `at`."""
    right, answers, surprise, spread, s_a, v_a, s_b, v_b, s_c, v_c, *_ = memory
    return (
        w[at] * log1p(right)
        + w[at + 1] * log1p(answers - right)
        + w[at + 2] * surprise / (spread + draw)
        + w[at + 3] * s_a / (v_a + draw)
        + w[at + 4] * s_b / (v_b + draw)
        + w[at + 5] * s_c / (v_c + draw)
    )


def _take_in(memory: Memory, correct: float, surprise: float, spread: float, keep: tuple[float, float, float]) -> None:
    """Move a memory on by one answer; all but its mark."""
    a, b, c = keep
    right, answers, s, v, s_a, v_a, s_b, v_b, s_c, v_c, streak_right, streak_wrong, _, mark = memory
    memory[:] = (
        right + correct,
        answers + 1,
        s + surprise,
        v + spread,
        s_a * a + surprise,
        v_a * a + spread,
        s_b * b + surprise,
        v_b * b + spread,
        s_c * c + surprise,
        v_c * c + spread,
        streak_right + 1 if correct else 0.0,
        0.0 if correct else streak_wrong + 1,
        surprise,
        mark,
    )
