"""Streams of frames (MP3, AAC): walk from frame to frame, keep those, and leave what lies between them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from trellis.files.checked import NotAccepted
from trellis.files.sounds.words import DAMAGED

IN_A_ROW = 3  # so many frames, each where the one before ends, are no accident
MOST_STRAY = 64 * 1024


class Frame(NamedTuple):
    """One frame: its length in bytes and how long it sounds."""

    size: int
    seconds: float


Parse = Callable[[bytes, int], Frame | None]


def begins(content: bytes, start: int, parse: Parse) -> bool:
    """Say whether frames stand in a row at ``start``; a very short sound may end before."""
    at = start
    for _number in range(IN_A_ROW):
        frame = parse(content, at)
        if frame is None:
            return at >= len(content) > start and at > start
        at += frame.size
    return True


def walk(content: bytes, start: int, parse: Parse) -> tuple[bytes, float]:
    """Return all whole frames joined, and their length in seconds.

    A little that is no frame (tags at the end, a cut) is left behind; much of it means that this is something else.
    """
    kept: list[bytes] = []
    seconds, at, stray = 0.0, start, 0
    while at + 4 <= len(content):
        frame = parse(content, at)
        if frame is None:
            found = content.find(b"\xff", at + 1)
            after = found if found >= 0 else len(content)
            # The rest behind the last frame may be as long as it likes: pictures of covers, say. It is not kept.
            stray += after - at if found >= 0 else 0
            if stray > MOST_STRAY:
                raise NotAccepted(DAMAGED)
            at = after
            continue
        if at + frame.size > len(content):
            break
        kept.append(content[at : at + frame.size])
        seconds += frame.seconds
        at += frame.size
    return b"".join(kept), seconds
