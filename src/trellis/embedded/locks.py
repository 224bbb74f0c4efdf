"""Who uses the embedded server: a turn to start or stop it, and a presence while it is used.

Both are locks of the operating system on small files, so they vanish with the process however it ends: a
killed server command never leaves the database running for ever once the next one has come and gone.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trellis.embedded.places import EmbeddedError


@contextmanager
def turn(home: Path) -> Iterator[None]:
    """Hold the only right to start or stop the server of `home`."""
    handle = _open(home / "turn.lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@dataclass
class Presence:
    """This process uses the server; taken and given up inside a `turn`."""

    handle: int

    @classmethod
    def join(cls, home: Path) -> Presence:
        """Say that this process uses the server from now on."""
        handle = _open(home / "users.lock")
        fcntl.flock(handle, fcntl.LOCK_SH)
        return cls(handle)

    def leave_as_last(self) -> bool:
        """Give up the presence; return whether nobody else is left. A second call answers no."""
        if self.handle < 0:
            return False
        try:
            fcntl.flock(self.handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        else:
            return True
        finally:
            os.close(self.handle)
            self.handle = -1


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise EmbeddedError(
            f"{path} cannot be opened ({error.strerror}); the data folder belongs to another account,"
            " so start Trellis as that account or set TRELLIS_DATA_DIR."
        ) from error
