"""Uploaded files: kept under a name nobody can guess until they are applied or put aside, then gone."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

KEPT_SECONDS = 7 * 24 * 3600
MOST_BYTES = 400 * 1024 * 1024
SMALL_BYTES = 1024 * 1024  # looked at while the page is made; larger ones go to the worker
_PLAIN = re.compile(r"[^\w .()-]")
_TOKEN = re.compile(r"[\w-]{20,64}")


def keep_files(files: Sequence[UploadedFile[Any]]) -> str:
    """Store a zip, or the CSV files of a roster; return the name under which they are kept."""
    forget_old_files()
    token = secrets.token_urlsafe(24)
    folder = _root() / token
    folder.mkdir(mode=0o700)
    for number, file in enumerate(files):
        name = _PLAIN.sub("_", PurePosixPath((file.name or "").replace("\\", "/")).name)[-120:] or f"file-{number}"
        while (folder / name).exists():  # the same name twice is refused when read, not overwritten here
            name = f"again-{name}"
        with (folder / name).open("xb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
    return token


def kept_path(token: str) -> Path:
    """Return where to read a kept roster: the zip, or the folder with its CSV files."""
    folder = _folder(token)
    names = list(folder.iterdir()) if folder.is_dir() else []
    return names[0] if len(names) == 1 and names[0].suffix.lower() != ".csv" else folder


def forget_files(token: str) -> None:
    """Remove kept files."""
    if token:
        shutil.rmtree(_folder(token), ignore_errors=True)


def forget_old_files() -> None:
    """Remove what nobody came back for."""
    before = time.time() - KEPT_SECONDS
    for folder in _root().iterdir():
        if folder.is_dir() and folder.stat().st_mtime < before:
            shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    root = Path(settings.DATA_DIR) / "uploads" / "rosters"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _folder(token: str) -> Path:
    if _TOKEN.fullmatch(token) is None:
        raise ValueError("not a name of kept files")
    return _root() / token
