"""Files on disk, under ``MEDIA_ROOT``. A file is whole or not there: it is written beside and renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

CHUNK = 64 * 1024


def write(path: str, body: bytes | bytearray) -> None:
    """Write ``body`` to a new file."""
    target = place_of(path)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = target.with_name(f".{target.stem}.part")
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


def place_of(path: str) -> Path:
    """Return where a file lies."""
    return Path(settings.MEDIA_ROOT) / path


def size(path: str) -> int | None:
    """Return how large a file is, or None where there is none."""
    place = place_of(path)
    return place.stat().st_size if place.is_file() else None


def pieces(path: str, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes from ``first`` to ``last``; opened only once somebody reads."""
    with place_of(path).open("rb") as source:
        source.seek(first)
        left = last - first + 1
        while left > 0 and (piece := source.read(min(CHUNK, left))):
            left -= len(piece)
            yield piece


def remove(path: str) -> None:
    """Remove a file; it may be gone already."""
    place_of(path).unlink(missing_ok=True)


def folders() -> list[str]:
    """Return the names of the folders of districts."""
    root = Path(settings.MEDIA_ROOT)
    return sorted(entry.name for entry in root.iterdir() if entry.is_dir()) if root.is_dir() else []


def files_of(folder: str) -> Iterator[tuple[str, datetime]]:
    """Yield each file of a district, also half-written ones, and when it was written."""
    root = Path(settings.MEDIA_ROOT)
    for path in sorted((root / folder).glob("??/*")):
        if path.is_file():
            yield path.relative_to(root).as_posix(), datetime.fromtimestamp(path.stat().st_mtime, UTC)
