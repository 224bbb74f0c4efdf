"""The packed files that office documents are: every member is named, placed and unpacked within limits."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from trellis.files.checked import NotAccepted
from trellis.files.documents.words import FILES_INSIDE, LOCKED, NOT_WHOLE, PACKED, TOO_MUCH_INSIDE

MOST_MEMBERS = 3000
MOST_DIRECTORY = 1024 * 1024
MOST_UNPACKED = 120 * 1024 * 1024
MOST_GAP = 24  # what may stand behind a member: its sizes once more
_NAME = re.compile(
    r"(?!/)(?!.*(?:^|/)\.\.(?:/|$))(?![A-Za-z]:)[^\\\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]{1,240}"
)
_BROKEN = (zipfile.BadZipFile, struct.error, zlib.error, ValueError, NotImplementedError, OSError, EOFError)
STEP = 256 * 1024


class Member(NamedTuple):
    """One member: its name and what it unpacks to."""

    name: str
    body: bytes


@dataclass
class Budget:
    """How much may still be unpacked, for a document and the documents in it together."""

    left: int = MOST_UNPACKED

    def take(self, n: int) -> None:
        """Note what was unpacked; refuse what is too much."""
        self.left -= n
        if self.left < 0:
            raise NotAccepted(TOO_MUCH_INSIDE)


def members(content: bytes, budget: Budget) -> Iterator[Member]:
    """Yield the members of a zip file in their order; refuse one that is more or less than it says."""
    try:
        infos = _directory(content)
        reached = 0
        for info, start in _places(content, infos):
            yield Member(info.filename, _unpacked(content, info, start, budget))
            reached = start + info.compress_size
        if content.find(b"PK\x01\x02", reached, reached + MOST_GAP + 4) < 0:  # the list follows the last member
            raise NotAccepted(NOT_WHOLE)
    except _BROKEN:
        raise NotAccepted(NOT_WHOLE) from None


def _directory(content: bytes) -> list[zipfile.ZipInfo]:
    """Return the list at the end, once it is known to be short, whole, and the last thing in the file."""
    at = len(content) - 22
    if at < 0 or content[at : at + 4] != b"PK\x05\x06":
        raise NotAccepted(NOT_WHOLE)
    disk, first_disk, here, n, size, offset, comment = struct.unpack_from("<HHHHIIH", content, at + 4)
    if (disk, first_disk, comment) != (0, 0, 0) or here != n or n == 0 or offset + size != at:
        raise NotAccepted(NOT_WHOLE)
    if n > MOST_MEMBERS or size > MOST_DIRECTORY:
        raise NotAccepted(TOO_MUCH_INSIDE)
    infos = zipfile.ZipFile(io.BytesIO(content)).infolist()
    names = {info.filename.casefold() for info in infos}
    if len(infos) != n or len(names) != n:
        raise NotAccepted(NOT_WHOLE)
    for info in infos:
        if info.flag_bits & 0x41:
            raise NotAccepted(LOCKED)
        if _NAME.fullmatch(info.orig_filename) is None:
            raise NotAccepted(FILES_INSIDE)
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise NotAccepted(TOO_MUCH_INSIDE)
    return sorted(infos, key=lambda info: info.header_offset)


def _places(content: bytes, infos: list[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, int]]:
    """Yield where each member's bytes begin; they follow each other, none inside another, nothing between them."""
    reached = 0
    for info in infos:
        at = info.header_offset
        if content[at : at + 4] != b"PK\x03\x04" or not reached <= at <= reached + MOST_GAP:
            raise NotAccepted(NOT_WHOLE)
        n_name, n_extra = struct.unpack_from("<HH", content, at + 26)
        name = content[at + 30 : at + 30 + n_name]
        if name != info.orig_filename.encode("utf-8" if info.flag_bits & 0x800 else "cp437"):
            raise NotAccepted(NOT_WHOLE)
        start = at + 30 + n_name + n_extra
        reached = start + info.compress_size
        yield info, start


def _unpacked(content: bytes, info: zipfile.ZipInfo, start: int, budget: Budget) -> bytes:
    packed = memoryview(content)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        body = bytes(packed)
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-15)
        body = unpacker.decompress(packed, info.file_size + 1)
        if not unpacker.eof or unpacker.unused_data:
            raise NotAccepted(NOT_WHOLE)
    else:
        raise NotAccepted(PACKED)
    budget.take(len(body))
    if len(body) != info.file_size or zlib.crc32(body) != info.CRC:
        raise NotAccepted(NOT_WHOLE)
    return body
