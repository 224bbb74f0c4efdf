"""My trellis as SVG: strings built here, one path for each kind, because a framework may have a thousand competencies.

Two drawings of the same growth: stakes that stand (wide), and for a phone one stake that lies for each field. Shapes
differ, so that it reads in greyscale: a filled leaf, an outlined leaf, a bud, a flower, a ring.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trellis.evidence.growth import Grown, Stake, grow

WIDTH, LENGTH, TOP, FOOT, SLATS = 960, 384, 26, 62, 7
A_SHELF = 11  # stakes that stand side by side
LYING, LYING_HEIGHT, LYING_FROM = 304, 62, 10
NAME_LETTERS = 13


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands under a stake: its name, all that grows there in words, and where it leads."""

    name: str
    said: str
    url: str


def _turned(points: Sequence[tuple[float, float]], angle: float, scale: float) -> str:
    """Return relative cubic curves through ``points``, turned and scaled."""
    c, s = cos(radians(angle)) * scale, sin(radians(angle)) * scale
    turned = [number for x, y in points for number in (x * c - y * s, x * s + y * c)]
    # Whole numbers, and no space before a minus: a large framework has a thousand leaves in each of the two drawings.
    return "c" + "".join(f" {round(one)}" if round(one) >= 0 else f"{round(one)}" for one in turned).lstrip() + "z"


# A leaf from its stem: out along the upper edge, back along the lower one, relative to where each curve starts.
_LEAF = ((4, -9), (14, -11), (22, -6), (-4, 9), (-14, 13), (-22, 6))
_SIZES = (0.94, 1.18, 1.05)
_STANDING = {
    1: [_turned(_LEAF, angle, size) for angle, size in zip((-8, -24, -36), _SIZES, strict=True)],
    -1: [_turned([(-x, y) for x, y in _LEAF], angle, size) for angle, size in zip((8, 24, 36), _SIZES, strict=True)],
}
_LIES = {
    1: [_turned(_LEAF, angle, size * 0.78) for angle, size in zip((64, 48, 78), _SIZES, strict=True)],
    -1: [_turned(_LEAF, angle, size * 0.78) for angle, size in zip((-40, -26, -56), _SIZES, strict=True)],
}
_BUD = "c-7-2-8-10 0-17 8 7 7 15 0 17z"
_SEPAL = "m-6-4c1 5 3 6 6 6s5-1 6-6c-4 4-8 4-12 0z"
_PETAL = ((-8, -4), (-7, -13), (0, -13), (7, 0), (8, 9), (0, 13))
_FLOWER = "".join(_turned(_PETAL, angle, 1) for angle in (0, 72, 144, 216, 288))


class _Pen:
    """Collects what is drawn by kind, and writes one path for each."""

    def __init__(self) -> None:
        self.paths: dict[str, list[str]] = defaultdict(list)

    def put(self, kind: str, piece: str) -> None:
        self.paths[kind].append(piece)

    def written(self, name: str) -> str:
        """Return the paths in the order in which they lie over one another."""
        written = []
        for kind in ("slat", "stake", "ring", "vine", "young", "leafy", "bud", "sepal", "flower", "heart"):
            d = "".join(self.paths[kind])
            if d and kind == "ring":
                written.append(
                    f'<defs><path id="{name}" d="{d}"/></defs><use class="ring" href="#{name}"/>'
                    f'<use class="hole" href="#{name}"/>'
                )
            elif d:
                written.append(f'<path class="{kind}" d="{d}"/>')
        return "".join(written)


def _draw(pen: _Pen, grown: Grown, start: tuple[float, float], *, lies: bool) -> None:
    """Draw one stake from its foot at ``start``."""
    x0, y0 = start
    shapes = _LIES if lies else _STANDING

    def at(along: float, beside: float) -> tuple[int, int]:
        return (round(x0 + along), round(y0 + beside)) if lies else (round(x0 + beside), round(y0 - along))

    before: tuple[int, int] | None = None
    for spot in grown.vine:
        x, y = at(spot.along, spot.beside)
        if before is None:
            pen.put("vine", f"M{x} {y}")
        elif lies:
            pen.put("vine", f"C{(before[0] + x) // 2} {before[1]} {(before[0] + x) // 2} {y} {x} {y}")
        else:
            pen.put("vine", f"C{before[0]} {(before[1] + y) // 2} {x} {(before[1] + y) // 2} {x} {y}")
        before = x, y
    for place, spot in enumerate(grown.leaves):
        x, y = at(spot.along, spot.beside)
        pen.put("leafy" if spot.is_seen else "young", f"M{x} {y}{shapes[spot.side][place % 3]}")
    for spot in grown.buds:
        x, y = at(spot.along, spot.beside + (7 * spot.side))
        pen.put("bud", f"M{x} {y}{_BUD}")
        pen.put("sepal", f"M{x} {y}{_SEPAL}")
    for spot in grown.flowers:
        x, y = at(spot.along, spot.beside)
        x, y = (x + 13, y - 8) if lies else (x + 8 * spot.side, y - 24)
        pen.put("flower", f"M{x} {y}{_FLOWER}")
        pen.put("heart", f"M{x} {y}h.01")
    for along in grown.rings:
        x, y = at(along, 0)
        pen.put("ring", f"M{x} {y}h.01")


def standing(stakes: Sequence[Stake], signs: Sequence[Sign], title: str) -> SafeString:
    """Return the wide drawing: stakes side by side, on shelves of eleven, each sign a link."""
    shelves = [range(first, min(first + A_SHELF, len(stakes))) for first in range(0, len(stakes), A_SHELF)]
    a_shelf = TOP + LENGTH + FOOT
    pen, links, is_many = _Pen(), [], False
    for number, shelf in enumerate(shelves):
        ground, step = number * a_shelf + TOP + LENGTH, WIDTH / max(len(shelves[0]), 4)
        pen.put("slat", "".join(f"M14 {ground - round(LENGTH / SLATS * n)}H{WIDTH - 14}" for n in range(1, SLATS + 1)))
        for place, index in enumerate(shelf):
            x = round(step * (place + 0.5))
            grown = grow(stakes[index], LENGTH - 12)
            pen.put("stake", f"M{x} {ground + 2}V{ground - LENGTH - 8}")
            _draw(pen, grown, (x, ground), lies=False)
            is_many = is_many or len(grown.rings) > 30
            links.append(_link(signs[index], x, ground, step, grown.left_out))
    dense = " dense" if is_many else ""
    return mark_safe(  # noqa: S308 - numbers, and words that were escaped
        f'<svg class="picture trellis{dense}" viewBox="0 0 {WIDTH} {a_shelf * len(shelves)}" role="group"'
        f' aria-label="{escape(title)}">{pen.written("r")}{"".join(links)}</svg>'
    )


def _link(sign: Sign, x: int, ground: int, step: float, left_out: int) -> str:
    half = round(step / 2) - 3
    lines = wrap(sign.name, max(NAME_LETTERS, int(step // 7.4)), max_lines=2, placeholder="…") or [""]
    words = "".join(
        f'<tspan x="{x}" dy="{17 if place else 0}">{escape(line)}</tspan>' for place, line in enumerate(lines)
    )
    more = f'<text class="n" x="{x}" y="{ground - LENGTH - 14}">+ {left_out}</text>' if left_out else ""
    return (
        f'<a href="{escape(sign.url)}" aria-label="{escape(sign.name)}: {escape(sign.said)}">'
        f'<rect x="{x - half}" y="{ground - LENGTH - 14}" width="{half * 2}" height="{LENGTH + FOOT + 8}" rx="8"/>'
        f'<text x="{x}" y="{ground + 27}">{words}</text>{more}</a>'
    )


def lying(stakes: Sequence[Stake], signs: Sequence[Sign]) -> SafeString:
    """Return the drawing for a phone: a list of fields, each with its own stake lying under its name."""
    rows = []
    width = LYING + 2 * LYING_FROM
    for number, (stake, sign) in enumerate(zip(stakes, signs, strict=True)):
        pen = _Pen()
        middle = LYING_HEIGHT // 2 + 4
        pen.put("stake", f"M4 {middle}H{width - 4}")
        grown = grow(stake, LYING)
        _draw(pen, grown, (LYING_FROM, middle), lies=True)
        dense = " dense" if len(grown.rings) > 30 else ""
        rows.append(
            f'<li><a href="{escape(sign.url)}"><strong>{escape(sign.name)}</strong><small>{escape(sign.said)}</small>'
            f'<svg class="picture trellis{dense}" viewBox="0 0 {width} {LYING_HEIGHT}" aria-hidden="true">'
            f"{pen.written(f'l{number}')}</svg></a></li>"
        )
    return mark_safe(f'<ul class="lying" role="list">{"".join(rows)}</ul>')  # noqa: S308 - escaped above


def sample(kind: str) -> SafeString:
    """Return a small drawing of one kind, for the legend."""
    pen = _Pen()
    if kind in {"leafy", "young"}:
        pen.put(kind, f"M3 20{_turned(_LEAF, -14, 1.0)}")
    elif kind == "bud":
        pen.put("bud", f"M14 22{_BUD}")
        pen.put("sepal", f"M14 22{_SEPAL}")
    elif kind == "flower":
        pen.put("flower", f"M14 14{_FLOWER}")
        pen.put("heart", "M14 14h.01")
    else:
        pen.put("ring", "M14 14h.01")
    written = pen.written(f"s-{kind}")
    return mark_safe(  # noqa: S308 - constants
        f'<svg class="picture trellis sample" viewBox="0 0 28 28" aria-hidden="true">{written}</svg>'
    )
