"""AAC in an MP4 (M4A): every box is visited; notes about place, device and people are blanked where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from trellis.files import boxes
from trellis.files.boxes import Box
from trellis.files.checked import NotAccepted
from trellis.files.sounds.words import A_FILM, CUT_OFF, DAMAGED, NO_LENGTH, OTHER_CODEC

KEPT_ON_TOP = {b"ftyp", b"moov", b"mdat"}
KEPT_IN_MOVIE = {b"mvhd", b"trak", b"iods"}
KEPT_IN_TRACK = {b"tkhd", b"edts", b"mdia", b"tref"}


def read(content: bytes) -> tuple[bytes, float]:
    """Return the file with everything but the sound blanked, and its length in seconds."""
    try:
        return _read(content)
    except boxes.CutOff:
        raise NotAccepted(CUT_OFF) from None
    except boxes.Damaged:
        raise NotAccepted(DAMAGED) from None


def _read(content: bytes) -> tuple[bytes, float]:
    top = list(boxes.boxes(content, 0, len(content)))
    movie = next((box for box in top if box.name == b"moov"), None)
    if movie is None or all(box.name != b"mdat" for box in top):
        raise NotAccepted(NO_LENGTH if any(box.name == b"moof" for box in top) else CUT_OFF)
    inside = list(boxes.boxes(content, movie.start, movie.end))
    if any(box.name == b"mvex" for box in inside):  # in pieces: their length stands nowhere
        raise NotAccepted(NO_LENGTH)
    tracks = [box for box in inside if box.name == b"trak"]
    seconds = max(found) if (found := list(_lengths(content, tracks))) else 0.0
    if seconds <= 0:
        raise NotAccepted(NO_LENGTH if found else DAMAGED)
    blank = [box for box in top if box.name not in KEPT_ON_TOP]
    blank += [box for box in inside if box.name not in KEPT_IN_MOVIE]
    for track in tracks:
        blank += [box for box in boxes.boxes(content, track.start, track.end) if box.name not in KEPT_IN_TRACK]
    written = bytearray(content)
    boxes.blank(written, blank)
    return bytes(written), seconds


def _lengths(content: bytes, tracks: list[Box]) -> Iterator[float]:
    """Yield the length of each track of sound; refuse films, and sound packed otherwise than as AAC."""
    for track in tracks:
        media = boxes.inside(content, track, b"mdia")
        role = boxes.role_of(content, media)
        if role == b"vide":
            raise NotAccepted(A_FILM)
        if role != b"soun":
            continue
        table = boxes.inside(content, boxes.inside(content, media, b"minf"), b"stbl")
        samples = boxes.inside(content, table, b"stsd")
        if content[samples.start + 12 : samples.start + 16] != b"mp4a":
            raise NotAccepted(OTHER_CODEC)
        yield boxes.seconds_of(content, boxes.inside(content, media, b"mdhd"))
