"""Compare two databases row by row."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg import sql

from trellis.backup.postgres import connect, ensure_sees_every_row


@dataclass(frozen=True)
class Difference:
    """A table whose rows are not the same on both sides; a count of -1 means that the table is missing."""

    table: str
    rows_left: int
    rows_right: int


def compare_databases(left: str, right: str) -> list[Difference]:
    """Return the tables of two databases that differ in any row, in the order of their names.

    Both addresses need a role that sees every row, or nothing would be compared.
    """
    ensure_sees_every_row(left)
    ensure_sees_every_row(right)
    here, there = table_digests(left), table_digests(right)
    missing = (-1, "")
    return [
        Difference(table, here.get(table, missing)[0], there.get(table, missing)[0])
        for table in sorted(here.keys() | there.keys())
        if here.get(table, missing) != there.get(table, missing)
    ]


def table_digests(url: str) -> dict[str, tuple[int, str]]:
    """Return, for each table, how many rows it has and a digest of all of them that ignores their order."""
    digests: dict[str, tuple[int, str]] = {}
    with connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
        ).fetchall()
        for (table,) in tables:
            # A sum and not an exclusive or, in which two equal rows would cancel each other.
            query = sql.SQL(
                "SELECT count(*), sum(hashtextextended(t::text, 0)::numeric),"
                " sum(hashtextextended(t::text, 1)::numeric) FROM {} AS t"
            ).format(sql.Identifier("public", table))
            row = connection.execute(query).fetchone()
            if row is not None:
                digests[str(table)] = (int(row[0]), f"{row[1]}:{row[2]}")
    return digests
