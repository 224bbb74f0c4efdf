"""Put a backup back: into a fresh database first, which takes the name of the old one only when it is whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from trellis.backup.postgres import BackupError, Client, Progress, connect, database_of, with_database

MAINTENANCE = "postgres"


def restore_database(
    dump: Path, *, url: str, owner: str, replace: bool, finish: Callable[[str], None], progress: Progress
) -> None:
    """Replace the database that `url` leads to by the content of `dump`, or leave everything as it was.

    `url` is for a role that may make databases, `owner` the role that will own the tables. `finish` is called
    with the name of the fresh database before it takes over, to apply migrations and rights. Raises
    `BackupError`; unless `replace` is said, also when there is anything in the database already.
    """
    name = database_of(url)
    if not replace and not is_empty(url):
        raise BackupError(
            f"The database {name} is not empty; say --replace to put the backup in its place,"
            " or restore into a new one."
        )
    fresh = f"{name}_restoring"
    _make(url, fresh, owner)
    try:
        target = with_database(url, fresh)
        Client.for_server(url).restore(dump, target, role=owner, progress=progress)
        finish(fresh)
        with connect(target) as connection:
            connection.execute("ANALYZE")
        _swap(url, name, fresh)
    except BaseException:
        _drop(url, fresh)
        raise
    _drop(url, f"{name}_before")


def is_empty(url: str) -> bool:
    """Return whether the database holds no district, asked in a way that row-level security does not blind."""
    with connect(url) as connection:
        known = connection.execute("SELECT to_regclass('public.people_district')").fetchone()
        if known is None or known[0] is None:
            return True
        size = connection.execute("SELECT pg_relation_size('public.people_district')").fetchone()
    return size is None or size[0] == 0


def _make(url: str, name: str, owner: str) -> None:
    _drop(url, name)
    with connect(url, database=MAINTENANCE) as connection:
        command = sql.SQL("CREATE DATABASE {} OWNER {}{}").format(
            sql.Identifier(name), sql.Identifier(owner), _sorting(connection, database_of(url))
        )
        try:
            connection.execute(command)
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                "The role of this address may not make databases; have your administrator run"
                f" ALTER ROLE {connection.info.user} CREATEDB."
            ) from error


def _sorting(connection: psycopg.Connection, like: str) -> sql.Composable:
    """Return what gives a new database the encoding and sorting of the old one, where the template has others."""
    query = (
        "SELECT pg_encoding_to_char(encoding), datcollate, datctype, datlocprovider FROM pg_database WHERE datname = %s"
    )
    old = connection.execute(query, [like]).fetchone()
    template = connection.execute(query, ["template1"]).fetchone()
    # Other providers than the C library name their locale differently in each version: the template decides there.
    if old is None or old == template or old[3] != "c":
        return sql.SQL("")
    options = " TEMPLATE template0 ENCODING {} LC_COLLATE {} LC_CTYPE {} LOCALE_PROVIDER libc"
    return sql.SQL(options).format(*(sql.Literal(value) for value in old[:3]))


def _swap(url: str, name: str, fresh: str) -> None:
    """Give `fresh` the name of the old database; both renames happen or neither."""
    before = f"{name}_before"
    _drop(url, before)
    old, new, kept = sql.Identifier(name), sql.Identifier(fresh), sql.Identifier(before)
    with connect(url, database=MAINTENANCE) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(old))
        try:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            _wait_until_left(connection, name)
            with connection.transaction():
                connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(old, kept))
                connection.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(new, old))
        except psycopg.Error as error:
            connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(old))
            raise BackupError(
                f"Somebody is still using the database {name}; stop Trellis, then restore again."
            ) from error


def _wait_until_left(connection: psycopg.Connection, name: str) -> None:
    for _ in range(40):
        row = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [name]).fetchone()
        if row is None or row[0] == 0:
            return
        connection.execute("SELECT pg_sleep(0.05)")


def _drop(url: str, name: str) -> None:
    with connect(url, database=MAINTENANCE) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
