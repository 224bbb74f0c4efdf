"""Large rosters, read and applied by the worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.scope import district_scope
from trellis.interop.oneroster import imports
from trellis.interop.oneroster.access import get_import
from trellis.interop.oneroster.models import RosterImport


@app.task(queue="imports", name="oneroster.look")
def look(district_id: str, import_id: str) -> None:
    """Read an uploaded roster and keep what it would change."""
    district, import_ = UUID(district_id), UUID(import_id)
    try:
        with district_scope(district), telling(district, import_) as tell:
            imports.preview_import(found=get_import(import_), now=timezone.now(), on_progress=tell)
    except Exception:
        _give_back(district, import_, RosterImport.State.DISCARDED)
        raise


@app.task(queue="imports", name="oneroster.apply")
def apply(district_id: str, import_id: str, many_may_leave: bool) -> None:
    """Apply an uploaded roster; if that fails nothing is written and it waits for its coordinator again."""
    district, import_ = UUID(district_id), UUID(import_id)
    try:
        with district_scope(district), telling(district, import_) as tell:
            imports.apply_import(
                found=get_import(import_), now=timezone.now(), many_may_leave=many_may_leave, on_progress=tell
            )
    except Exception:
        _give_back(district, import_, RosterImport.State.PREVIEWED)
        raise


def _give_back(district_id: UUID, import_id: UUID, state: str) -> None:
    with district_scope(district_id):
        imports.give_back(found=get_import(import_id), state=state, now=timezone.now())


@contextmanager
def telling(district_id: UUID, import_id: UUID) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that writes progress where the page can read it while the import is still one transaction."""
    beside = connection.copy()

    def tell(what: str, done: int, total: int) -> None:
        progress = json.dumps({"what": what, "done": done, "total": total})
        with beside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT set_config('trellis.district', %s, true)", [str(district_id)])
            cursor.execute("UPDATE oneroster_rosterimport SET progress = %s WHERE id = %s", [progress, str(import_id)])
            cursor.execute("COMMIT")

    try:
        yield tell
    finally:
        beside.close()
