"""AAC in a stream of frames of its own (ADTS)."""

from __future__ import annotations

from trellis.files.sounds import frames
from trellis.files.sounds.frames import Frame

_RATES = (96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350)


def begins(content: bytes, start: int) -> bool:
    """Say whether AAC frames stand at ``start``."""
    return frames.begins(content, start, _parse)


def read(content: bytes, start: int) -> tuple[bytes, float]:
    """Return the frames joined, and their length in seconds."""
    return frames.walk(content, start, _parse)


def _parse(content: bytes, at: int) -> Frame | None:
    head = content[at : at + 7]
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    rate_index, size = head[2] >> 2 & 15, (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if rate_index >= len(_RATES) or size < 7:
        return None
    return Frame(size, 1024 * ((head[6] & 3) + 1) / _RATES[rate_index])
