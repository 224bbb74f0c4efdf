"""Where the samples of kept tracks lie in the data of an MP4, so that everything between them can be emptied."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from trellis.files import boxes
from trellis.files.boxes import Box, Damaged

MOST_CHUNKS = 200_000
MOST_SAMPLES = 1_000_000
Numbers = NDArray[np.int64]


def keep_samples(content: bytearray, data: list[Box], tables: list[Box]) -> None:
    """Empty all ``data`` that no sample of these tables lies in; raise ``Damaged`` where a sample lies elsewhere."""
    found = [_ranges(content, table) for table in tables]
    starts, ends = np.concatenate([pair[0] for pair in found]), np.concatenate([pair[1] for pair in found])
    order = np.argsort(starts, kind="stable")
    starts, ends = starts[order], ends[order]
    _hold_all(data, starts, ends)
    for box in data:
        _empty_gaps(content, box, starts, ends)


def _hold_all(data: list[Box], starts: Numbers, ends: Numbers) -> None:
    held = np.zeros(len(starts), dtype=bool)
    for box in data:
        held |= (starts >= box.start) & (ends <= box.end)
    if not held.all():
        raise Damaged


def _empty_gaps(content: bytearray, box: Box, starts: Numbers, ends: Numbers) -> None:
    mine = (starts >= box.start) & (ends <= box.end)
    begin = np.append(starts[mine], box.end)
    reached = np.maximum.accumulate(np.concatenate(([box.start], ends[mine])))
    for at in np.nonzero(begin > reached)[0]:
        first, last = int(reached[at]), int(begin[at])
        content[first:last] = bytes(last - first)


def _ranges(content: bytearray, table: Box) -> tuple[Numbers, Numbers]:
    """Return where each chunk of a track begins and ends."""
    offsets = _offsets(content, table)
    in_chunk = _samples_in_chunks(content, table, len(offsets))
    last = np.cumsum(in_chunk)
    sizes = boxes.inside(content, table, b"stsz")
    one_size, n = _two(content, sizes, 4)
    if n > MOST_SAMPLES or (len(last) and int(last[-1]) > n):
        raise Damaged
    if one_size:
        lengths = in_chunk * one_size
    else:
        reached = np.concatenate(([0], np.cumsum(_numbers(content, sizes, 12, n))))
        lengths = reached[last] - reached[last - in_chunk]
    return offsets, offsets + lengths


def _offsets(content: bytearray, table: Box) -> Numbers:
    for box in boxes.boxes(content, table.start, table.end):
        if box.name in {b"stco", b"co64"}:
            return _numbers(content, box, 8, _two(content, box, 0)[1], ">u4" if box.name == b"stco" else ">i8")
    raise Damaged


def _samples_in_chunks(content: bytearray, table: Box, n_chunks: int) -> Numbers:
    runs = boxes.inside(content, table, b"stsc")
    n = _two(content, runs, 0)[1]
    rows = _numbers(content, runs, 8, n * 3).reshape(-1, 3)
    if n_chunks > MOST_CHUNKS or (n_chunks and n == 0):
        raise Damaged
    if n_chunks == 0:
        return np.zeros(0, dtype=np.int64)
    first = np.append(rows[:, 0], n_chunks + 1)
    if first[0] != 1 or (np.diff(first) <= 0).any() or (rows[:, 1] > MOST_SAMPLES).any():
        raise Damaged
    return np.repeat(rows[:, 1], np.diff(first))


def _two(content: bytearray, box: Box, skip: int) -> tuple[int, int]:
    if box.start + skip + 8 > box.end:
        raise Damaged
    first, second = struct.unpack_from(">II", content, box.start + skip)
    return first, second


def _numbers(content: bytearray, box: Box, skip: int, n: int, form: str = ">u4") -> Numbers:
    """Return a table of numbers as it stands in a box; one that is longer than its box is a lie."""
    if n > 3 * MOST_SAMPLES or box.start + skip + n * np.dtype(form).itemsize > box.end:
        raise Damaged
    return np.frombuffer(bytes(content[box.start + skip : box.end]), form, n).astype(np.int64)
