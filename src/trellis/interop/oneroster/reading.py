"""Reads a roster from a folder or a zip into our own words, whole, before anything is changed anywhere."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trellis.interop.oneroster.archive import Limits, Source, open_source
from trellis.interop.oneroster.cells import Desk, OnProgress
from trellis.interop.oneroster.checking import Known, check, nothing_known
from trellis.interop.oneroster.kinds import Dialect, recognise
from trellis.interop.oneroster.problems import ProblemLog
from trellis.interop.oneroster.reading_classic import read_classic
from trellis.interop.oneroster.reading_oneroster import read_oneroster
from trellis.interop.oneroster.roster import Roster


def read_roster(
    path: Path, *, known: Known = nothing_known, on_progress: OnProgress | None = None, limits: Limits | None = None
) -> Roster:
    """Return the roster at ``path`` with everything doubtful in its log.

    ``known(noun)`` are identifiers that the district has already: rows of a delta file may refer to them.
    ``on_progress(file, rows, of)`` is told where the reading is. Raises ``RosterRefused`` with all reasons found.
    """
    log = ProblemLog()
    with open_source(path, log, limits=limits) as source, _without_collector():
        roster = _read(source, log, on_progress or _silent)
        check(roster, known)
    log.stop_if_refused()
    return roster


def _read(source: Source, log: ProblemLog, on_progress: OnProgress) -> Roster:
    kind = recognise(source, log)
    desk = Desk(source, kind, log, on_progress)
    if kind.dialect in (Dialect.SDS_CLASSIC, Dialect.SDS_UK):
        read_classic(desk)
    else:
        read_oneroster(desk)
    return desk.roster


def _silent(_file: str, _rows: int, _of: int) -> None:
    return None


@contextmanager
def _without_collector() -> Iterator[None]:
    """A million fresh tuples hold no cycles; looking for cycles among them costs a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
