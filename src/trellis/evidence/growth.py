"""How a trellis grows, as plain numbers: which stakes there are, and where on each the vine, leaves and rings are.

A stake stands for one field of a framework. What has been shown comes first, in the order in which it was opened, so
that a vine grows from the ground up and what stood there last term stands there still; then the goals as buds at its
tip; then a ring for everything that waits. Nothing here knows a page, a database or a language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MANY = 24  # competencies on one stake: from here on rings draw together
# Along the stake: for a leaf at least and at best, for an opened competency where many stand, for a ring at least, and
# for anything at most, so that few things on a long stake begin at the ground.
LEAF_ROOM, GOOD_LEAF, TIGHT_LEAF, LEAST_RING, MOST_ROOM = 12.0, 24.0, 14.0, 4.0, 44.0
SWAY = (9, -5, -11, 3, 11, -8, 5, -11, 8, -3)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing that can be shown: since when, and whether somebody else has looked at it and said so."""

    at: datetime
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Plot:
    """What grows at one competency: leaves in their order, a goal as a bud, an interest behind it as a flower."""

    key: str
    leaves: tuple[Leaf, ...] = ()
    n_goals: int = 0
    is_flower: bool = False


@dataclass(frozen=True, slots=True)
class Stake:
    """One field: what grows there in its order, how many competencies wait, how many leaves were looked at or not."""

    key: str
    plots: tuple[Plot, ...]
    n_waiting: int
    n_seen: int = 0
    n_young: int = 0

    @property
    def n_goals(self) -> int:
        """How many goals reach for something in this field."""
        return sum(plot.n_goals for plot in self.plots)

    @property
    def n_flowers(self) -> int:
        """At how many competencies an interest of their own began a goal."""
        return sum(plot.is_flower for plot in self.plots)


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a stake: how far along it, how far beside it, and to which side something turns there."""

    along: float
    beside: float
    side: int
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class Grown:
    """Everything that is drawn on one stake; ``left_out`` are rings for which there is no room."""

    vine: tuple[Spot, ...]
    leaves: tuple[Spot, ...]
    buds: tuple[Spot, ...]
    flowers: tuple[Spot, ...]
    rings: tuple[float, ...]
    left_out: int


def in_order(plots: Sequence[Plot], n_all: int, key: str) -> Stake:
    """Return a stake with its plots in the order in which they were opened, goals that wait for a first leaf last."""
    opened = sorted((plot for plot in plots if plot.leaves), key=lambda plot: (plot.leaves[0].at, plot.key))
    tips = sorted((plot for plot in plots if not plot.leaves and plot.n_goals), key=lambda plot: plot.key)
    seen = [leaf.is_seen for plot in opened for leaf in plot.leaves]
    waiting = max(0, n_all - len(opened) - len(tips))
    return Stake(key, (*opened, *tips), waiting, sum(seen), len(seen) - sum(seen))


def grow(stake: Stake, length: float) -> Grown:
    """Place everything on a stake of this length."""
    rooms, waiting_room = _rooms(stake, length)
    turn = sum(stake.key.encode()) % len(SWAY)
    vine, leaves, buds, flowers = [Spot(0, 0, 1)], [], [], []
    along = 0.0
    for plot, room in zip(stake.plots, rooms, strict=True):
        drawn = plot.leaves[-max(1, int(room // LEAF_ROOM)) :]  # the newest; the table tells all
        marks = max(1, len(drawn))
        for place in range(marks):
            beside = SWAY[(len(vine) + turn) % len(SWAY)]
            at = along + room * (place + 0.6) / marks
            side = 1 if beside > 0 else -1
            vine.append(Spot(at, beside, side))
            if drawn:
                leaves.append(Spot(at, beside, side, drawn[place].is_seen))
        tip = vine[-1]
        if plot.n_goals:
            buds.append(Spot(tip.along, tip.beside, -tip.side if drawn else 0))
        if plot.is_flower:
            flowers.append(Spot(tip.along, tip.beside, tip.side))
        along += room
    n_rings = stake.n_waiting if waiting_room >= LEAST_RING else int((length - along) // LEAST_RING)
    step = min(MOST_ROOM, (length - along) / n_rings) if n_rings else 0
    rings = tuple(along + step * (place + 0.5) for place in range(n_rings))
    grown_vine = tuple(vine) if len(vine) > 1 else ()
    return Grown(grown_vine, tuple(leaves), tuple(buds), tuple(flowers), rings, stake.n_waiting - n_rings)


def _rooms(stake: Stake, length: float) -> tuple[list[float], float]:
    """Return how much of the stake each opened competency takes, and each that waits."""
    n_grown, n_waiting = len(stake.plots), stake.n_waiting
    if n_grown + n_waiting <= MANY:
        each = length / max(n_grown + n_waiting, 1)
        return [min(each, max(MOST_ROOM, GOOD_LEAF * len(plot.leaves))) for plot in stake.plots], min(each, MOST_ROOM)
    most = length * (0.85 if n_waiting else 1)
    room = min(TIGHT_LEAF, most / n_grown) if n_grown else 0.0
    return [room] * n_grown, (length - room * n_grown) / n_waiting if n_waiting else 0.0
