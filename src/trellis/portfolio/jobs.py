"""Copies of showcases, made by the worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.utils import timezone, translation
from procrastinate.contrib.django import app

from trellis.core.actions import ActionRefused
from trellis.core.scope import district_scope
from trellis.portfolio.actions import give_up_copy, keep_copy
from trellis.portfolio.folder import written_folder
from trellis.portfolio.models import ShowcaseCopy
from trellis.portfolio.pdf import written_pdf
from trellis.portfolio.queries import copy_to_make, showcase_page


@app.task(queue="copies", name="portfolio.copy")
def make_copy(district_id: str, learner_id: str, copy_id: str) -> None:
    """Make a copy of a showcase as its learner sees it, telling how far it is."""
    district, learner = UUID(district_id), UUID(learner_id)
    try:
        with district_scope(district, learner), telling(district, copy_id) as tell:
            copy = copy_to_make(UUID(copy_id))
            if copy is None or copy.state == ShowcaseCopy.State.READY:  # taken away meanwhile, or made before
                return
            with translation.override(copy.language):
                write = written_pdf if copy.kind == ShowcaseCopy.Kind.PDF else written_folder
                body = write(showcase_page(copy.showcase), now=timezone.now(), on_progress=tell)
            keep_copy(copy=copy, body=body, now=timezone.now())
    except Exception as error:
        problem = str(error.sentence) if isinstance(error, ActionRefused) else ""
        with district_scope(district, learner):
            give_up_copy(copy_id=UUID(copy_id), problem=problem, now=timezone.now())
        if not isinstance(error, ActionRefused):
            raise


@contextmanager
def telling(district_id: UUID, copy_id: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that writes how far a copy is where the page can read it while the work is one transaction."""
    beside = connection.copy()
    said = -1

    def tell(done: int, total: int) -> None:
        nonlocal said
        percent = min(99, 100 * done // max(total, 1))
        if percent < said + 5:
            return
        said = percent
        with beside.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT set_config('trellis.district', %s, true)", [str(district_id)])
            cursor.execute(
                "UPDATE portfolio_showcasecopy SET progress = %s, state = 'runs' WHERE id = %s", [percent, copy_id]
            )
            cursor.execute("COMMIT")

    try:
        yield tell
    finally:
        beside.close()
