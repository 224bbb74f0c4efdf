"""The one door to the bytes of files: on disk under ``MEDIA_ROOT``, or in a bucket where the settings name one.

A folder for each district, names that nobody can guess. Rows come after bytes and go before them, so a row always has
its bytes; bytes whose row was undone are swept away a day later.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from uuid import UUID

from trellis.files import disk, s3

_DISTRICT = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_PATH = re.compile(_DISTRICT + r"/[0-9a-f]{2}/[0-9a-f]{32}\.[a-z0-9]{2,4}")


def write_bytes(district_id: UUID, body: bytes | bytearray, ending: str) -> str:
    """Write ``body`` under a new random name and return it, relative to where all files are."""
    name = secrets.token_hex(16)
    path = _ours(f"{district_id}/{name[:2]}/{name}.{ending}")
    bucket = s3.bucket()
    if bucket is None:
        disk.write(path, body)
    else:
        bucket.put(path, body)
    return path


def full_path(path: str) -> Path:
    """Return where a file lies on disk; refuse every path that we did not make ourselves."""
    return disk.place_of(_ours(path))


def size_of(path: str) -> int | None:
    """Return how large a file is, or None where its bytes are gone."""
    bucket = s3.bucket()
    return disk.size(_ours(path)) if bucket is None else bucket.size(_ours(path))


def pieces(path: str, first: int, last: int) -> Iterator[bytes]:
    """Yield the bytes of a file from ``first`` to ``last``."""
    bucket = s3.bucket()
    return disk.pieces(_ours(path), first, last) if bucket is None else bucket.pieces(_ours(path), first, last)


def read_bytes(path: str) -> bytes | None:
    """Return a file whole, or None where its bytes are gone."""
    size = size_of(path)
    return None if size is None else b"".join(pieces(path, 0, size - 1))


def remove_bytes(path: str) -> None:
    """Remove a file; it may be gone already."""
    _remove(_ours(path))


def districts() -> list[UUID]:
    """Return the districts that have a folder."""
    bucket = s3.bucket()
    names = disk.folders() if bucket is None else sorted(bucket.folders())
    return [UUID(name) for name in names if re.fullmatch(_DISTRICT, name)]


def shelves_of(district_id: UUID) -> Iterator[tuple[str, list[tuple[str, datetime]]]]:
    """Yield the folders of a district, each with the paths of its files and when they were written."""
    bucket = s3.bucket()
    found = disk.files_of(str(district_id)) if bucket is None else bucket.objects(f"{district_id}/")
    for beginning, files in groupby(found, key=lambda file: file[0].rpartition("/")[0] + "/"):
        yield beginning, list(files)


def sweep_away(path: str) -> None:
    """Remove what ``shelves_of`` found, also a file that was never finished."""
    _remove(path)


def _remove(path: str) -> None:
    bucket = s3.bucket()
    if bucket is None:
        disk.remove(path)
    else:
        bucket.delete(path)


def _ours(path: str) -> str:
    if _PATH.fullmatch(path) is None:
        raise ValueError("not a path of a stored file")
    return path
