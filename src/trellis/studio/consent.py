"""How a class chooses by consent: not what most want against the others, but what nobody has an open concern about.

Pure: voices in, where each theme stands out. It decides nothing: people do, and see by which rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from uuid import UUID

ANSWER_FIRST, READY, WAITS, TOO_FEW_WANT = "answer-first", "ready", "waits", "too-few-want"
SPEAKING, WANTING = 1 / 2, 1 / 3  # of the class have spoken; of those who spoke want it


@dataclass(frozen=True, slots=True)
class Voices:
    """How many said what to a theme; ``n_open`` concerns are not answered yet."""

    n_want: int = 0
    n_live: int = 0
    n_concern: int = 0
    n_open: int = 0

    @property
    def n(self) -> int:
        """How many have spoken."""
        return self.n_want + self.n_live + self.n_concern


def standing_of_theme(voices: Voices, n_class: int) -> str:
    """Return where a theme stands: a concern is answered first, whatever most people want.

    >>> standing_of_theme(Voices(n_want=20, n_concern=1, n_open=1), 24)
    'answer-first'
    >>> standing_of_theme(Voices(n_want=8, n_live=12, n_concern=1), 24)
    'ready'
    >>> standing_of_theme(Voices(n_want=3), 24), standing_of_theme(Voices(n_want=2, n_live=20), 24)
    ('waits', 'too-few-want')
    """
    if voices.n_open:
        return ANSWER_FIRST
    if voices.n < ceil(n_class * SPEAKING) or not voices.n:
        return WAITS
    return READY if voices.n_want >= voices.n * WANTING else TOO_FEW_WANT


def ties(ready: Mapping[UUID, Voices], places: int) -> frozenset[UUID]:
    """Return the themes among which voices do not choose: as many want each, and not all of them fit.

    The class talks about these. Empty where all that are ready fit.

    >>> a, b, c = (UUID(int=n) for n in range(3))
    >>> sorted(ties({a: Voices(9), b: Voices(5), c: Voices(5)}, 2)) == [b, c]
    True
    >>> ties({a: Voices(9), b: Voices(5)}, 2)
    frozenset()
    """
    if len(ready) <= places:
        return frozenset()
    wanted = sorted((voices.n_want for voices in ready.values()), reverse=True)
    edge = wanted[places - 1] if places > 0 else None
    if edge is None or wanted[places] != edge:
        return frozenset()
    return frozenset(key for key, voices in ready.items() if voices.n_want == edge)


def fits(ready: Mapping[UUID, Voices], places: int) -> frozenset[UUID]:
    """Return the themes that the voices carry into the places there are, those in a tie left out.

    >>> a, b, c = (UUID(int=n) for n in range(3))
    >>> fits({a: Voices(9), b: Voices(5), c: Voices(5)}, 2) == {a}
    True
    """
    tied = ties(ready, places)
    edge = max((ready[one].n_want for one in tied), default=-1)
    above = sorted((-voices.n_want, key) for key, voices in ready.items() if voices.n_want > edge)
    return frozenset(key for _n, key in above[:places])
