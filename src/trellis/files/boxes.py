"""The boxes of MP4 and QuickTime files: walked one by one, and blanked where they stand."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MOST_BOXES = 1000


class CutOff(Exception):
    """The file ends before a box does."""


class Damaged(Exception):
    """The boxes contradict each other, or one that must be there is not."""


class Box(NamedTuple):
    """One box: its name, where it stands, where its content begins and where it ends."""

    name: bytes
    at: int
    start: int
    end: int


def boxes(content: bytes | bytearray, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between ``start`` and ``end``, one by one; a rest too short for a box is left out."""
    at = start
    for _number in range(MOST_BOXES):
        if at + 8 > end:
            return
        size, name = struct.unpack_from(">I4s", content, at)
        inner = at + 8
        if size == 1 and at + 16 <= end:
            size, inner = struct.unpack_from(">Q", content, at + 8)[0], at + 16
        elif size == 0:
            size = end - at
        if at + size > end:
            raise CutOff
        if size < inner - at:
            raise Damaged
        yield Box(name, at, inner, at + size)
        at += size
    raise Damaged


def inside(content: bytes | bytearray, box: Box, name: bytes) -> Box:
    """Return the first box of this name in another."""
    for inner in boxes(content, box.start, box.end):
        if inner.name == name:
            return inner
    raise Damaged


def role_of(content: bytes | bytearray, media: Box) -> bytes:
    """Return what a track is for: ``soun``, ``vide`` or something else."""
    handler = inside(content, media, b"hdlr")
    return bytes(content[handler.start + 8 : handler.start + 12])


def seconds_of(content: bytes | bytearray, header: Box) -> float:
    """Return the length that a header (``mdhd``) tells."""
    long = content[header.start : header.start + 1] == b"\x01"
    form, skip = (">IQ", 20) if long else (">II", 12)
    if header.start + skip + struct.calcsize(form) > header.end:
        raise Damaged
    ticks_a_second, ticks = struct.unpack_from(form, content, header.start + skip)
    return float(ticks / ticks_a_second) if ticks_a_second else 0.0


def blank(written: bytearray, unwanted: Iterable[Box]) -> None:
    """Turn boxes to free space: nothing moves, so the tables in the file still hold."""
    for box in unwanted:
        written[box.at + 4 : box.at + 8] = b"free"
        written[box.start : box.end] = bytes(box.end - box.start)
