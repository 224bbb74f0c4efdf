"""Progress bars: one for each part of a long work, silent but for its name where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import click


class Bars:
    """Turns "this part is so far" into bars on the error stream, one after the other."""

    def __init__(self) -> None:
        self._what = ""
        self._bar: Any = None

    def tell(self, what: str, done: int, total: int) -> None:
        """Say that `done` of `total` of the part `what` are done; a total of 0 means that nobody knows."""
        if what != self._what:
            self._close()
            self._what = what
            if total == 0:
                click.echo(f"{_label(what)} ...", err=True)
                return
            self._bar = click.progressbar(length=max(total, 1), label=_label(what), file=sys.stderr)
            self._bar.__enter__()
        if self._bar is None:
            return
        self._bar.length = max(total, 1)
        self._bar.update(max(done - self._bar.pos, 0))

    def of(self, what: str) -> Callable[[int, int], None]:
        """Return a function for work that has one part only."""
        return lambda done, total: self.tell(what, done, total)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


def _label(what: str) -> str:
    """Return the name of a part as a person reads it: `incoming_people` is a table, `users.csv` a file."""
    words = what.replace("incoming_", "take in ").replace("_", " ")
    return words if "." in words else words.capitalize()
