"""What has been seen: the judgements and answers that estimates are made from, checked once, then never changed."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import ArrayLike

from trellis.engine.arrays import Floats, Ints, UnusableInput, Words, indices, numbers, same_length

PURPOSES = ("FOR", "OF")
"""The purposes whose judgements may be reckoned with. AS is missing on purpose: it belongs to the learner alone."""

UNKNOWN_JUDGE = -1


class OwnVoiceRefused(UnusableInput):
    """A judgement AS learning, or of unknown purpose, was offered as data.

    A learner's judgement of their own work stands beside the educator's; it is never averaged with it.
    """


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Judgements on an ordered scale, one place per judgement in each of seven vectors of one length.

    Attributes:
        learner: index of the learner who was seen.
        competency: index of the competency it says something about.
        level: the level named, 0 (first) to K-1 (last).
        age: days since it was seen, 0 or more, fractions allowed.
        weight: how much it counts, 0 or more; 1 is one ordinary judgement.
        judge: index of who judged, `UNKNOWN_JUDGE` where nobody knows.
        purpose: "FOR" or "OF" for each; a judgement AS learning cannot be carried.

    Raises:
        OwnVoiceRefused: when any purpose is another one.
        UnusableInput: when lengths differ or a value cannot be.
    """

    learner: Ints
    competency: Ints
    level: Ints
    age: Floats
    weight: Floats
    judge: Ints
    purpose: Words

    def __init__(
        self,
        *,
        learner: ArrayLike,
        competency: ArrayLike,
        level: ArrayLike,
        age: ArrayLike,
        weight: ArrayLike,
        judge: ArrayLike,
        purpose: ArrayLike,
    ) -> None:
        """Check every vector and keep a copy that cannot be written to."""
        _set(
            self,
            learner=indices("learner", learner),
            competency=indices("competency", competency),
            level=indices("level", level),
            age=numbers("age", age, least=0),
            weight=numbers("weight", weight, least=0),
            judge=indices("judge", judge, least=UNKNOWN_JUDGE),
            purpose=_allowed(purpose),
        )

    def __len__(self) -> int:
        """Return the number of judgements."""
        return len(self.learner)

    @classmethod
    def nothing(cls) -> Seen:
        """Return no judgements at all."""
        return cls(learner=[], competency=[], level=[], age=[], weight=[], judge=[], purpose=[])


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers to items, one place per answer in each of six vectors of one length.

    Attributes:
        learner: index of the learner who answered.
        competency: index of the competency the item asks for.
        correct: 1 where the answer was right, else 0.
        difficulty: the place on the scale, in levels, from which the item is answered right more often than not.
        age: days since the answer.
        weight: how much it counts; 1 is one ordinary answer.

    Raises:
        UnusableInput: when lengths differ or a value cannot be.
    """

    learner: Ints
    competency: Ints
    correct: Ints
    difficulty: Floats
    age: Floats
    weight: Floats

    def __init__(
        self,
        *,
        learner: ArrayLike,
        competency: ArrayLike,
        correct: ArrayLike,
        difficulty: ArrayLike,
        age: ArrayLike,
        weight: ArrayLike,
    ) -> None:
        """Check every vector and keep a copy that cannot be written to."""
        _set(
            self,
            learner=indices("learner", learner),
            competency=indices("competency", competency),
            correct=indices("correct", correct, below=2),
            difficulty=numbers("difficulty", difficulty),
            age=numbers("age", age, least=0),
            weight=numbers("weight", weight, least=0),
        )

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self.learner)

    @classmethod
    def nothing(cls) -> Answers:
        """Return no answers at all."""
        return cls(learner=[], competency=[], correct=[], difficulty=[], age=[], weight=[])


@dataclass(frozen=True, slots=True)
class Extent:
    """How many learners, competencies and levels there are; one cell for each learner and competency.

    Raises UnusableInput for fewer than two levels or a negative number.
    """

    n_learners: int
    n_competencies: int
    n_levels: int

    def __post_init__(self) -> None:
        """Refuse numbers that cannot be."""
        if min(self.n_learners, self.n_competencies) < 0 or self.n_levels < 2:
            raise UnusableInput("there must be at least two levels, and no negative number of anything")

    @property
    def n_cells(self) -> int:
        """The number of cells."""
        return self.n_learners * self.n_competencies

    @property
    def shape(self) -> tuple[int, int]:
        """One row per learner, one column per competency."""
        return self.n_learners, self.n_competencies

    def cells(self, pieces: Seen | Answers) -> Ints:
        """Return the cell of each piece; raises UnusableInput when one names something that is not there."""
        learner = indices("learner", pieces.learner, below=self.n_learners)
        competency = indices("competency", pieces.competency, below=self.n_competencies)
        if isinstance(pieces, Seen):
            indices("level", pieces.level, below=self.n_levels)
        return np.asarray(learner * self.n_competencies + competency, np.int64)


def _allowed(purpose: ArrayLike) -> Words:
    words = np.array(purpose, dtype=np.str_, ndmin=1)
    if not np.isin(words, PURPOSES).all():
        raise OwnVoiceRefused(
            "only judgements FOR and OF learning can be reckoned with; AS learning is the learner's own"
        )
    words.flags.writeable = False
    return words


def _set(pieces: Seen | Answers, **vectors: Ints | Floats | Words) -> None:
    """Fill a frozen row of vectors, once."""
    same_length(dict(vectors))
    for each in fields(pieces):
        object.__setattr__(pieces, each.name, vectors[each.name])
