"""The elements of WebM files (EBML): walked one by one, and emptied where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

MOST_ELEMENTS = 400_000
VOID, CHECKSUM = 0xEC, 0xBF


class CutOff(Exception):
    """The file ends before an element does."""


class Damaged(Exception):
    """What stands there is no element."""


class Element(NamedTuple):
    """One element: its number, where it stands, where its content begins and ends; live recordings know no end."""

    name: int
    at: int
    start: int
    end: int
    endless: bool = False


class Walk:
    """Walks through the elements of one file; so many in all, or it is no video."""

    def __init__(self, content: bytearray) -> None:
        self.content = content
        self.left = MOST_ELEMENTS

    def inside(self, start: int, end: int) -> Iterator[Element]:
        """Yield the elements between ``start`` and ``end``, one after the other.

        Whoever goes into an endless element ends the walk himself where the next one of its kind begins.
        """
        at = start
        while at < end:
            element = self.next(at, end)
            yield element
            at = element.end

    def next(self, at: int, end: int) -> Element:
        """Return the element that stands at ``at``, and count it."""
        self.left -= 1
        if self.left < 0:
            raise Damaged
        return self.element(at, end)

    def element(self, at: int, end: int) -> Element:
        """Return the element that stands at ``at`` and ends at ``end`` at the latest."""
        name, after = self._number(at, end, 4, keep_mark=True)
        size, start = self._number(after, end, 8, keep_mark=False)
        if size == (1 << 7 * (start - after)) - 1:
            return Element(name, at, start, end, endless=True)
        if start + size > end:
            raise CutOff
        return Element(name, at, start, start + size)

    def number(self, element: Element) -> int:
        """Return the whole number that an element holds."""
        if element.end - element.start > 8:
            raise Damaged
        return int.from_bytes(self.content[element.start : element.end], "big")

    def short(self, at: int, end: int) -> tuple[int, int]:
        """Return a number of variable length, as it stands before each block, and where it ends."""
        return self._number(at, end, 8, keep_mark=False)

    def empty(self, element: Element) -> None:
        """Make an element one that says nothing, of the same size."""
        size = element.end - element.at
        if size < 2:
            raise Damaged
        head = bytes((VOID, 0x80 | size - 2)) if size <= 128 else b"\xec\x01" + (size - 9).to_bytes(7, "big")
        self.content[element.at : element.end] = head + bytes(size - len(head))

    def _number(self, at: int, end: int, longest: int, *, keep_mark: bool) -> tuple[int, int]:
        if at >= end:
            raise CutOff
        first = self.content[at]
        length = 9 - first.bit_length()
        if length > longest:
            raise Damaged
        if at + length > end:
            raise CutOff
        value = int.from_bytes(self.content[at : at + length], "big")
        return value if keep_mark else value & (1 << 7 * length) - 1, at + length
