"""Reading what is sealed: the log first, for good, and only then the rows.

A page runs in one transaction, and what it wrote is undone when it fails. Who read is not for undoing: the entry is
written by a connection of its own, in a transaction that has ended before the first row is read. The database shows
sealed rows only to a transaction that names such an entry, so nothing can be shown that was not written down.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from trellis.core.ids import uuid7
from trellis.core.models import ReadEntry
from trellis.core.scope import current_district_id

PURPOSE_LETTERS = 300
_SCOPE = "SELECT set_config('trellis.district', %s, true), set_config('trellis.person', %s, true)"
_WRITE = (
    "INSERT INTO core_readentry (id, district_id, at, reader_id, learner_id, kind, purpose)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s)"
)


def note_reading(*, reader_id: UUID, learner_id: UUID, kind: str, purpose: str, now: datetime) -> UUID:
    """Write down, for good, that somebody is about to read of a learner; return the id of the entry.

    An error here is let through: what cannot be written down is not shown.
    """
    entry = ReadEntry(at=now, reader_id=reader_id, learner_id=learner_id, kind=kind, purpose=purpose[:PURPOSE_LETTERS])
    entry.pk, district = uuid7(), current_district_id()
    log = connection.copy()
    try:
        with log.cursor() as cursor, log.connection.transaction():
            cursor.execute(_SCOPE, [str(district), str(reader_id)])
            cursor.execute(
                _WRITE, [entry.pk, district, now, entry.reader_id, entry.learner_id, entry.kind, entry.purpose]
            )
    finally:
        log.close()
    return entry.pk


@contextmanager
def reading(entry_id: UUID) -> Iterator[None]:
    """Let the database show, while the block runs, what this entry says is being read."""
    with transaction.atomic():
        _name_entry(str(entry_id))
        try:
            yield
        finally:
            if not connection.needs_rollback:
                _name_entry("")


def _name_entry(entry_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('trellis.reading', %s, true)", [entry_id])
