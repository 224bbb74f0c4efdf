"""What the readers of all dialects share: cells with their place, so that every doubt can name it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from trellis.interop.oneroster.archive import Source
from trellis.interop.oneroster.enrolments import Enrolment
from trellis.interop.oneroster.kinds import Dialect, Kind, Mode
from trellis.interop.oneroster.problems import ProblemLog
from trellis.interop.oneroster.roster import NOTHING, Extra, Roster
from trellis.interop.oneroster.tables import Canon, Layout, Table
from trellis.interop.oneroster.values import (
    Order,
    Status,
    date_evidence,
    date_of,
    grade_of,
    is_other_date,
    listed,
    status_of,
)

OnProgress = Callable[[str, int, int], None]
LONGEST_ID = 255
ONE_DAY = timedelta(days=1)


class BadCell(Exception):
    """A cell for which the whole row is left out; already in the log."""


class Dates:
    """Reads the date columns of a table, after the whole columns told in which order day and month stand."""

    def __init__(self, table: Table, log: ProblemLog, *, unclear: Order) -> None:
        self.table, self.log, self.unclear = table, log, unclear
        self.order: dict[str, Order | None] = {}
        self.known: dict[tuple[str, str], date | None] = {}

    def _look_at_columns(self) -> None:
        """Decide the order of day and month of both columns; done at the first date that asks for it."""
        columns = dict(zip(("starts", "ends"), self.table.date_cells("starts", "ends"), strict=True))
        everywhere, _open = date_evidence(cell for cells in columns.values() for cell in cells)
        for name, cells in columns.items():
            proved, is_open = date_evidence(cells)
            self.order[name] = self._decide(name, cells, proved or everywhere, is_open)

    def _decide(self, name: str, cells: set[str], proved: set[Order], is_open: bool) -> Order | None:
        """Return the order that is proved; none where both are; the usual one, with a note, where neither is."""
        if len(proved) == 2 or not cells:
            return None
        order = next(iter(proved), self.unclear)
        code = "dates_day_first" if order is Order.DAY_FIRST else "dates_month_first"
        if not proved and is_open:
            code = "dates_unclear"
        self.log.add(code, self.table.file, 1, self.table.header_of(name), min(cells), read=order.value)
        return order

    def read(self, name: str, cell: str, line: int) -> date | None:
        """Return the date in a cell, ``None`` for an empty one; raise ``BadCell`` where there is none to be read."""
        if not cell:
            return None
        key = (name, cell)
        if key not in self.known:
            if not self.order and is_other_date(cell):
                self._look_at_columns()
            self.known[key] = date_of(cell, self.order.get(name))
        value = self.known[key]
        if value is None:
            self.log.add("bad_date", self.table.file, line, self.table.header_of(name), cell)
            raise BadCell
        return value

    def span(self, cells: tuple[str, str], line: int) -> tuple[date | None, date | None]:
        """Return the first day and the day after the last; files count the last day in."""
        starts, last = self.read("starts", cells[0], line), self.read("ends", cells[1], line)
        if starts is not None and last is not None and last < starts:
            self.log.add(
                "ends_before_start", self.table.file, line, self.table.header_of("ends"), cells[1], starts=cells[0]
            )
            raise BadCell
        return starts, last + ONE_DAY if last is not None else None


class Desk:
    """Where a roster is read: the source, the log, and the roster as it grows."""

    def __init__(self, source: Source, kind: Kind, log: ProblemLog, on_progress: OnProgress) -> None:
        self.source, self.kind, self.log, self.on_progress = source, kind, log, on_progress
        self.canon = Canon()
        self.roster = Roster(source.name, kind.dialect, log)
        self.seen: dict[str, dict[str, Any]] = {noun: {} for noun in self.roster.spared}

    def table(self, layout: Layout, noun: str) -> Table | None:
        """Open a file for the rows of a noun, or return ``None`` where there is none."""
        member = self.source.members.get(layout.file)
        if member is None or self.kind.mode(layout.file) is Mode.ABSENT:
            return None
        self.on_progress(member.name, 0, 0)
        table = Table(member, layout, self.log, self.canon)
        # Two files may bring one noun (students, teachers): it is whole only if both are.
        if self.roster.mode(noun) is not Mode.DELTA:
            self.roster.modes[noun] = self.kind.mode(layout.file)
        self.roster.files[noun] = member.name
        return table

    def done(self, table: Table, *nouns: str) -> None:
        """Count the rows of a table; a header without rows says nothing, so it ends nothing."""
        self.roster.n_rows[table.file] = table.n_rows
        self.on_progress(table.file, table.n_rows, table.n_rows)
        if table.n_rows == 0:
            self.log.add("header_only", table.file, 1)
            for noun in nouns:
                self.roster.modes[noun] = Mode.DELTA

    def dates(self, table: Table) -> Dates:
        """Return the reader of the fields ``starts`` and ``ends``."""
        unclear = Order.DAY_FIRST if self.kind.dialect is Dialect.SDS_UK else Order.MONTH_FIRST
        return Dates(table, self.log, unclear=unclear)

    def keep(self, noun: str, row: Any, file: str) -> None:
        """Add a row to the roster. The same identifier again is a note when the rows are alike, else a refusal."""
        seen = self.seen[noun]
        before = seen.setdefault(row.id, row)
        if before is row:
            self.canon.setdefault(row.id, row.id)
            getattr(self.roster, noun).append(row)
        else:
            self._tell_twice(noun, before, row, file)

    def keep_enrolment(self, row: Enrolment, file: str) -> None:
        """Add a place in a class, as ``keep`` does."""
        before = self.roster.enrolments.add(row)
        if before is not None:
            self._tell_twice("enrolments", before, row, file)

    def _tell_twice(self, noun: str, before: Any, row: Any, file: str) -> None:
        if before[2:] == row[2:]:
            self.log.add("duplicate_row", file, row.line, "", row.id, first=before.line)
        else:
            self.log.add("duplicate_identifier", file, row.line, "", row.id, first=before.line, other=self._file(noun))

    def _file(self, noun: str) -> str:
        return self.roster.files.get(noun, "")

    def spare(self, noun: str, identifier: str, line: int) -> None:
        """Remember a row that is left out, so that its absence ends nothing."""
        if identifier:
            self.roster.spared[noun].setdefault(identifier, line)

    def identifier(self, table: Table, line: int, cell: str, name: str = "id") -> str:
        """Return an identifier, which every row must have."""
        if not cell:
            self.log.add("missing_value", table.file, line, table.header_of(name))
            raise BadCell
        return self.text(table, line, name, cell, LONGEST_ID)

    def text(self, table: Table, line: int, name: str, cell: str, longest: int = 200, *, required: bool = False) -> str:
        """Return a text that fits."""
        if required and not cell:
            self.log.add("missing_value", table.file, line, table.header_of(name))
            raise BadCell
        if len(cell) > longest:
            self.log.add("too_long", table.file, line, table.header_of(name), cell, longest=longest)
            raise BadCell
        return cell

    def is_active(self, table: Table, line: int, cell: str) -> bool:
        """Read a status."""
        status = status_of(cell)
        if status is Status.UNKNOWN:
            self.log.add("unknown_status", table.file, line, table.header_of("status"), cell)
            raise BadCell
        if status is Status.INACTIVE:
            self.log.add("inactive", table.file, line, table.header_of("status"), cell)
        return status is Status.ACTIVE

    def grades(self, table: Table, line: int, cell: str) -> tuple[str, ...]:
        """Read a list of grades; unknown ones are left away with a note."""
        if not cell:
            return ()
        found: dict[str, None] = {}
        for part in listed(cell):
            grade = grade_of(part)
            if grade is None:
                self.log.add("unknown_grade", table.file, line, table.header_of("grades"), part)
            else:
                found[grade] = None
        return tuple(found)


def extra(**values: Any) -> Extra:
    """Return what only the roster knows, without what is empty."""
    kept = {key: value for key, value in values.items() if value}
    return kept or NOTHING
