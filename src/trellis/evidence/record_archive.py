"""One archive of a learner's record, written as it is sent: pages to read, data, files, and who looked."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import get_language

from trellis.evidence.record_data import Record
from trellis.files import storing
from trellis.files.models import StoredFile

LOG = ("evidence.Opening", "core.ReadEntry", "evidence.OpeningWord")


class _Outbox:
    """What a zip file writes into when nobody can seek in it: pieces to be sent on."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        """Keep a piece until it is taken."""
        self.pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: pieces are taken, not flushed."""

    def take(self) -> bytes:
        """Return everything written since."""
        taken, self.pieces = b"".join(self.pieces), []
        return taken


def written_archive(record: Record, *, now: datetime) -> Iterator[bytes]:
    """Return the archive piece by piece. What is read from the database is read at once, the files as they are sent."""
    texts = list(_texts(record, now))
    return _pieces(texts, record.files)


def _texts(record: Record, now: datetime) -> Iterable[tuple[str, str]]:
    files = [(file_name(file), file) for file in record.files]
    context = {"record": record, "files": files, "now": now, "language": get_language()}
    yield "index.html", render_to_string("evidence/archive.html", context)
    yield "style.css", render_to_string("evidence/archive.css")
    yield "record.json", _json({"learner": record.name, "made_at": now, "rows": record.rows})
    yield "who-looked.json", _json({label: record.rows.get(label, []) for label in LOG})


def _json(content: Any) -> str:
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def file_name(file: StoredFile) -> str:
    """Return where a file lies in the archive."""
    return f"files/{file.stored_at:%Y-%m-%d}-{file.kind}-{file.pk}.{file.path.rsplit('.', 1)[-1]}"


def _pieces(texts: list[tuple[str, str]], files: Iterable[StoredFile]) -> Iterator[bytes]:
    outbox = _Outbox()
    with zipfile.ZipFile(cast("IO[bytes]", outbox), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts:
            archive.writestr(name, text)
            yield outbox.take()
        for file in files:
            size = storing.size_of(file.path)
            if not size:  # gone meanwhile, or never there
                continue
            with archive.open(zipfile.ZipInfo(file_name(file)), "w", force_zip64=True) as target:
                for piece in storing.pieces(file.path, 0, size - 1):
                    target.write(piece)
                    yield outbox.take()
    yield outbox.take()
