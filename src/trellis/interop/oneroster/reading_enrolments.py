"""Reads places in classes, by far the longest file: whole blocks at once, and row by row where a row is unusual."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import itemgetter

from trellis.interop.oneroster import layouts
from trellis.interop.oneroster.cells import LONGEST_ID, BadCell, Dates, Desk
from trellis.interop.oneroster.enrolments import Enrolment, Membership
from trellis.interop.oneroster.tables import Table
from trellis.interop.oneroster.values import AIDES, ROLE_KINDS, clean, role_key, truth_of

_NAMES = ("id", "class", "person", "status", "role", "primary", "starts", "ends")
_TO_CLEAN = re.compile(r"[\s']")  # what ``clean`` may take from a cell


def read_enrolments(desk: Desk) -> None:
    """Read the places in classes of OneRoster and Microsoft SDS v2."""
    table = desk.table(layouts.ENROLLMENTS, "enrolments")
    if table is None:
        return
    reader = _Reader(desk, table)
    for lines, records in table.blocks():
        if not reader.read_block(lines, records):
            reader.read_rows(lines, records)
    desk.done(table, "enrolments")


class _Reader:
    """Most rows share status, role and dates with thousands of others: each such combination is read once."""

    def __init__(self, desk: Desk, table: Table) -> None:
        self.desk, self.table, self.dates = desk, table, desk.dates(table)
        self.has_id, self.pick = table.has("id"), table.picker(*_NAMES)
        self.pick_id, self.pick_class, self.pick_person = (itemgetter(table.place_of(name)) for name in _NAMES[:3])
        self.pick_rest = table.picker(*_NAMES[3:])
        self.known: dict[tuple[str, ...], Membership] = {}

    def read_block(self, lines: Sequence[int], records: Sequence[list[str]]) -> bool:
        """Read many rows at once, if there is nothing to say about any of them; else do nothing."""
        ids = list(map(self.pick_id, records))
        if not self.has_id or not all(ids) or _TO_CLEAN.search("".join(ids)) or max(map(len, ids)) > LONGEST_ID:
            return False
        try:
            memberships = list(map(self.known.__getitem__, map(self.pick_rest, records)))
        except KeyError:  # a combination that was not read yet
            return False
        one_text_each = self.desk.canon.__getitem__
        people = map(one_text_each, map(self.pick_person, records))
        classes = map(one_text_each, map(self.pick_class, records))
        return self.desk.roster.enrolments.add_block(lines, ids, people, classes, memberships)

    def read_rows(self, lines: Sequence[int], records: Sequence[list[str]]) -> None:
        """Read row by row, and say what is wrong with which."""
        for line, record in zip(lines, records, strict=True):
            id_, class_, person, *rest = self.pick(record)
            id_, class_, person = clean(id_), self.desk.canon[class_], self.desk.canon[person]
            try:
                membership = self._membership(line, tuple(rest))
                if not self.has_id and class_ and person:
                    id_ = f"{class_}:{person}:{membership.role}"
                self.desk.identifier(self.table, line, id_, "id" if self.has_id else "person")
            except BadCell:
                self.desk.spare("enrolments", id_, line)
            else:
                self.desk.keep_enrolment(Enrolment(id_, line, person, class_, membership), self.table.file)

    def _membership(self, line: int, cells: tuple[str, ...]) -> Membership:
        if cells not in self.known:
            self.known[cells] = _membership(self.desk, self.table, self.dates, line, *map(clean, cells))
        return self.known[cells]


def _membership(
    desk: Desk, table: Table, dates: Dates, line: int, status: str, role: str, primary: str, starts: str, ends: str
) -> Membership:
    kind = enrolled_as(role)
    if kind is None:
        desk.log.add("unknown_role", table.file, line, table.header_of("role"), role)
        raise BadCell
    is_active = desk.is_active(table, line, status)
    return Membership(is_active, kind, bool(truth_of(primary)), *dates.span((starts, ends), line))


def enrolled_as(cell: str) -> str | None:
    """Return learner, educator or aide for a role in a class, or ``None``."""
    key = role_key(cell)
    if key in AIDES:
        return "aide"
    kind = ROLE_KINDS.get(key)
    return kind if kind in ("learner", "educator") else None
