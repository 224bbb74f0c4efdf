"""Answers to items in the order in which they were given, and walks along them that look back only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from trellis.engine.arrays import Ints, UnusableInput, indices, same_length

Singles = NDArray[np.float32]
"""Half as wide as `Floats`: what is remembered of hundreds of thousands of answers has to fit near the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class Attempts:
    """Answers, one place per answer in each of four vectors of one length; each learner's in the order of time.

    Attributes:
        learner: index of the learner who answered.
        item: index of the item.
        skill: index of the competency, or of the set of competencies, the item asks for; one for each item.
        correct: 1 where the answer was right, else 0.

    Raises:
        UnusableInput: when lengths differ, a value cannot be, or an item comes with two skills.
    """

    learner: Ints
    item: Ints
    skill: Ints
    correct: Ints

    def __init__(self, *, learner: ArrayLike, item: ArrayLike, skill: ArrayLike, correct: ArrayLike) -> None:
        """Check every vector and keep a copy that cannot be written to."""
        vectors = {
            "learner": indices("learner", learner),
            "item": indices("item", item),
            "skill": indices("skill", skill),
            "correct": indices("correct", correct, below=2),
        }
        same_length(dict(vectors))
        for name, vector in vectors.items():
            object.__setattr__(self, name, vector)
        if (self.skill_of_item()[self.item] != self.skill).any():
            raise UnusableInput("an item comes with two skills; give each set of skills an index of its own")

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self.learner)

    def skill_of_item(self) -> Ints:
        """Return (items,) the skill of each item, 0 for an item that nobody answered."""
        skills = np.zeros(int(self.item.max(initial=-1)) + 1, np.int64)
        skills[self.item] = self.skill
        return skills


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """A way through rows in groups: the first row of every group, then every second row, and so on.

    Attributes:
        slot: (n,) where in that order each row stands.
        position: (n,) how many rows of its group come before it.
        widths: (longest group,) how many groups have a row at each step; never growing.
    """

    slot: Ints
    position: Ints
    widths: Ints

    @classmethod
    def along(cls, group: Ints) -> Walk:
        """Return the walk along rows whose `group` is the same, in their order."""
        n = len(group)
        order = np.argsort(group, kind="stable")
        starts = np.flatnonzero(np.diff(group[order], prepend=-1))
        lengths = np.diff(starts, append=n)
        # The longest group first: then those that are still under way are always the first ones.
        rank = np.empty(len(starts), np.int64)
        rank[np.argsort(-lengths, kind="stable")] = np.arange(len(starts))
        position, slot = np.empty(n, np.int64), np.empty(n, np.int64)
        position[order] = np.arange(n) - np.repeat(starts, lengths)
        widths = len(starts) - np.cumsum(np.bincount(lengths))[:-1] if n else np.zeros(0, np.int64)
        offset = np.concatenate([np.zeros(1, np.int64), np.cumsum(widths)])
        slot[order] = offset[position[order]] + np.repeat(rank, lengths)
        return cls(slot, position, widths)

    def before(self, gain: Singles, keep: Singles) -> Singles:
        """Return (n, m) what is remembered before each row, when every row does memory = memory * keep + gain.

        Args:
            gain: (n, m) what each row adds.
            keep: (m,) or (n, m) how much of the memory stays.
        """
        gains = np.empty_like(gain)
        gains[self.slot] = gain
        each = keep.ndim == 2
        keeps = keep
        if each:
            keeps = np.empty_like(keep)
            keeps[self.slot] = keep
        memory = np.zeros((int(self.widths[0]) if len(self.widths) else 0, gain.shape[1]), np.float32)
        start = 0
        for width in self.widths.tolist():
            here = slice(start, start + width)
            now = memory[:width]
            gained = gains[here].copy()
            gains[here] = now
            now *= keeps[here] if each else keeps
            now += gained
            start += width
        return gains[self.slot]
