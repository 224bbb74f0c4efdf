"""Bytes on disk, under ``MEDIA_ROOT``: a folder for each district, names that nobody can guess.

A file is whole or not there: it is written beside and renamed. Rows come after bytes and go before them, so a row
always has its bytes; bytes whose row was undone are swept away a day later.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

_PATH = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z0-9]{3,4}")


def write_bytes(district_id: UUID, body: bytes, ending: str) -> str:
    """Write ``body`` under a new random name and return it, relative to ``MEDIA_ROOT``."""
    name = secrets.token_hex(16)
    path = f"{district_id}/{name[:2]}/{name}.{ending}"
    target = full_path(path)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = target.with_name(f".{name}.part")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(handle, "wb") as written:  # noqa: PTH123 - a handle, not a path
            written.write(body)
            written.flush()
            os.fsync(written.fileno())
        beside.rename(target)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    return path


def full_path(path: str) -> Path:
    """Return where the file lies; refuse every path that we did not make ourselves."""
    if _PATH.fullmatch(path) is None:
        raise ValueError("not a path of a stored file")
    return Path(settings.MEDIA_ROOT) / path


def remove_bytes(path: str) -> None:
    """Remove a file; it may be gone already."""
    full_path(path).unlink(missing_ok=True)


def districts_on_disk() -> list[UUID]:
    """Return the districts that have a folder."""
    root = Path(settings.MEDIA_ROOT)
    names = sorted(entry.name for entry in root.iterdir() if entry.is_dir()) if root.is_dir() else []
    return [UUID(name) for name in names if re.fullmatch(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", name)]


def shelves_of(district_id: UUID) -> Iterator[tuple[str, list[Path]]]:
    """Yield the folders of a district, each with its files."""
    root = Path(settings.MEDIA_ROOT) / str(district_id)
    for shelf in sorted(entry for entry in root.iterdir() if entry.is_dir()):
        yield f"{district_id}/{shelf.name}/", sorted(entry for entry in shelf.iterdir() if entry.is_file())


def written_at(file: Path) -> datetime:
    """Return when a file was written."""
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
