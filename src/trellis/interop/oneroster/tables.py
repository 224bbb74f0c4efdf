"""Reads one CSV file row by row: headers in any order and case, ragged rows, and nothing of passwords."""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice, tee
from operator import itemgetter

from trellis.interop.oneroster.archive import Member, reading
from trellis.interop.oneroster.problems import ProblemLog
from trellis.interop.oneroster.scanning import REPLACED, Scan, scan
from trellis.interop.oneroster.values import clean, is_formula, is_other_date

csv.field_size_limit(1 << 17)
LAST = "\x1dend of file\x1d"  # a row of our own after the last one: if a quotation mark is open, it swallows this row
MOST_LINES_OF_A_ROW = 20
BLOCK = 500


@dataclass(frozen=True, slots=True)
class Field:
    """One thing we read: our name for it, the headers it goes by (lower case), and whether a file must have it."""

    name: str
    headers: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """One file of a dialect: its lower-case name, what we read, and standard columns that we know and leave alone."""

    file: str
    fields: tuple[Field, ...]
    left_alone: frozenset[str] = frozenset()


Row = tuple[int, list[str]]


class Canon(dict[str, str]):
    """Cleans every distinct cell once, so that a value repeated 600,000 times is one string. Remembers formulas."""

    def __init__(self) -> None:
        super().__init__()
        self.formulas: set[str] = set()

    def __missing__(self, cell: str) -> str:
        text = clean(cell)
        text = dict.setdefault(self, text, text)
        self[cell] = text
        if text and is_formula(text):
            self.formulas.add(text)
        return text


class Table:
    """A file with its header understood. ``rows`` may be called again and starts from the top."""

    def __init__(self, member: Member, layout: Layout, log: ProblemLog, canon: Canon) -> None:
        self.member, self.layout, self.log, self.canon = member, layout, log, canon
        self.file = member.name
        self.scan: Scan = scan(member, log)
        self.n_rows = 0
        if self.scan.empty:
            log.refuse("empty_file", self.file, line=1)
        self.delimiter = self._delimiter()
        header = self._first_record()
        self.headers = [name.strip().lstrip("\ufeff") for name in header]
        self.width = len(header)
        self._read_header(self.headers)

    def _delimiter(self) -> str:
        with self._text() as text:
            line = text.readline(1 << 16)
        best = max(",;\t", key=line.count)
        if best != "," and line.count(best) > 0:
            self.log.add("separator", self.file, line=1, value="tab" if best == "\t" else best)
            return best
        return ","

    @contextmanager
    def _text(self) -> Iterator[io.TextIOWrapper]:
        with reading(self.member, self.log) as stream:
            yield io.TextIOWrapper(stream, self.scan.encoding, self.scan.errors, newline="")

    def _first_record(self) -> list[str]:
        with self._text() as text:
            try:
                return next(csv.reader(text, delimiter=self.delimiter), [])
            except csv.Error:
                self.log.refuse("unclosed_quote", self.file, line=1)

    def _read_header(self, names: list[str]) -> None:
        places: dict[str, int] = {}
        for place, name in enumerate(names):
            key = name.lower()
            if key and key in places:
                self.log.refuse("duplicate_header", self.file, 1, name, first=places[key] + 1, second=place + 1)
            if key:
                places[key] = place
        self.places: dict[str, int] = {}
        self.column: dict[str, str] = {}
        for field in self.layout.fields:
            header = next((header for header in field.headers if header in places), None)
            if header is not None:
                self.places[field.name] = places[header]
                self.column[field.name] = names[places[header]]
            elif field.required:
                self.log.add("missing_column", self.file, 1, field.headers[0], found=", ".join(names)[:300])
        self.log.stop_if_refused()
        self._list_the_rest(names, places)

    def _list_the_rest(self, names: list[str], places: dict[str, int]) -> None:
        """Tell which columns are kept out: those of vendors, and above all passwords."""
        read = set(self.places.values())
        rest = [name for key, place in places.items() if place not in read for name in [names[place]]]
        passwords = [name for name in rest if "password" in name.lower() or "passwd" in name.lower()]
        vendor = [name for name in rest if name not in passwords and name.lower() not in self.layout.left_alone]
        self.has_passwords = bool(passwords)
        for name in passwords:
            self.log.add("password_never_read", self.file, 1, name)
        if vendor:
            self.log.add("columns_kept_out", self.file, 1, ", ".join(vendor)[:120], names=vendor, n=len(vendor))

    def has(self, name: str) -> bool:
        """Say whether the file has a column for this field."""
        return name in self.places

    def header_of(self, name: str) -> str:
        """Return the header of a field as it stands in the file, for reports."""
        return self.column.get(name) or next(f.headers[0] for f in self.layout.fields if f.name == name)

    def date_cells(self, *names: str) -> list[set[str]]:
        """Return, for each field, its distinct dates whose order of day and month is a question.

        Costs a second reading of the file, so only files with other dates than ISO are asked.
        """
        columns: list[set[str]] = [set() for _name in names]
        n_rows = self.n_rows
        for _line, values in self.rows(*names, quiet=True):
            for cells, value in zip(columns, values, strict=True):
                cells.add(value)
        self.n_rows = n_rows
        return [{cell for cell in cells if is_other_date(cell)} for cells in columns]

    def rows(self, *names: str, quiet: bool = False) -> Iterator[Row]:
        """Yield line number and the cleaned values of these fields (two or more), a missing column as empty texts.

        Rows that cannot be trusted are left out and reported (not again when ``quiet``). Other cells, passwords among
        them, do not outlive their row.
        """
        log = ProblemLog() if quiet else self.log
        pick = itemgetter(*(self.places.get(name, self.width) for name in names))
        canon, formulas = self.canon, self.canon.formulas
        look_up = canon.__getitem__
        self.n_rows = 0
        for line, cells in self._records(log):
            cells.append("")  # what a missing column holds
            picked = pick(cells)
            first = picked[0]
            if first[:1].isalnum() and not first[-1:].isspace():
                # Identifiers differ in every row: looking them up would cost time and keep each of them twice.
                values = [canon.get(first, first), *map(look_up, picked[1:])]
            else:
                values = list(map(look_up, picked))
            self.n_rows += 1
            if formulas and not quiet and not formulas.isdisjoint(values):
                self._note_formulas(line, names, values)
            yield line, values

    def place_of(self, name: str) -> int:
        """Return where a field stands in the records of ``blocks``; a missing column is the empty cell at their end."""
        return self.places.get(name, self.width)

    def picker(self, *names: str) -> Callable[[list[str]], tuple[str, ...]]:
        """Return a function that takes the cells of these fields (two or more) from a record of ``blocks``."""
        return itemgetter(*map(self.place_of, names))

    def blocks(self) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        """Yield the records by the hundred, cells as they stand, with the lines that they start on.

        For files so long that a step of Python for each row would show. Where columns are missing, every record has an
        empty cell at its end to stand for them.
        """
        self.n_rows = 0
        for numbers, block in self._blocks():
            for cells in block if len(self.places) < len(self.layout.fields) else ():
                cells.append("")
            self.n_rows += len(block)
            if block:
                yield numbers, block

    def _blocks(self) -> Iterator[tuple[Sequence[int], list[list[str]]]]:
        with self._text() as text:
            lines, again = tee(chain(text, [LAST]))
            reader, last, n_lines = csv.reader(lines, delimiter=self.delimiter), 0, None
            while True:
                try:
                    block = list(islice(reader, BLOCK))
                    n_lines = reader.line_num - last
                except csv.Error:
                    block, n_lines = [[]], None  # ``_read`` goes to the end, and says which line
                if not block:
                    return
                if n_lines == len(block) and self._is_plain(block):
                    deque(islice(again, n_lines), maxlen=0)
                    first = 1 if last == 0 else 0  # after the header
                    yield range(last + 1 + first, last + 1 + n_lines), block[first:]
                else:  # one by one, so that what is said about a row stays together
                    for line, cells in self._read(islice(again, n_lines), last, self.log):
                        yield (line,), [cells]
                last = reader.line_num

    def _is_plain(self, block: list[list[str]]) -> bool:
        """Say whether no record of a block needs a closer look. The last block of a file always gets one."""
        return self.width > 1 and not self.scan.doubtful and set(map(len, block)) == {self.width}

    def _records(self, log: ProblemLog) -> Iterator[tuple[int, list[str]]]:
        with self._text() as text:
            yield from self._read(chain(text, [LAST]), 0, log)

    def _read(self, lines: Iterable[str], last: int, log: ProblemLog) -> Iterator[tuple[int, list[str]]]:
        """Yield each record of the right length with the line it starts on; watch for quotation marks left open."""
        width, doubtful, before = self.width, self.scan.doubtful, last
        records = csv.reader(lines, delimiter=self.delimiter)
        try:
            for record in records:
                line, last = last + 1, before + records.line_num
                cells = record if last == line else self._folded(record, line, last, log)
                if line == 1:
                    continue
                if (len(cells) == width and not doubtful and (width > 1 or cells != [LAST])) or (
                    any(cells) and cells != [LAST] and self._mend(line, cells, log)
                ):
                    yield line, cells
        except csv.Error:
            log.refuse("unclosed_quote", self.file, line=last + 1)

    def _folded(self, cells: list[str], first: int, last: int, log: ProblemLog) -> list[str]:
        swallowed = any(LAST in cell for cell in cells)
        # In a file with passwords a row that swallowed the next one may show them in another column.
        if swallowed or last - first > MOST_LINES_OF_A_ROW or len(cells) != self.width or self.has_passwords:
            log.refuse("unclosed_quote", self.file, line=first)
        log.add("folded_lines", self.file, line=first)
        return [" ".join(cell.split()) for cell in cells]

    def _mend(self, line: int, cells: list[str], log: ProblemLog) -> bool:
        """Fill up a short row, cut empty extra cells; say whether the row can be used."""
        if any("\0" in cell or REPLACED in cell for cell in cells):
            log.add("bad_characters", self.file, line)
            return False
        if len(cells) != self.width and self.has_passwords:
            # Its cells may have moved, and a password with them into a column that is read.
            log.add("ragged_row", self.file, line, value=str(len(cells)), expected=self.width)
            return False
        if len(cells) > self.width:
            if any(cell.strip() for cell in cells[self.width :]):
                log.add("ragged_row", self.file, line, value=str(len(cells)), expected=self.width)
                return False
            del cells[self.width :]
        cells.extend([""] * (self.width - len(cells)))
        return True

    def _note_formulas(self, line: int, names: tuple[str, ...], values: list[str]) -> None:
        for name, value in zip(names, values, strict=True):
            if value in self.canon.formulas:
                self.log.add("formula_text", self.file, line, self.header_of(name), value)
