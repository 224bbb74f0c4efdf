"""The places in classes of a roster, column by column: 600,000 rows share all but a few of their values."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import compress
from typing import NamedTuple


class Membership(NamedTuple):
    """What thousands of places in classes have in common."""

    active: bool
    role: str
    is_primary: bool
    starts_on: date | None
    ends_on: date | None


class Enrolment(NamedTuple):
    """Somebody belongs to a class; no start means the day of the import."""

    id: str
    line: int
    person: str
    school_class: str
    membership: Membership

    @property
    def active(self) -> bool:
        """Whether the row holds."""
        return self.membership.active


class Enrolments:
    """Enrolments in the order of their file, each identifier once."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.lines = array("q")
        self.people: list[str] = []
        self.classes: list[str] = []
        self.memberships: list[Membership] = []
        self._known: set[str] = set()
        self._places: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, place: int) -> Enrolment:
        return Enrolment(
            self.ids[place], self.lines[place], self.people[place], self.classes[place], self.memberships[place]
        )

    def __iter__(self) -> Iterator[Enrolment]:
        return map(Enrolment, self.ids, self.lines, self.people, self.classes, self.memberships)

    def __repr__(self) -> str:
        return f"Enrolments({list(self)})"

    def add(self, row: Enrolment) -> Enrolment | None:
        """Add a row. If its identifier is taken, add nothing and return the row that has it."""
        if row.id in self._known:
            return self._first(row.id)
        self._known.add(row.id)
        self.ids.append(row.id)
        self.lines.append(row.line)
        self.people.append(row.person)
        self.classes.append(row.school_class)
        self.memberships.append(row.membership)
        return None

    def _first(self, id_: str) -> Enrolment:
        """Return the row with this identifier; where each stands is only learned once somebody asks."""
        for place in range(len(self._places), len(self.ids)):
            self._places[self.ids[place]] = place
        return self[self._places[id_]]

    def add_block(
        self,
        lines: Iterable[int],
        ids: Sequence[str],
        people: Iterable[str],
        classes: Iterable[str],
        memberships: Iterable[Membership],
    ) -> bool:
        """Add many rows, column by column. If any identifier is taken, add nothing and return ``False``."""
        new = set(ids)
        if len(new) != len(ids) or not self._known.isdisjoint(new):
            return False
        self._known |= new
        self.ids += ids
        self.lines.extend(lines)
        self.people += people
        self.classes += classes
        self.memberships += memberships
        return True

    def take_out(self, places: Iterable[int]) -> None:
        """Remove the rows at these places; their identifiers stay taken."""
        stays = bytearray(b"\1") * len(self)
        for place in places:
            stays[place] = 0
        self.ids = list(compress(self.ids, stays))
        self.lines = array("q", compress(self.lines, stays))
        self.people = list(compress(self.people, stays))
        self.classes = list(compress(self.classes, stays))
        self.memberships = list(compress(self.memberships, stays))
        self._places.clear()
