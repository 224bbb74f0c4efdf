"""Open the house: data folder, database, settings, Django. Every command starts here."""

from __future__ import annotations

import importlib
import os
import secrets
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from trellis import embedded


class HouseError(Exception):
    """The command cannot go on; the message is one sentence that says what to do."""


@contextmanager
def open_house(*, serves_pages: bool = False) -> Iterator[embedded.Embedded | None]:
    """Bring up the database and Django for the length of a command; see `open_database` for what it yields."""
    with open_database() as database:
        set_up_django(serves_pages=serves_pages)
        yield database


@contextmanager
def open_database() -> Iterator[embedded.Embedded | None]:
    """Bring up the database for the length of a command.

    Yields the embedded server, or None where DATABASE_URL names a server of the school's own.
    """
    data_dir = choose_data_dir()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    if os.environ.get("DATABASE_URL"):
        embedded.make_own_folder(data_dir)
        yield None
        return
    with embedded.start(data_dir) as database:
        os.environ.update(database.environ())
        os.environ.setdefault("TRELLIS_SECRET_KEY", secret_key(data_dir))
        yield database


def choose_data_dir() -> Path:
    """Return the data folder and tell the settings about it: TRELLIS_DATA_DIR, or `var/` of this copy."""
    given = os.environ.get("TRELLIS_DATA_DIR", "").strip()
    root = Path(__file__).resolve().parents[3]
    base = root if (root / "pyproject.toml").is_file() else Path.cwd()
    data_dir = Path(given).expanduser().resolve() if given else base / "var"
    os.environ["TRELLIS_DATA_DIR"] = str(data_dir)
    return data_dir


def secret_key(data_dir: Path) -> str:
    """Return the key of this copy of Trellis, made once and readable by its owner alone."""
    path = data_dir / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        pass
    else:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    try:
        return path.read_text(encoding="ascii").strip()
    except PermissionError as error:
        raise HouseError(f"{path} belongs to another account; start Trellis as that account.") from error


def whole_number(name: str, default: int, *, most: int = 65_535) -> int:
    """Return an environment variable that has to be a number from 1 to `most`."""
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdigit() or not 1 <= int(value) <= most:
        raise HouseError(f"{name} is '{value}'; set it to a whole number from 1 to {most}.")
    return int(value)


@contextmanager
def as_owner() -> Iterator[None]:
    """Use the role that owns the tables inside this block, where one is configured."""
    from django.db import connections

    from trellis import settings

    connection = connections["default"]
    as_application = connection.settings_dict
    connection.close()
    if os.environ.get("DATABASE_OWNER_URL"):
        connection.settings_dict = {**as_application, **settings.database("DATABASE_OWNER_URL")}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = as_application


def pending_migrations() -> list[str]:
    """Return the names of migrations that the database still lacks."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return [str(step) for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def bring_up_to_date(*, verbosity: int = 0) -> bool:
    """Apply what is missing as the owning role, then narrow the application role; return whether it did."""
    from django.core.management import call_command
    from django.db import connection

    from trellis.core.database import restrict_application_role

    if not pending_migrations():
        return False
    role = str(connection.settings_dict["USER"])
    with as_owner():
        call_command("migrate", interactive=False, verbosity=verbosity)
        restrict_application_role(role)
    return True


def ensure_tables(database: embedded.Embedded | None) -> None:
    """Bring the embedded database up to date; on a server of the school's own that is the administrator's to do."""
    if database is not None:
        bring_up_to_date()
    elif missing := pending_migrations():
        raise HouseError(f"The database lacks {len(missing)} migrations; run `trellis migrate` first.")


def read_settings() -> None:
    """Look at the settings; raise `HouseError` for a bad one."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        importlib.import_module("trellis.settings")
    except ImproperlyConfigured as error:
        raise HouseError(str(error)) from error


def set_up_django(*, serves_pages: bool) -> None:
    """Read the settings and start Django; raise `HouseError` for a bad setting or a silent database."""
    import django
    from django.db import OperationalError, connection

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.settings")
    if not serves_pages:
        # No page leaves this process, so the names of the server do not matter to it.
        os.environ.setdefault("TRELLIS_ALLOWED_HOSTS", "localhost")
    read_settings()
    try:
        django.setup()
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[-1]
        raise HouseError(f"The database of DATABASE_URL does not answer: {reason}") from error


def _leave(number: int, _frame: FrameType | None) -> None:
    # An exception, so that the database is put down in order on the way out.
    sys.exit(128 + number)
