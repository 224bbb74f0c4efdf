"""WAV (RIFF): kept are the format and the samples; every other chunk is left behind."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from trellis.files.checked import NotAccepted
from trellis.files.sounds.words import CUT_OFF, DAMAGED, OTHER_CODEC

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
BITS = {PCM: {8, 16, 24, 32}, FLOAT: {32}}
RATES = range(8_000, 96_001)


def read(content: bytes) -> tuple[bytes, float]:
    """Return a plain WAV with the same samples, and its length in seconds."""
    form: tuple[int, int, int, int] | None = None
    for name, start, size in _chunks(content):
        if name == b"fmt ":
            form = _form(content[start : start + size])
        elif name == b"data":
            if form is None:
                raise NotAccepted(DAMAGED)
            if start + size > len(content):
                raise NotAccepted(CUT_OFF)
            return _written(form, content[start : start + size])
    raise NotAccepted(CUT_OFF)


def _chunks(content: bytes) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= len(content):
        name, size = struct.unpack_from("<4sI", content, at)
        yield name, at + 8, size
        at += 8 + size + size % 2


def _form(chunk: bytes) -> tuple[int, int, int, int]:
    """Return codec, channels, rate and bits of a sample, where every browser plays them."""
    if len(chunk) < 16:
        raise NotAccepted(DAMAGED)
    codec, channels, rate, _bytes_a_second, _block, bits = struct.unpack_from("<HHIIHH", chunk)
    if codec == EXTENSIBLE and len(chunk) >= 26:
        codec = struct.unpack_from("<H", chunk, 24)[0]
    if bits not in BITS.get(codec, ()):
        raise NotAccepted(OTHER_CODEC)
    if channels not in {1, 2} or rate not in RATES:
        raise NotAccepted(OTHER_CODEC)
    return codec, channels, rate, bits


def _written(form: tuple[int, int, int, int], samples: bytes) -> tuple[bytes, float]:
    codec, channels, rate, bits = form
    block = channels * bits // 8
    samples = samples[: len(samples) // block * block]
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF", 36 + len(samples) + len(samples) % 2, b"WAVE",
        b"fmt ", 16, codec, channels, rate, rate * block, block, bits,
        b"data", len(samples),
    )  # fmt: skip
    return head + samples + b"\0" * (len(samples) % 2), len(samples) / (rate * block)
