"""Large frameworks, imported by the worker."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.core.scope import district_scope
from trellis.interop.case import actions
from trellis.interop.case.access import get_upload


@app.task(queue="imports", name="case.finish_import")
def finish_import(district_id: str, upload_id: str) -> None:
    """Import one file that waits; if that fails, it waits for its coordinator again and nothing is written."""
    district, upload = UUID(district_id), UUID(upload_id)
    try:
        with district_scope(district), telling(district, upload) as tell:
            waiting = get_upload(upload)
            actions.apply_upload(upload=waiting, by=waiting.by, now=timezone.now(), on_progress=tell)
    except Exception:
        with district_scope(district):
            actions.take_back_from_queue(upload=get_upload(upload), now=timezone.now())
        raise


@contextmanager
def telling(district_id: UUID, upload_id: UUID) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that writes progress where the page can read it while the import is still one transaction."""
    beside = connection.copy()

    def tell(what: str, done: int, total: int) -> None:
        progress = json.dumps({"what": what, "done": done, "total": total})
        with beside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT set_config('trellis.district', %s, true)", [str(district_id)])
            cursor.execute("UPDATE case_frameworkimport SET progress = %s WHERE id = %s", [progress, str(upload_id)])
            cursor.execute("COMMIT")

    try:
        yield tell
    finally:
        beside.close()
