"""Who was erased: a backup made before brings nobody back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from trellis.backup.postgres import connect

Erased = tuple[UUID, UUID, datetime]


def erased_in(url: str) -> list[Erased]:
    """Return whom the database at ``url`` knows as erased: district, person, and when; none for an older one.

    Needs a role that sees every row, like a backup.
    """
    with connect(url) as connection:
        known = connection.execute("SELECT to_regclass('public.core_erasure')").fetchone()
        if known is None or known[0] is None:
            return []
        rows = connection.execute("SELECT district_id, person_id, at FROM core_erasure ORDER BY at").fetchall()
    return [(row[0], row[1], row[2]) for row in rows]
