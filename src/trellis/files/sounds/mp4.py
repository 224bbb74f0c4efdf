"""AAC in an MP4 (M4A): every box is visited; notes about place, device and people are blanked where they stand."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from trellis.files.checked import NotAccepted
from trellis.files.sounds.words import A_FILM, CUT_OFF, DAMAGED, NO_LENGTH, OTHER_CODEC

KEPT_ON_TOP = {b"ftyp", b"moov", b"mdat"}
KEPT_IN_MOVIE = {b"mvhd", b"trak", b"iods"}
KEPT_IN_TRACK = {b"tkhd", b"edts", b"mdia", b"tref"}
MOST_BOXES = 1000


class Box(NamedTuple):
    """One box: its name, where it stands, where its content begins and where it ends."""

    name: bytes
    at: int
    start: int
    end: int


def read(content: bytes) -> tuple[bytes, float]:
    """Return the file with everything but the sound blanked, and its length in seconds."""
    top = list(_boxes(content, 0, len(content)))
    movie = next((box for box in top if box.name == b"moov"), None)
    if movie is None or all(box.name != b"mdat" for box in top):
        raise NotAccepted(NO_LENGTH if any(box.name == b"moof" for box in top) else CUT_OFF)
    inside = list(_boxes(content, movie.start, movie.end))
    if any(box.name == b"mvex" for box in inside):  # in pieces: their length stands nowhere
        raise NotAccepted(NO_LENGTH)
    tracks = [box for box in inside if box.name == b"trak"]
    seconds = max(found) if (found := list(_lengths(content, tracks))) else 0.0
    if seconds <= 0:
        raise NotAccepted(NO_LENGTH if found else DAMAGED)
    blank = [box for box in top if box.name not in KEPT_ON_TOP]
    blank += [box for box in inside if box.name not in KEPT_IN_MOVIE]
    for track in tracks:
        blank += [box for box in _boxes(content, track.start, track.end) if box.name not in KEPT_IN_TRACK]
    return _blanked(content, blank), seconds


def _boxes(content: bytes, start: int, end: int) -> Iterator[Box]:
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
            raise NotAccepted(CUT_OFF)
        if size < inner - at:
            raise NotAccepted(DAMAGED)
        yield Box(name, at, inner, at + size)
        at += size
    raise NotAccepted(DAMAGED)


def _lengths(content: bytes, tracks: list[Box]) -> Iterator[float]:
    """Yield the length of each track of sound; refuse films, and sound packed otherwise than as AAC."""
    for track in tracks:
        media = _inside(content, track, b"mdia")
        role = content[(handler := _inside(content, media, b"hdlr")).start + 8 : handler.start + 12]
        if role == b"vide":
            raise NotAccepted(A_FILM)
        if role != b"soun":
            continue
        table = _inside(content, _inside(content, media, b"minf"), b"stbl")
        samples = _inside(content, table, b"stsd")
        if content[samples.start + 12 : samples.start + 16] != b"mp4a":
            raise NotAccepted(OTHER_CODEC)
        yield _seconds(content, _inside(content, media, b"mdhd"))


def _inside(content: bytes, box: Box, name: bytes) -> Box:
    for inner in _boxes(content, box.start, box.end):
        if inner.name == name:
            return inner
    raise NotAccepted(DAMAGED)


def _seconds(content: bytes, header: Box) -> float:
    long = content[header.start : header.start + 1] == b"\x01"
    form, skip = (">IQ", 20) if long else (">II", 12)
    if header.start + skip + struct.calcsize(form) > header.end:
        raise NotAccepted(DAMAGED)
    ticks_a_second, ticks = struct.unpack_from(form, content, header.start + skip)
    return float(ticks / ticks_a_second) if ticks_a_second else 0.0


def _blanked(content: bytes, boxes: list[Box]) -> bytes:
    """Return the content with these boxes turned to free space: nothing moves, so the tables in it still hold."""
    written = bytearray(content)
    for box in boxes:
        written[box.at + 4 : box.at + 8] = b"free"
        written[box.start : box.end] = bytes(box.end - box.start)
    return bytes(written)
