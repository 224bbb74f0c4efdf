"""Opens a roster safely: a folder or a zip of CSV files. Everything doubtful is refused before a byte is unpacked."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path, PurePosixPath
from typing import IO

from trellis.interop.oneroster.problems import ProblemLog

ARCHIVE_ENDINGS = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".tar", ".zst", ".lz", ".jar", ".cab", ".iso")
ARCHIVE_STARTS = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x28\xb5\x2f\xfd",
)
LITTER = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)")
SMALL_BYTES = 1 << 18
READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError, RuntimeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a roster may hold. A district of a million people stays well inside."""

    members: int = 200
    file_bytes: int = 1 << 30
    all_bytes: int = 2 << 30
    ratio: int = 250
    ratio_from_bytes: int = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One CSV file: the name as the coordinator knows it, and a way to read it from its first byte, many times."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]


@dataclass(slots=True)
class Source:
    """The files of a roster by lower-case name, and the names of those that are not looked at."""

    name: str
    members: dict[str, Member] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)


@contextmanager
def open_source(path: Path, log: ProblemLog, *, limits: Limits | None = None) -> Iterator[Source]:
    """Yield the CSV files at ``path``, a folder or a zip. Raises ``RosterRefused`` through ``log``."""
    limits = limits or Limits()
    if path.is_dir():
        yield _from_folder(path, log, limits)
        return
    if not path.is_file():
        log.refuse("not_found", path.name)
    try:
        archive = zipfile.ZipFile(path)
    except DAMAGE:
        log.refuse("not_a_zip", path.name)
    with archive:
        yield _from_zip(archive, path.name, log, limits)


def _from_folder(folder: Path, log: ProblemLog, limits: Limits) -> Source:
    source = Source(folder.name)
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    if len(entries) > limits.members:
        log.refuse("too_many_files", folder.name, value=str(len(entries)), limit=limits.members)
    total = 0
    for entry in entries:
        if LITTER.search(entry.name):
            continue
        if entry.is_symlink():
            log.refuse("link", entry.name)
        if not entry.name.lower().endswith(".csv") or not entry.is_file():
            source.others.append(entry.name)
            continue
        size = entry.stat().st_size
        total += size
        _check_size(entry.name, size, total, log, limits)
        _keep(source, entry.name, Member(entry.name, size, _kept_if_small(size, _file_opener(Path(entry.path)))), log)
    return source


def _kept_if_small(size: int, opener: Callable[[], IO[bytes]]) -> Callable[[], IO[bytes]]:
    """Read a small file once and give it out again from memory: each file is opened several times."""
    if size > SMALL_BYTES:
        return opener

    @cache
    def content() -> bytes:
        with opener() as stream:
            return stream.read()

    return lambda: io.BytesIO(content())


def _file_opener(path: Path) -> Callable[[], IO[bytes]]:
    def opener() -> IO[bytes]:
        # A link put in place of the file since it was listed is not followed.
        return os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb")

    return opener


def _from_zip(archive: zipfile.ZipFile, name: str, log: ProblemLog, limits: Limits) -> Source:
    source = Source(name)
    entries = archive.infolist()
    if len(entries) > limits.members:
        log.refuse("too_many_files", name, value=str(len(entries)), limit=limits.members)
    total = 0
    for entry in entries:
        _check_entry(entry, log)
        total += entry.file_size
        _check_size(entry.filename, entry.file_size, total, log, limits)
        if entry.file_size > limits.ratio_from_bytes and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            log.refuse("bomb", entry.filename, value=f"{entry.compress_size} → {entry.file_size}")
        if LITTER.search(entry.filename) or entry.is_dir():
            continue
        if not entry.filename.lower().endswith(".csv"):
            source.others.append(entry.filename)
            continue
        member = Member(entry.filename, entry.file_size, _kept_if_small(entry.file_size, _entry_opener(archive, entry)))
        _keep(source, PurePosixPath(entry.filename).name, member, log)
    for member in source.members.values():
        _check_start(member, log)
    return source


def _entry_opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    # zipfile stops at the declared size, so a lie about the size cannot get past the limits.
    return lambda: archive.open(entry)


def _check_entry(entry: zipfile.ZipInfo, log: ProblemLog) -> None:
    """Refuse what may write outside a folder, point elsewhere, hide content, or hold a second archive."""
    name = entry.filename
    raw = entry.orig_filename
    if name.startswith("/") or "\\" in raw or "\0" in raw or ":" in name or ".." in PurePosixPath(name).parts:
        log.refuse("unsafe_path", name)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        log.refuse("link", name)
    if entry.flag_bits & 0x1:
        log.refuse("encrypted", name)
    if name.lower().endswith(ARCHIVE_ENDINGS):
        log.refuse("nested_archive", name)
    if entry.compress_type not in READABLE:
        log.refuse("unknown_compression", name, value=str(entry.compress_type))


def _check_size(name: str, size: int, total: int, log: ProblemLog, limits: Limits) -> None:
    if size > limits.file_bytes or total > limits.all_bytes:
        log.refuse("too_big", name, value=str(max(size, total)), limit=limits.file_bytes)


def _keep(source: Source, name: str, member: Member, log: ProblemLog) -> None:
    key = name.lower()
    if key in source.members:
        log.refuse("duplicate_file", member.name, value=source.members[key].name)
    source.members[key] = member


def _check_start(member: Member, log: ProblemLog) -> None:
    """Refuse a CSV file that is an archive under another name."""
    with reading(member, log) as stream:
        start = stream.read(8)
    if start.startswith(ARCHIVE_STARTS):
        log.refuse("nested_archive", member.name)


@contextmanager
def reading(member: Member, log: ProblemLog) -> Iterator[IO[bytes]]:
    """Yield the bytes of a file; a file that cannot be unpacked to its end is a refusal that names it."""
    try:
        with member.open() as stream:
            yield stream
    except DAMAGE as error:
        log.refuse("damaged_file", member.name, value=str(error))
