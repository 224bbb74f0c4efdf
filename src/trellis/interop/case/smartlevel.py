"""Frameworks in tables: CSV whose rows stand under one another by ``smartLevel``, by a parent column or by code."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.interop.case.problems import NotAFramework, Problems
from trellis.interop.case.reading import unpack

MAX_ROWS = 100_000
MAX_CELL = 100_000
LISTS = {"education_levels", "keywords"}
# What a column can mean, with the words that the mapping page shows. Associations carry the name CASE gives them.
MEANINGS = {
    "statement": gettext_lazy("Statement"),
    "code": gettext_lazy("Code"),
    "level": gettext_lazy("Level (1, 1.1, 1.1.2)"),
    "parent": gettext_lazy("Belongs to (code or identifier)"),
    "sequence": gettext_lazy("Order"),
    "identifier": gettext_lazy("Identifier"),
    "short": gettext_lazy("Short statement"),
    "item_type": gettext_lazy("Type"),
    "education_levels": gettext_lazy("Grades"),
    "keywords": gettext_lazy("Keywords"),
    "notes": gettext_lazy("Notes"),
    "language": gettext_lazy("Language"),
    "licence": gettext_lazy("Licence"),
    "list_enumeration": gettext_lazy("Number in its list"),
    "isPartOf": gettext_lazy("Is part of"),
    "precedes": gettext_lazy("Comes before"),
    "isRelatedTo": gettext_lazy("Is related to"),
    "isPeerOf": gettext_lazy("Is a peer of"),
    "exactMatchOf": gettext_lazy("Is the same as"),
    "replacedBy": gettext_lazy("Is replaced by"),
    "exemplar": gettext_lazy("Example"),
    "hasSkillLevel": gettext_lazy("Has skill level"),
}
ASSOCIATIONS = (
    "isPartOf", "precedes", "isRelatedTo", "isPeerOf", "exactMatchOf", "replacedBy", "exemplar", "hasSkillLevel",
)  # fmt: skip
_NAMES = {
    "fullstatement": "statement", "statement": "statement", "description": "statement", "text": "statement",
    "humancodingscheme": "code", "code": "code", "shortcode": "code", "notation": "code",
    "smartlevel": "level", "level": "level", "outline": "level",
    "ischildof": "parent", "parent": "parent", "parentid": "parent", "parentcode": "parent",
    "sequencenumber": "sequence", "sequence": "sequence", "order": "sequence",
    "identifier": "identifier", "guid": "identifier", "uuid": "identifier", "id": "identifier",
    "abbreviatedstatement": "short", "title": "short", "name": "short",
    "cfitemtype": "item_type", "itemtype": "item_type", "type": "item_type",
    "educationlevel": "education_levels", "grade": "education_levels", "grades": "education_levels",
    "gradelevel": "education_levels", "conceptkeywords": "keywords", "keywords": "keywords",
    "notes": "notes", "language": "language", "license": "licence", "licence": "licence",
    "listenumeration": "list_enumeration", "ispartof": "isPartOf", "precedes": "precedes",
    "isrelatedto": "isRelatedTo", "ispeerof": "isPeerOf", "isexactmatchof": "exactMatchOf",
    "exactmatchof": "exactMatchOf", "replacedby": "replacedBy", "exemplar": "exemplar",
    "hasskilllevel": "hasSkillLevel",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file as read: the heads of its columns, and each row with the line on which it starts."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def examples(self, column: int, count: int = 3) -> tuple[str, ...]:
        """Return the first cells of a column that hold something."""
        filled = (cells[column] for _line, cells in self.rows if column < len(cells) and cells[column])
        return tuple(dict.fromkeys(text[:80] for _index, text in zip(range(count), filled, strict=False)))


def read_table(content: bytes, problems: Problems) -> Table:
    """Return the table in the bytes of a file; raise ``NotAFramework`` for anything that is no table."""
    text = _decode(unpack(content), problems)
    heads_line = text.split("\n", 1)[0]
    delimiter = max(",;\t|", key=heads_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, tuple[str, ...]]] = []
    csv.field_size_limit(MAX_CELL)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((line, tuple(cell.strip() for cell in cells)))
            line = reader.line_num + 1
            if len(rows) > MAX_ROWS:
                raise NotAFramework(
                    _line(line), "", _("Longer than {limit} rows: no framework is.").format(limit=MAX_ROWS)
                )
    except csv.Error as error:
        raise NotAFramework(
            _line(line), str(error), _("The table is broken here. A quotation mark may be missing.")
        ) from error
    if not rows:
        raise NotAFramework("/", "", _("The table is empty."))
    return Table(_heads(rows[0][1], problems), tuple(rows[1:]))


def guess_mapping(table: Table) -> dict[str, int]:
    """Return which column most likely means what: by its head, and never one meaning twice."""
    mapping: dict[str, int] = {}
    for column, head in enumerate(table.heads):
        meaning = _NAMES.get(re.sub(r"[^a-z]", "", head.lower()))
        if meaning is None:
            continue
        # "SequenceNumber, Order" and "id, identifier" occur side by side: the one that holds something wins.
        if meaning not in mapping or not table.examples(mapping[meaning], 1):
            mapping[meaning] = column
    return mapping


def check_mapping(table: Table, mapping: Mapping[str, int], problems: Problems) -> None:
    """Say what is missing before a table can be imported with this mapping."""
    if "statement" not in mapping:
        problems.error(_line(1), ", ".join(table.heads), _("Say which column holds the statement."))
    if not table.rows:
        problems.error(_line(1), "", _("The table has heads but no rows."))
    columns = list(mapping.values())
    for column in {column for column in columns if columns.count(column) > 1}:
        problems.error(_line(1), table.heads[column], _("This column was given two meanings. Choose one."))
    for column, head in enumerate(table.heads):
        if column not in columns:
            problems.note(_line(1), head or str(column + 1), _("This column is not used."))


def _line(number: int) -> str:
    return _("line {number}").format(number=number)


def _heads(cells: tuple[str, ...], problems: Problems) -> tuple[str, ...]:
    if len(cells) < 2 and not _NAMES.get(re.sub(r"[^a-z]", "", cells[0].lower())):
        raise NotAFramework(
            _line(1), cells[0], _("This is not a table: the first line should hold the heads of columns.")
        )
    for head in {head for head in cells if head and cells.count(head) > 1}:
        problems.error(_line(1), head, _("Two columns have this head. Rename one of them."))
    return cells


def _decode(content: bytes, problems: Problems) -> str:
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
        if content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG")):
            raise NotAFramework(
                "/", content[:4], _("This is a picture or a document. Save the table as CSV (UTF-8) first.")
            )
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        place = _("byte {number}").format(number=error.start)
        problems.warning(
            place,
            content[error.start : error.start + 10],
            _("The file is not UTF-8; it was read as Windows text. Check letters with accents."),
        )
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text:
        raise NotAFramework("/", "", _("This is not a text file. Save the table as CSV (UTF-8) first."))
    if text.lstrip().startswith(("{", "[", "<")):
        raise NotAFramework(
            "/", text.lstrip()[:40], _("This is not a table. For a CASE package, choose that import instead.")
        )
    return text.lstrip("\ufeff")
