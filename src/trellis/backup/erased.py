"""Who was erased: a backup made before brings nobody back, on this machine or, by a list of them, on another."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from trellis.backup.postgres import BackupError, connect, ensure_sees_every_row

Erased = tuple[UUID, UUID, datetime]


def erased_in(url: str) -> list[Erased]:
    """Return whom the database at ``url`` knows as erased: district, person, and when; none for an older one.

    Needs a role that sees every row, like a backup.
    """
    with connect(url) as connection:
        known = connection.execute("SELECT to_regclass('public.core_erasure')").fetchone()
        if known is None or known[0] is None:
            return []
        ensure_sees_every_row(url)  # who sees no row would bring everybody back, without a word
        rows = connection.execute("SELECT district_id, person_id, at FROM core_erasure ORDER BY at").fetchall()
    return [(row[0], row[1], row[2]) for row in rows]


def write_erased(path: Path, erased: Iterable[Erased]) -> int:
    """Write the list of who was erased: bare identifiers, no name. Return how many.

    A list that is there already is replaced, whole or not at all, and keeps whom it knew: erasures only ever add up.
    """
    known = {one[1]: one for one in (*(read_erased(path) if path.exists() else ()), *erased)}
    rows = [[str(district), str(person), at.isoformat()] for district, person, at in known.values()]
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:  # 0600
        json.dump({"trellis": "erasures", "format": 1, "erased": rows}, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)
    return len(rows)


def read_erased(path: Path) -> list[Erased]:
    """Return whom a list names; raise ``BackupError`` for what is no such list."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        if values["trellis"] != "erasures":
            raise ValueError(values["trellis"])
        return [(UUID(a), UUID(b), datetime.fromisoformat(at)) for a, b, at in values["erased"]]
    except (OSError, ValueError, TypeError, LookupError, AttributeError) as error:
        raise BackupError(f"{path} is no list of erasures; write one with: trellis erasures FILE") from error
