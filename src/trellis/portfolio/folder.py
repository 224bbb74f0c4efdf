"""A showcase as a folder of web pages: one page, its style and its files, to keep or to put on a site of one's own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import get_language

from trellis.files import storing
from trellis.portfolio.queries import ShowcasePage, ShownFile
from trellis.portfolio.showcase_html import things_html

OnProgress = Callable[[int, int], None]


def written_folder(page: ShowcasePage, *, now: datetime, on_progress: OnProgress) -> bytes:
    """Return a zip with ``index.html``, ``style.css`` and the folder ``files``. It names no address but its own."""
    files = {file.path: file for item in page.items for file in item.files}
    outbox = io.BytesIO()
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED) as archive:
        context = {
            "page": page,
            "things": things_html(page, place_of, plain=True),
            "now": now,
            "language": get_language(),
        }
        archive.writestr("index.html", render_to_string("portfolio/folder.html", context))
        archive.writestr("style.css", render_to_string("portfolio/folder.css"))
        for done, file in enumerate(files.values()):
            on_progress(done, len(files))
            body = storing.read_bytes(file.path)
            if body is not None:
                archive.writestr(zipfile.ZipInfo(place_of(file), now.timetuple()[:6]), body)
    on_progress(1, 1)
    return outbox.getvalue()


def place_of(file: ShownFile) -> str:
    """Return where a file lies in the folder."""
    return f"files/{file.id}.{file.path.rsplit('.', 1)[-1]}"
