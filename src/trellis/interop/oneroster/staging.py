"""Brings a roster into temporary tables by COPY; nothing that lasts is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection

from trellis.interop.oneroster import roster as r
from trellis.interop.oneroster.enrolments import Enrolments, Membership
from trellis.interop.oneroster.nouns import ALL_NOUNS, ENROLMENTS, NEW_ID_BEFORE_18, Noun

Progress = Callable[[str, int, int], None]
STEP = 20_000
PG_18 = 180000
ROW_START = ("sourced_id text", "active boolean")
ENROLMENT_ORDER = "(sourced_id, person, school_class, active, role, is_primary, starts_on, ends_on)"


def execute(sql: str, **values: Any) -> int:
    """Run a statement put together from the constants of ``nouns.py``; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.rowcount)


def new_id() -> str:
    """Return SQL that makes a UUIDv7."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return "uuidv7()" if int(cursor.fetchone()[0]) >= PG_18 else NEW_ID_BEFORE_18


def stage(roster: r.Roster, on_progress: Progress) -> None:
    """Copy every noun of the roster into its table ``incoming_...``, and the identifiers that were left out."""
    # Every comparison is a hash join or a hashed sub-select; with less memory each would fall back to nested loops.
    execute("SET LOCAL work_mem = '96MB'")
    for noun in ALL_NOUNS:
        _make(f"incoming_{noun.name}", *ROW_START, *_columns(noun))
        if noun is ENROLMENTS:
            _copy("incoming_enrolments", _enrolments(roster.enrolments), len(roster.enrolments), on_progress)
        else:
            rows: list[Any] = getattr(roster, noun.name)
            _copy(f"incoming_{noun.name}", _blocks(_SHAPES[noun.name], rows), len(rows), on_progress)
    _make("incoming_guardianships", *ROW_START, "guardian text", "learner text", "relation text")
    pairs = _blocks(_guardianship, roster.guardianships)
    _copy("incoming_guardianships", pairs, len(roster.guardianships), on_progress)
    _make("spared", "noun text", "sourced_id text")
    spared = [(noun, id_) for noun, ids in roster.spared.items() for id_ in ids]
    _copy("spared", _blocks(tuple, spared), len(spared), on_progress)


def _make(table: str, *columns: str) -> None:
    execute(f"CREATE TEMP TABLE {table} ({', '.join(columns)}) ON COMMIT DROP")


def _columns(noun: Noun) -> tuple[str, ...]:
    columns = tuple(f"{column.incoming} {column.type}" for column in noun.columns)
    return (
        *columns,
        *(("parent text",) if noun.has_parent else ()),
        *(("terms text[]",) if noun.name == "classes" else ()),
    )


def _blocks(shape: Callable[[Any], tuple[Any, ...]], rows: list[Any]) -> Iterator[tuple[int, Iterable[Any]]]:
    for start in range(0, len(rows), STEP):
        part = rows[start : start + STEP]
        yield len(part), map(shape, part)


def _copy(table: str, blocks: Iterable[tuple[int, str | Iterable[Any]]], total: int, on_progress: Progress) -> None:
    """Fill a table with blocks of rows, or of lines as COPY reads them."""
    order = ENROLMENT_ORDER if table == "incoming_enrolments" else ""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} {order} FROM STDIN") as copy:
        done = 0
        for size, block in blocks:
            if isinstance(block, str):
                copy.write(block)
            else:
                for row in block:
                    copy.write_row(row)
            done += size
            on_progress(table, done, total)
    execute(f"ANALYZE {table}")


@lru_cache(maxsize=4096)
def _listed(values: tuple[str, ...]) -> str:
    return json.dumps(values)


@lru_cache(maxsize=4096)
def _array(values: tuple[str, ...]) -> str:
    """Return an array as PostgreSQL writes it; a list would be put together anew for every row."""
    quoted = (value.replace("\\", "\\\\").replace('"', '\\"') for value in values)
    return "{" + ",".join(f'"{value}"' for value in quoted) + "}"


def _extra(extra: r.Extra) -> str:
    return json.dumps(extra, sort_keys=True) if extra else "{}"


def _org(row: r.Org) -> tuple[Any, ...]:
    return row.id, row.active, row.name, row.kind, _extra(row.extra), row.parent


def _session(row: r.Session) -> tuple[Any, ...]:
    return row.id, row.active, row.title, row.kind, row.starts_on, row.ends_on, _extra(row.extra), row.parent


def _course(row: r.Course) -> tuple[Any, ...]:
    lists = _listed(row.grades), _listed(row.subjects)
    return row.id, row.active, row.title, row.code, row.school, *lists, _extra(row.extra)


def _class(row: r.SchoolClass) -> tuple[Any, ...]:
    lists = _listed(row.grades), _listed(row.subjects)
    start = (row.id, row.active, row.title, row.code, row.kind, row.place)
    return (*start, *lists, row.school, row.course, _extra(row.extra), _array(row.terms))


def _person(row: r.Person) -> tuple[Any, ...]:
    names = (row.given, row.family, row.called, row.email, row.username)
    return row.id, row.active, *names, _listed(row.grades), _extra(row.extra)


def _role(row: r.Role) -> tuple[Any, ...]:
    return row.id, row.active, row.person, row.school, row.kind, row.starts_on, row.ends_on, _extra(row.extra)


def _guardianship(row: r.Guardianship) -> tuple[Any, ...]:
    return row.id, row.active, row.guardian, row.learner, row.relation


_TO_ESCAPE = re.compile(r"[\\\t\r\n]")


def _cells(texts: list[str]) -> list[str]:
    """Return texts as cells of COPY's text format."""
    if _TO_ESCAPE.search("".join(texts)) is None:
        return texts
    return [_TO_ESCAPE.sub(lambda found: f"\\x{ord(found[0]):02x}", text) for text in texts]


@lru_cache(maxsize=4096)
def _end_of_line(shared: Membership) -> str:
    days = [day.isoformat() if day else "\\N" for day in (shared.starts_on, shared.ends_on)]
    return "\t".join(("t" if shared.active else "f", shared.role, "t" if shared.is_primary else "f", *days)) + "\n"


def _enrolments(rows: Enrolments) -> Iterator[tuple[int, str]]:
    """The longest noun by far: its lines of COPY are put together here, column by column."""
    for start in range(0, len(rows), STEP):
        part = slice(start, start + STEP)
        columns = (_cells(column[part]) for column in (rows.ids, rows.people, rows.classes))
        ends = map(_end_of_line, rows.memberships[part])
        yield len(rows.ids[part]), "".join(map("\t".join, zip(*columns, ends, strict=True)))


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "orgs": _org,
    "sessions": _session,
    "courses": _course,
    "classes": _class,
    "people": _person,
    "roles": _role,
}


def known_ids(table: str) -> frozenset[str]:
    """Return the identifiers by which a roster may call the rows of a table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sourced_id, id::text) FROM {table}")
        return frozenset(identifier for (identifier,) in cursor)


def wait_for_turn(district: str) -> None:
    """Two imports into one district go one after the other; the lock ends with the transaction."""
    execute("SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))", key=f"roster of {district}")


def forget_staged() -> None:
    """Drop the temporary tables, for whoever goes on in the same transaction."""
    names = [*(noun.name for noun in ALL_NOUNS), "guardianships"]
    tables = [f"pg_temp.{start}_{name}" for start in ("incoming", "plan", "ids") for name in names]
    execute(f"DROP TABLE IF EXISTS pg_temp.spared, {', '.join(tables)}")
