"""PostgreSQL's own programs, run with the right version and without passwords in the process list."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from trellis.embedded.places import EmbeddedError, wheel_bin_dir

Progress = Callable[[int, int], None]
"""Told how many tables of how many are done."""


class BackupError(Exception):
    """A backup cannot be made or restored; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Client:
    """`pg_dump`, `pg_restore` and `psql` of one version."""

    bin_dir: Path
    major: int

    @classmethod
    def for_server(cls, url: str) -> Client:
        """Return programs at least as new as the server; raise `BackupError` when there are none."""
        with connect(url) as connection:
            server = connection.info.server_version // 10_000
        found: list[int] = []
        for bin_dir in _bin_dirs():
            major = _major_of(bin_dir / "pg_dump")
            if major >= server:
                return cls(bin_dir, major)
            found.append(major)
        raise BackupError(
            f"The server is PostgreSQL {server} and pg_dump here is {max(found, default=0)};"
            f" install the package postgresql-client-{server}."
        )

    def dump(self, url: str, target: Path, progress: Progress) -> None:
        """Write the whole database to `target` in the custom format, without names of roles."""
        with connect(url) as connection:
            total = connection.execute(
                "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                " WHERE c.relkind = 'r' AND n.nspname = 'public'"
            ).fetchone()
        options = ["--format=custom", "--no-owner", "--no-privileges", "--verbose", f"--file={target}"]
        count = Counter("dumping contents of table", int(total[0]) if total else 0, progress)
        self.run("pg_dump", options, url=url, counter=count)

    def restore(self, dump: Path, url: str, *, role: str, progress: Progress) -> None:
        """Put a dump into the empty database at `url` in one transaction; everything will belong to `role`."""
        script = dump.with_suffix(".sql")
        plain = ["--no-owner", "--no-privileges", f"--file={script}", str(dump)]
        self.run("pg_restore", plain)
        # Newer programs write settings that an older server does not know; they change nothing in the data.
        with connect(url) as connection:
            old = connection.info.server_version < 170_000
        if old:
            self._drop_line(script, b"SET transaction_timeout = 0;\n")
        total = sum(1 for line in script.open("rb") if line.startswith(b"COPY "))
        options = ["--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={script}"]
        become = sql.SQL("SET ROLE {}").format(sql.Identifier(role)).as_string()
        counter = Counter("COPY ", total, progress)
        self.run("psql", [f"--command={become}", *options], url=url, counter=counter)

    def run(self, program: str, options: list[str], *, url: str = "", counter: Counter | None = None) -> None:
        """Run one program, counting its lines about tables; raise `BackupError` with its last words."""
        command = [str(self.bin_dir / program), *options]
        environ = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}
        if url:
            parts = conninfo_to_dict(url)
            environ["PGPASSWORD"] = str(parts.pop("password", "") or "")
            command.append(f"--dbname={make_conninfo('', **parts)}")
        said: list[str] = []
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True, env=environ
        ) as process:
            for line in process.stdout or ():
                said = [*said[-20:], line.strip()]
                if counter is not None:
                    counter.hear(line)
        if process.returncode:
            errors = [line for line in said if re.search(r"error|fatal", line, re.IGNORECASE)]
            raise BackupError(f"{program} failed: {(errors or said or ['it said nothing'])[-1]}")

    @staticmethod
    def _drop_line(script: Path, line: bytes) -> None:
        draft = script.with_suffix(".draft")
        with script.open("rb") as source, draft.open("wb") as target:
            for number, found in enumerate(source):
                # Only in the heading: the same words further down would be somebody's text.
                if number > 60 or found != line:
                    target.write(found)
        draft.replace(script)


@dataclass
class Counter:
    """Counts lines that speak of one more table."""

    words: str
    total: int
    progress: Progress
    done: int = 0

    def hear(self, line: str) -> None:
        """Count the line if it is about a table."""
        if self.words in line:
            self.done += 1
            self.progress(self.done, max(self.total, self.done))


def connect(url: str, *, database: str | None = None) -> psycopg.Connection:
    """Connect to `url`, to another database of the same server if one is named; raise `BackupError` if it fails."""
    try:
        if database is None:
            return psycopg.connect(url, autocommit=True)
        return psycopg.connect(url, dbname=database, autocommit=True)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise BackupError(f"The database does not answer: {reason}") from error


def with_database(url: str, database: str) -> str:
    """Return `url` for another database of the same server."""
    return make_conninfo(url, dbname=database)


def database_of(url: str) -> str:
    """Return the name of the database that `url` leads to."""
    return str(conninfo_to_dict(url)["dbname"])


def ensure_sees_every_row(url: str) -> None:
    """Raise `BackupError` unless the role of `url` reads past row-level security."""
    with connect(url) as connection:
        row = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if row is None or not row[1]:
        name = row[0] if row else "of this address"
        raise BackupError(
            f"The role {name} does not see every row, so its backup would be empty: have your administrator run"
            f" ALTER ROLE {name} BYPASSRLS, or set BACKUP_DATABASE_URL to a role that has it."
        )


def applied_migrations(url: str) -> list[str]:
    """Return the migrations that the database has, as `app.name`; none for an empty database."""
    with connect(url) as connection:
        known = connection.execute("SELECT to_regclass('public.django_migrations')").fetchone()
        if known is None or known[0] is None:
            return []
        rows = connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    return [str(row[0]) for row in rows]


def _bin_dirs() -> list[Path]:
    found = []
    with contextlib.suppress(EmbeddedError):
        found.append(wheel_bin_dir())
    on_path = shutil.which("pg_dump")
    return [*found, Path(on_path).parent] if on_path else found


def _major_of(program: Path) -> int:
    done = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"(\d+)(\.\d+|devel|beta|rc)", done.stdout)
    return int(found.group(1)) if found else 0
