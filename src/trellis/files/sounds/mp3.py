"""MP3 (MPEG audio, layer III): kept are its frames; the notes before and behind them are left behind."""

from __future__ import annotations

from trellis.files.sounds import frames
from trellis.files.sounds.frames import Frame

_KILOBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KILOBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = (44_100, 48_000, 32_000)
_SLOWER = {3: 1, 2: 2, 0: 4}  # MPEG 1, 2 and 2.5


def after_notes(content: bytes) -> int:
    """Return where the sound begins, behind the notes (ID3) that may stand before it."""
    at = 0
    while content[at : at + 3] == b"ID3" and len(content) >= at + 10:
        size = 0
        for byte in content[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if content[at + 5] & 0x10 else 0)
    return at


def begins(content: bytes, start: int) -> bool:
    """Say whether MP3 frames stand at ``start``."""
    return frames.begins(content, start, _parse)


def read(content: bytes, start: int) -> tuple[bytes, float]:
    """Return the frames joined, and their length in seconds."""
    return frames.walk(content, start, _parse)


def _parse(content: bytes, at: int) -> Frame | None:
    if at + 4 > len(content) or content[at] != 0xFF or content[at + 1] & 0xE0 != 0xE0:
        return None
    version, layer = content[at + 1] >> 3 & 3, content[at + 1] >> 1 & 3
    bits, rate_index = content[at + 2] >> 4, content[at + 2] >> 2 & 3
    if version == 1 or layer != 1 or bits in {0, 15} or rate_index == 3:
        return None
    rate = _RATES[rate_index] // _SLOWER[version]
    kilobits = (_KILOBITS_1 if version == 3 else _KILOBITS_2)[bits]
    samples = 1152 if version == 3 else 576
    return Frame(samples * 125 * kilobits // rate + (content[at + 2] >> 1 & 1), samples / rate)
