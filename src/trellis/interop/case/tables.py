"""Rows of a table with their meaning, into the same neutral ``Package`` that a CASE file gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import uuid5

from django.utils.translation import gettext as _

from trellis.interop.case.checking import check_package
from trellis.interop.case.package import Association, Fields, Item, Package
from trellis.interop.case.problems import Problems
from trellis.interop.case.shapes import EPOCH, NAMESPACE, canonical_identifier, is_uuid, normalise, uri_for
from trellis.interop.case.smartlevel import ASSOCIATIONS, Table, check_mapping

_LEVEL = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,20}\.?")
_SEPARATOR = re.compile(r"\s*[,;|]\s*")
_NUMBER = re.compile(r"\d{1,9}")
_FIELDS = {
    "statement": "fullStatement", "code": "humanCodingScheme", "short": "abbreviatedStatement",
    "item_type": "CFItemType", "notes": "notes", "language": "language", "licence": "licenseURI",
    "list_enumeration": "listEnumeration",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it stands on, its cells by meaning, and the identifier it gets."""

    line: int
    cells: dict[str, str]
    identifier: str

    @property
    def place(self) -> str:
        """Where it stands, for the report."""
        return _("line {number}").format(number=self.line)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a table does not say about its framework."""

    title: str
    creator: str = ""
    licence: str = ""
    language: str = ""


def table_package(table: Table, mapping: Mapping[str, int], heading: Heading, problems: Problems) -> Package | None:
    """Return the framework in a table; None, with the reasons in ``problems``, where it cannot be used."""
    check_mapping(table, mapping, problems)
    if problems.stop:
        return None
    document = _document(heading)
    rows = list(_rows(table, mapping, str(document["identifier"]), problems))
    parents = _parents(rows, mapping, problems)
    items = tuple(Item(_item(row, heading, problems), row.place) for row in rows)
    associations = [*_tree(rows, parents, document), *_across(rows, problems)]
    unique = {association.identifier: association for association in associations}
    package = Package(document, items, tuple(unique.values()), {}, (), {})
    check_package(package, problems)
    return None if problems.stop else package


def _document(heading: Heading) -> Fields:
    """Describe the framework. Same title and author, same framework: a corrected table updates it in place."""
    raw: Fields = {
        "identifier": str(uuid5(NAMESPACE, f"table\n{heading.creator}\n{heading.title}")),
        "title": heading.title,
        "creator": heading.creator,
        "caseVersion": "1.1",
    }
    if heading.language:
        raw["language"] = heading.language
    if heading.licence:
        raw["licenseURI"] = {"title": heading.licence, "identifier": str(uuid5(NAMESPACE, heading.licence))}
    return normalise("CFDocument", raw, "", Problems(), changed_at=EPOCH)


def _rows(table: Table, mapping: Mapping[str, int], document: str, problems: Problems) -> Iterator[Row]:
    seen: dict[str, int] = {}
    for line, texts in table.rows:
        if len(texts) > len(table.heads):
            problems.error(
                _place(line), texts[len(table.heads)], _("This row has more cells than the table has heads.")
            )
            continue
        cells = {meaning: texts[column] for meaning, column in mapping.items() if column < len(texts) and texts[column]}
        if not cells.get("statement"):
            stand_in = cells.get("short") or cells.get("code")
            if not stand_in:
                problems.error(
                    _place(line), "", _("The statement is missing, and nothing can stand in for it. Add it.")
                )
                continue
            problems.warning(_place(line), stand_in, _("The statement is missing; this stands in for it."))
            cells["statement"] = stand_in
        row = Row(line, cells, _identifier(cells, document))
        if row.identifier in seen:
            problems.error(
                row.place,
                cells.get("identifier") or cells.get("code") or cells["statement"],
                _("The same row as line {line}: give one of them its own code or identifier.").format(
                    line=seen[row.identifier]
                ),
            )
            continue
        seen[row.identifier] = line
        yield row


def _place(line: int) -> str:
    return _("line {number}").format(number=line)


def _identifier(cells: Mapping[str, str], document: str) -> str:
    """Return the identifier in the row, or one that stays the same when the table is imported again."""
    own = canonical_identifier(cells.get("identifier", ""))
    if own:
        return own if is_uuid(own) else str(uuid5(NAMESPACE, f"{document}\nid\n{own}"))
    for meaning in ("level", "code"):
        if cells.get(meaning) and not (meaning == "level" and cells.get("code")):
            return str(uuid5(NAMESPACE, f"{document}\n{meaning}\n{cells[meaning]}\n{_tail(cells, meaning)}"))
    return str(uuid5(NAMESPACE, f"{document}\nstatement\n{cells['statement']}"))


def _tail(cells: Mapping[str, str], meaning: str) -> str:
    # Codes repeat in real tables: the statement tells such rows apart, at the price of a new identity when it changes.
    return cells["statement"] if meaning == "code" else ""


def _parents(rows: list[Row], mapping: Mapping[str, int], problems: Problems) -> dict[str, tuple[str, int | None]]:
    """Return for each row the identifier it stands under (none for the top) and its place there."""
    if "level" in mapping and any("level" in row.cells for row in rows):
        return _by_level(rows, problems)
    if "parent" in mapping and any("parent" in row.cells for row in rows):
        return _by_parent(rows, problems)
    return _by_code(rows)


def _by_level(rows: list[Row], problems: Problems) -> dict[str, tuple[str, int | None]]:
    levels: dict[str, Row] = {}
    for row in rows:
        level = row.cells.get("level", "")
        if not _LEVEL.fullmatch(level):
            problems.error(row.place, level, _("A level is written 1, 1.1 or 1.1.2."))
            continue
        earlier = levels.setdefault(_level(level), row)
        if earlier is not row:
            problems.error(
                row.place,
                level,
                _("Line {line} has the same level. Number them one after the other.").format(line=earlier.line),
            )
    parents: dict[str, tuple[str, int | None]] = {}
    for level, row in levels.items():
        above, last = level.rpartition(".")[::2]
        if above and above not in levels:
            problems.warning(
                row.place,
                level,
                _("Level {level} is missing above it. It stands under the next one that is there.").format(level=above),
            )
        while above and above not in levels:
            above = above.rpartition(".")[0]
        parents[row.identifier] = (levels[above].identifier if above else "", int(last))
    return parents


def _level(text: str) -> str:
    return ".".join(str(int(part)) for part in text.rstrip(".").split("."))


def _by_parent(rows: list[Row], problems: Problems) -> dict[str, tuple[str, int | None]]:
    find = _Finder(rows)
    parents: dict[str, tuple[str, int | None]] = {}
    for row in rows:
        parent = row.cells.get("parent", "")
        found = find(parent, row, problems) if parent else ""
        parents[row.identifier] = (found, _sequence(row))
    return parents


def _by_code(rows: list[Row]) -> dict[str, tuple[str, int | None]]:
    """Without level and parent, ``A.B.C`` stands under ``A.B`` where there is such a row."""
    times = Counter(row.cells.get("code", "") for row in rows)
    by_code = {row.cells.get("code", ""): row.identifier for row in rows}
    parents: dict[str, tuple[str, int | None]] = {}
    for row in rows:
        above = row.cells.get("code", "").rpartition(".")[0]
        while above and (above not in by_code or times[above] > 1):
            above = above.rpartition(".")[0]
        parents[row.identifier] = (by_code[above] if above else "", _sequence(row))
    return parents


def _sequence(row: Row) -> int | None:
    found = _NUMBER.fullmatch(row.cells.get("sequence", ""))
    return int(found[0]) if found else None


class _Finder:
    """Finds the row that a cell names by identifier or code."""

    def __init__(self, rows: list[Row]) -> None:
        self.by_name: dict[str, str] = {}
        times = Counter(row.cells.get("code", "") for row in rows)
        for row in rows:
            for meaning in ("identifier", "code"):
                name = canonical_identifier(row.cells.get(meaning, ""))
                if name and not (meaning == "code" and times[name] > 1):
                    self.by_name[name] = row.identifier

    def __call__(self, name: str, row: Row, problems: Problems) -> str:
        name = canonical_identifier(name)
        found = self.by_name.get(name)
        if found is None and is_uuid(name):
            return name
        if found is None:
            problems.warning(row.place, name, _("No row, or more than one, has this code. The connection is left out."))
        return found or ""


def _item(row: Row, heading: Heading, problems: Problems) -> Fields:
    raw: Fields = {"identifier": row.identifier}
    for meaning, name in _FIELDS.items():
        if row.cells.get(meaning):
            raw[name] = row.cells[meaning]
    if heading.language:
        raw.setdefault("language", heading.language)
    for meaning, name in (("education_levels", "educationLevel"), ("keywords", "conceptKeywords")):
        parts = [part for part in _SEPARATOR.split(row.cells.get(meaning, "")) if part]
        if parts:
            raw[name] = parts
    return normalise("CFItem", raw, row.place, problems, changed_at=EPOCH)


def _tree(rows: list[Row], parents: Mapping[str, tuple[str, int | None]], document: Fields) -> Iterator[Association]:
    for index, row in enumerate(rows, start=1):
        parent, sequence = parents.get(row.identifier, ("", None))
        yield _association(
            "isChildOf", row, parent or str(document["identifier"]), index if sequence is None else sequence
        )


def _across(rows: list[Row], problems: Problems) -> Iterator[Association]:
    find = _Finder(rows)
    for row in rows:
        for kind in ASSOCIATIONS:
            for name in _SEPARATOR.split(row.cells.get(kind, "")):
                found = find(name, row, problems) if name else ""
                if found:
                    yield _association(kind, row, found, None)


def _association(kind: str, row: Row, destination: str, sequence: int | None) -> Association:
    identifier = str(uuid5(NAMESPACE, f"{kind}\n{row.identifier}\n{destination}"))
    raw: Fields = {
        "identifier": identifier,
        "uri": uri_for(identifier),
        "associationType": kind,
        "originNodeURI": {"identifier": row.identifier},
        "destinationNodeURI": {"identifier": destination},
    }
    if sequence is not None:
        raw["sequenceNumber"] = sequence
    return Association(normalise("CFAssociation", raw, row.place, Problems(), changed_at=EPOCH), row.place)
