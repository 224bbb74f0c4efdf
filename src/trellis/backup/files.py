"""The files that people uploaded, in the archive beside the database and back in their folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trellis.backup.postgres import BackupError

PREFIX = "files/"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Packed:
    """How many files an archive holds, how large they are together, and a digest of their names and contents."""

    files: int
    file_bytes: int
    files_sha256: str


def pack_files(archive: zipfile.ZipFile, folder: Path) -> Packed:
    """Put every file of ``folder`` into the archive; there may be no such folder.

    Called after the database was written: what was uploaded meanwhile is one file too many, which does no harm.
    """
    lines, size = [], 0
    for path in sorted(_files_in(folder)):
        name = path.relative_to(folder).as_posix()
        checksum = hashlib.sha256()
        try:
            source = path.open("rb")
        except FileNotFoundError:  # deleted since we looked
            continue
        with source, archive.open(zipfile.ZipInfo.from_file(path, PREFIX + name), "w", force_zip64=True) as target:
            while chunk := source.read(CHUNK):
                checksum.update(chunk)
                size += len(chunk)
                target.write(chunk)
        lines.append(_line(name, checksum.hexdigest()))
    return Packed(len(lines), size, _digest(lines))


def unpack_files(archive: zipfile.ZipFile, folder: Path) -> str:
    """Put the files of an archive into the new ``folder`` and return the digest of what was unpacked."""
    folder.mkdir(mode=0o700)
    lines = []
    for info in archive.infolist():
        if not info.filename.startswith(PREFIX) or info.is_dir():
            continue
        name = info.filename.removeprefix(PREFIX)
        target = folder / name
        if not target.resolve().is_relative_to(folder.resolve()):
            raise BackupError("This backup has a file that would land outside its folder; take another copy of it.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        checksum = hashlib.sha256()
        with archive.open(info) as packed, target.open("wb") as unpacked:
            while chunk := packed.read(CHUNK):
                checksum.update(chunk)
                unpacked.write(chunk)
        lines.append(_line(name, checksum.hexdigest()))
    return _digest(lines)


@contextmanager
def put_in_place(files: Path | None, target: Path, *, replace: bool) -> Iterator[None]:
    """Let ``files`` be the folder ``target`` while the block runs, and for good when it ends well.

    When it fails, the folder that was there before is there again. None leaves everything as it is: an older backup
    knows of no files. Raises ``BackupError`` where files are in the way and ``replace`` was not said.
    """
    if files is None:
        yield
        return
    if not replace and next(_files_in(target), None) is not None:
        raise BackupError(f"The folder {target} is not empty; say --replace to put the backup in its place.")
    before = target.with_name(f"{target.name}-before-restore")
    shutil.rmtree(before, ignore_errors=True)
    if target.exists():
        target.rename(before)
    files.rename(target)
    try:
        yield
    except BaseException:
        shutil.rmtree(target)
        if before.exists():
            before.rename(target)
        raise
    shutil.rmtree(before, ignore_errors=True)


def _files_in(folder: Path) -> Iterator[Path]:
    for place, _folders, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            if path.is_file() and not path.is_symlink():
                yield path


def _line(name: str, checksum: str) -> str:
    return f"{checksum} {name}\n"


def _digest(lines: list[str]) -> str:
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
