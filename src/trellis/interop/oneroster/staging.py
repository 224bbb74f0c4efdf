"""Brings a roster into temporary tables by COPY; nothing that lasts is touched."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection

from trellis.interop.oneroster import roster as r
from trellis.interop.oneroster.nouns import ALL_NOUNS, Noun

Progress = Callable[[str, int, int], None]
STEP = 20_000
ROW_START = ("sourced_id text", "active boolean")


def execute(sql: str, **values: Any) -> int:
    """Run a statement put together from the constants of ``nouns.py``; return how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return int(cursor.rowcount)


def stage(roster: r.Roster, on_progress: Progress) -> None:
    """Copy every noun of the roster into its table ``incoming_...``, and the identifiers that were left out."""
    # Every comparison is a hash join or a hashed sub-select; with less memory each would fall back to nested loops.
    execute("SET LOCAL work_mem = '96MB'")
    for noun in ALL_NOUNS:
        rows: list[Any] = getattr(roster, noun.name)
        _copy(f"incoming_{noun.name}", _columns(noun), map(_SHAPES[noun.name], rows), len(rows), on_progress)
    guardians = ("guardian text", "learner text", "relation text")
    pairs = ((row.id, row.active, row.guardian, row.learner, row.relation) for row in roster.guardianships)
    _copy("incoming_guardianships", guardians, pairs, len(roster.guardianships), on_progress)
    spared = [(noun, id_) for noun, ids in roster.spared.items() for id_ in ids]
    _copy("spared", ("noun text", "sourced_id text"), iter(spared), len(spared), on_progress, start=())


def _columns(noun: Noun) -> tuple[str, ...]:
    columns = tuple(f"{column.incoming} {column.type}" for column in noun.columns)
    return (
        *columns,
        *(("parent text",) if noun.has_parent else ()),
        *(("terms text[]",) if noun.name == "classes" else ()),
    )


def _copy(
    table: str, columns: tuple[str, ...], rows: Iterator[Any], total: int, on_progress: Progress,
    *, start: tuple[str, ...] = ROW_START,
) -> None:  # fmt: skip
    execute(f"CREATE TEMP TABLE {table} ({', '.join((*start, *columns))}) ON COMMIT DROP")
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
        done = 0
        while lines := list(islice(rows, STEP)):
            if isinstance(lines[0], str):
                copy.write("".join(lines))
            else:
                for row in lines:
                    copy.write_row(row)
            done += len(lines)
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


_TO_ESCAPE = re.compile(r"[\\\t\r\n]")


def _cell(text: str) -> str:
    """Return a text as a cell of COPY's text format."""
    return text if _TO_ESCAPE.search(text) is None else _TO_ESCAPE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


@lru_cache(maxsize=4096)
def _span(role: str, is_primary: bool, starts_on: date | None, ends_on: date | None) -> str:
    days = [day.isoformat() if day else "\\N" for day in (starts_on, ends_on)]
    return "\t".join((role, "t" if is_primary else "f", *days)) + "\n"


def _enrolment(row: r.Enrolment) -> str:
    """The longest noun by far: its line of COPY is put together here, in a third of the time."""
    id_, _line, active, person, class_, role, is_primary, starts_on, ends_on, _extra = row
    ids = f"{id_}\t{'t' if active else 'f'}\t{person}\t{class_}"
    if _TO_ESCAPE.search(id_ + person + class_) is not None:
        ids = "\t".join((_cell(id_), "t" if active else "f", _cell(person), _cell(class_)))
    return f"{ids}\t{_span(role, is_primary, starts_on, ends_on)}"


_SHAPES: dict[str, Callable[[Any], Any]] = {
    "orgs": _org,
    "sessions": _session,
    "courses": _course,
    "classes": _class,
    "people": _person,
    "roles": _role,
    "enrolments": _enrolment,
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
