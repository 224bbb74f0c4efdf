"""What a learner is ready for: everything that comes before it is reached, and surely enough."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from trellis.engine.arrays import Bools, Floats, Ints, UnusableInput, pairs
from trellis.engine.proficiency.estimates import Estimates

CERTAINTY = 0.8


@dataclass(frozen=True, slots=True)
class Reason:
    """One competency that comes before: does it count as reached, how likely is that, was enough seen."""

    prerequisite: int
    reached: bool
    chance: float
    enough: bool


@dataclass(frozen=True, slots=True, eq=False)
class Readiness:
    """Who is ready for what. L learners, C competencies, E edges.

    Attributes:
        ready: (L, C) not reached yet, and all that comes directly before it is.
        reached: (L, C) enough was seen, and `level` is reached with at least the certainty asked for.
        chance: (L, C) how likely it is that `level` is reached.
        enough: (L, C) whether enough was seen.
        edges: (E, 2) what comes before, and what it leads to.
    """

    ready: Bools
    reached: Bools
    chance: Floats
    enough: Bools
    edges: Ints

    def reasons(self, learner: int, competency: int) -> tuple[Reason, ...]:
        """Return what comes before `competency`, each with where `learner` stands, in the order of the competencies."""
        before = np.unique(self.edges[self.edges[:, 1] == competency, 0])
        return tuple(
            Reason(
                prerequisite=int(each),
                reached=bool(self.reached[learner, each]),
                chance=float(self.chance[learner, each]),
                enough=bool(self.enough[learner, each]),
            )
            for each in before
        )


def ready_for(
    estimates: Estimates,
    edges: ArrayLike | Sequence[tuple[int, int]],
    *,
    level: int,
    certainty: float = CERTAINTY,
) -> Readiness:
    """Say which competencies each learner is ready for, with the reasons.

    A competency that nothing comes before is open to everybody who has not reached it. Only what comes directly before
    is asked: who has reached that has, in the school's own eyes, what it takes.

    Args:
        estimates: of the class.
        edges: rows (before, after) of competency indices.
        level: the level from which a competency counts as reached, 0 to K-1.
        certainty: how likely that has to be, above 0 and at most 1.

    Raises:
        UnusableInput: when an index or a number is out of its range.
    """
    if not (0 < certainty <= 1 and 0 <= level < estimates.n_levels):
        raise UnusableInput("certainty must be above 0 and at most 1, and the level one of the scale")
    checked = pairs("edges", edges, below=estimates.level.shape[1])
    chance = estimates.at_least(level)
    # Chances are sums of floating-point numbers: a certain one may fall short of one by a last digit.
    reached = estimates.enough & (chance >= certainty - 1e-9)
    missing = np.zeros(reached.shape, np.int64)
    np.add.at(missing.T, checked[:, 1], ~reached.T[checked[:, 0]])
    return Readiness(
        ready=~reached & (missing == 0),
        reached=reached,
        chance=chance,
        enough=estimates.enough,
        edges=checked,
    )
