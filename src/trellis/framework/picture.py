"""The picture of one competency between what it builds on and what it opens, as plain numbers for a template."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from trellis.framework.queries_competency import CompetencyPage, Neighbour

WIDTH, BOX_WIDTH, BOX_HEIGHT, GAP, STUB = 900, 240, 66, 16, 34
MOST_BOXES = 6
LETTERS = 31


@dataclass(frozen=True, slots=True)
class Box:
    """A competency in the picture: where it stands, its words, and how many the way goes on to."""

    x: int
    y: int
    code: str
    lines: tuple[str, ...]
    n_further: int
    stub_from: int
    stub_to: int
    stub_word: int
    middle: int

    @property
    def text_x(self) -> int:
        """Where the words begin."""
        return self.x + 14

    @property
    def first_y(self) -> int:
        """The first line of words, so that all of them stand in the middle of the box."""
        lines = len(self.lines) + bool(self.code)
        return self.middle + 5 - round((lines - 1) * 8.5)

    @property
    def lift(self) -> int:
        """Where the number stands: just above its line."""
        return self.middle - 6


@dataclass(frozen=True, slots=True)
class Vine:
    """A line from one box to another."""

    path: str


@dataclass(frozen=True, slots=True)
class AroundPicture:
    """Everything the template draws."""

    width: int
    height: int
    here: Box
    before: tuple[Box, ...]
    after: tuple[Box, ...]
    vines: tuple[Vine, ...]
    n_more_before: int
    n_more_after: int


def around_picture(page: CompetencyPage) -> AroundPicture | None:
    """Return the picture, or None where nothing comes before or after."""
    if not (page.builds_on or page.opens):
        return None
    before, after = page.builds_on[:MOST_BOXES], page.opens[:MOST_BOXES]
    height = max(len(before), len(after), 1) * (BOX_HEIGHT + GAP) + GAP
    centre = (WIDTH - BOX_WIDTH) // 2
    here = _box(centre, (height - BOX_HEIGHT) // 2, code=page.competency.code, plain=page.plain, side="here")
    left = _column(before, STUB, height, "before")
    right = _column(after, WIDTH - BOX_WIDTH - STUB, height, "after")
    vines = [_vine(box.x + BOX_WIDTH, box.middle, here.x, here.middle) for box in left]
    vines += [_vine(here.x + BOX_WIDTH, here.middle, box.x, box.middle) for box in right]
    return AroundPicture(
        width=WIDTH,
        height=height,
        here=here,
        before=left,
        after=right,
        vines=tuple(vines),
        n_more_before=len(page.builds_on) - len(before),
        n_more_after=len(page.opens) - len(after),
    )


def _column(neighbours: Sequence[Neighbour], x: int, height: int, side: str) -> tuple[Box, ...]:
    step = BOX_HEIGHT + GAP
    top = (height - len(neighbours) * step + GAP) // 2
    return tuple(
        _box(x, top + place * step, code=each.code, plain=each.plain, side=side, n_further=each.n_further)
        for place, each in enumerate(neighbours)
    )


def _box(x: int, y: int, *, code: str, plain: str, side: str, n_further: int = 0) -> Box:
    room = 2 if code else 3
    lines = textwrap.wrap(plain, LETTERS, max_lines=room, placeholder="…") or [""]
    stub = (
        (x, x - STUB, x - STUB + 2) if side == "before" else (x + BOX_WIDTH, x + BOX_WIDTH + STUB, x + BOX_WIDTH + 10)
    )
    return Box(
        x=x,
        y=y,
        code=code if len(code) <= LETTERS else f"…{code[-LETTERS + 1 :]}",
        lines=tuple(lines),
        n_further=n_further,
        stub_from=stub[0],
        stub_to=stub[1],
        stub_word=stub[2],
        middle=y + BOX_HEIGHT // 2,
    )


def _vine(x1: int, y1: int, x2: int, y2: int) -> Vine:
    bend = (x2 - x1) // 2
    return Vine(f"M{x1} {y1} C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}")
