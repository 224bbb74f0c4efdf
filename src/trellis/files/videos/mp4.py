"""MP4 and QuickTime: what is no picture and no sound is blanked where it stands, also in the middle of the data.

Phones note where they were in boxes (``udta``, ``meta``, ``uuid``, ``loci``) and in tracks of their own. Boxes
are kept by name, tracks by what they hold; of the data stays what the kept tracks point to, nothing between.
"""

from __future__ import annotations

import struct

import numpy as np

from trellis.files import boxes
from trellis.files.boxes import Box
from trellis.files.checked import NotAccepted
from trellis.files.videos import Measured
from trellis.files.videos.samples import keep_samples
from trellis.files.videos.words import CUT_OFF, DAMAGED, NO_LENGTH, NO_PICTURE, OTHER_CODEC

PICTURES = {b"avc1", b"avc3", b"vp09", b"av01"}
SOUNDS = {b"mp4a", b"Opus", b".mp3"}
TOP = {b"ftyp", b"moov", b"mdat"}
KEPT: dict[bytes, set[bytes]] = {
    b"moov": {b"mvhd", b"trak", b"iods"},
    b"trak": {b"tkhd", b"edts", b"mdia"},
    b"edts": {b"elst"},
    b"mdia": {b"mdhd", b"hdlr", b"minf"},
    b"minf": {b"vmhd", b"smhd", b"hdlr", b"dinf", b"stbl"},
    b"dinf": {b"dref"},
    b"stbl": {
        b"stsd", b"stts", b"ctts", b"cslg", b"stss", b"stsc", b"stsz", b"stco", b"co64", b"sdtp", b"sgpd", b"sbgp",
    },
}  # fmt: skip


def read(content: bytearray) -> Measured:
    """Blank what is neither picture nor sound, and return what is known of the rest."""
    try:
        return _read(content)
    except boxes.CutOff:
        raise NotAccepted(CUT_OFF) from None
    except (boxes.Damaged, struct.error):
        raise NotAccepted(DAMAGED) from None


def _read(content: bytearray) -> Measured:
    top = list(boxes.boxes(content, 0, len(content)))
    movies = [box for box in top if box.name == b"moov"]
    if not movies or all(box.name != b"mdat" for box in top):
        raise NotAccepted(NO_LENGTH if any(box.name == b"moof" for box in top) else CUT_OFF)
    movie = movies[0]
    inside = list(boxes.boxes(content, movie.start, movie.end))
    if len(movies) > 1 or any(box.name == b"mvex" for box in inside):  # in pieces: their length stands nowhere
        raise NotAccepted(NO_LENGTH)
    tracks = [box for box in inside if box.name == b"trak"]
    kept = _tracks_to_keep(content, tracks)
    seconds = [boxes.seconds_of(content, boxes.inside(content, movie, b"mvhd"))]
    seconds += [boxes.seconds_of(content, _within(content, track, b"mdia", b"mdhd")) for track in kept]
    tables = [_within(content, track, b"mdia", b"minf", b"stbl") for track in kept]
    boxes.blank(content, [box for box in top if box.name not in TOP])
    boxes.blank(content, [track for track in tracks if track not in kept])
    _blank_unknown(content, movie)
    keep_samples(content, [box for box in top if box.name == b"mdat"], tables)
    if end := top[-1].end:  # what hangs behind the last box, too short for one
        content[end:] = b""
    return Measured(max(seconds), *_shown_size(content, kept[0]))


def _tracks_to_keep(content: bytearray, tracks: list[Box]) -> list[Box]:
    """Return the tracks of pictures and sounds that browsers play, pictures first."""
    pictures, sounds, other_sounds = [], [], 0
    for track in tracks:
        media = boxes.inside(content, track, b"mdia")
        role = boxes.role_of(content, media)
        if role not in {b"vide", b"soun"}:
            continue
        codec = _codec(content, track)
        if role == b"vide" and codec not in PICTURES:
            raise NotAccepted(OTHER_CODEC)
        if role == b"vide":
            pictures.append(track)
        elif codec in SOUNDS:
            sounds.append(track)
        else:  # some phones add a second sound that browsers do not play
            other_sounds += 1
    if not (pictures or sounds or other_sounds):
        raise boxes.Damaged
    if not pictures:
        raise NotAccepted(NO_PICTURE)
    if other_sounds and not sounds:
        raise NotAccepted(OTHER_CODEC)
    return pictures + sounds


def _codec(content: bytearray, track: Box) -> bytes:
    """Return how a track is packed; refuse one that lies in another file."""
    information = _within(content, track, b"mdia", b"minf")
    places = _within(content, information, b"dinf", b"dref")
    for place in boxes.boxes(content, places.start + 8, places.end):
        if content[place.start + 3 : place.start + 4] != b"\x01":
            raise boxes.Damaged
    described = _within(content, information, b"stbl", b"stsd")
    if content[described.start + 4 : described.start + 8] != b"\0\0\0\1":  # one description for all samples
        raise NotAccepted(OTHER_CODEC)
    return bytes(content[described.start + 12 : described.start + 16])


def _within(content: bytearray, box: Box, *names: bytes) -> Box:
    for name in names:
        box = boxes.inside(content, box, name)
    return box


def _blank_unknown(content: bytearray, box: Box) -> None:
    for inner in boxes.boxes(content, box.start, box.end):
        if inner.name not in KEPT[box.name]:
            boxes.blank(content, [inner])
        elif inner.name in KEPT:
            _blank_unknown(content, inner)
        elif inner.name in {b"mvhd", b"tkhd", b"mdhd"}:  # when it was taken
            first, last = (
                inner.start + 4,
                inner.start + (20 if content[inner.start : inner.start + 1] == b"\x01" else 12),
            )
            content[first:last] = bytes(last - first)
        elif inner.name == b"hdlr":  # behind the role stands a name that a camera chose
            content[inner.start + 12 : inner.end] = bytes(max(inner.end - inner.start - 12, 0))


def _shown_size(content: bytearray, track: Box) -> tuple[int | None, int | None]:
    """Return width and height as shown: phones held upright note a quarter turn."""
    header = boxes.inside(content, track, b"tkhd")
    matrix = header.start + (52 if content[header.start : header.start + 1] == b"\x01" else 40)
    if matrix + 44 > header.end:
        raise boxes.Damaged
    first = struct.unpack_from(">i", content, matrix)[0]
    width, height = (int(number) for number in np.frombuffer(content, ">u4", 2, matrix + 36) >> 16)
    if not (0 < width <= 10_000 and 0 < height <= 10_000):
        return None, None
    return (height, width) if first == 0 else (width, height)
