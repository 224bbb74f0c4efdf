"""Drawings of the demo's learners, drawn by our own code: a map, a sky, a path; no picture of anybody else's."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw

from trellis.files.checking import PICTURE
from trellis.files.choice import FileChoice
from trellis.files.pictures import check_picture

SIZE = (640, 480)
PAPER, INK, BLUE, GREEN, RED, YELLOW = "#fbf6ea", "#2b2a33", "#3f7cac", "#5f8f4e", "#c1503f", "#e0a52e"
Point = tuple[float, float]


def drawn(name: str, words: str) -> FileChoice:
    """Return a drawing as a form would hand it over: checked, with words for who cannot see it."""
    image = Image.new("RGB", SIZE, "#1c2541" if name == "sky" else PAPER)
    DRAWINGS[name](ImageDraw.Draw(image), Random(name))
    few = image.quantize(colors=32, dither=Image.Dither.NONE)
    content = BytesIO()
    few.save(content, "PNG")
    return FileChoice(str(PICTURE), checked=check_picture(content.getvalue()), words=words)


def _line(pen: ImageDraw.ImageDraw, chance: Random, points: list[Point], colour: str, width: int) -> None:
    """Draw as a hand does: never quite straight, with round ends."""
    shaken: list[Point] = []
    for (x, y), (to_x, to_y) in pairwise(points):
        n = max(2, int(((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5 / 14))
        shaken += [
            (x + (to_x - x) * i / n + chance.uniform(-1.3, 1.3), y + (to_y - y) * i / n + chance.uniform(-1.3, 1.3))
            for i in range(n + 1)
        ]
    pen.line(shaken, fill=colour, width=width, joint="curve")
    for x, y in (shaken[0], shaken[-1]):
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=colour)


def _coast(chance: Random) -> list[Point]:
    turns = [2 * pi * i / 18 for i in range(18)]
    points = [(320 + 270 * cos(t) * chance.uniform(0.8, 1), 245 + 190 * sin(t) * chance.uniform(0.8, 1)) for t in turns]
    return [*points, points[0]]


def _map(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """An island that does not exist: hills, a river, trees, a house and the way to it."""
    coast = _coast(chance)
    pen.polygon(coast, fill="#eaf0d8")
    _line(pen, chance, coast, BLUE, 5)
    for x, y in ((205, 160), (250, 140), (295, 165)):
        _line(pen, chance, [(x - 30, y + 36), (x, y - 26), (x + 30, y + 36)], INK, 4)
    _line(pen, chance, [(255, 185), (285, 230), (270, 280), (310, 330), (300, 408)], BLUE, 6)
    for x, y in ((400, 150), (440, 175), (385, 190), (455, 130), (425, 215)):
        _line(pen, chance, [(x, y), (x, y + 24)], INK, 4)
        pen.ellipse((x - 16, y - 24, x + 16, y + 8), fill=GREEN)
    pen.rectangle((440, 290, 490, 330), fill=YELLOW)
    _line(pen, chance, [(432, 292), (465, 258), (498, 292)], RED, 6)
    for n in range(9):
        at, high = 165 + n * 31, 345 - 14 * sin(n)
        _line(pen, chance, [(at, high), (at + 15, high - 3)], RED, 4)
    _line(pen, chance, [(130, 330), (156, 358)], RED, 6)
    _line(pen, chance, [(156, 330), (130, 358)], RED, 6)


def _sky(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """A night: stars, a figure of seven of them, the moon, and the hill one looks from."""
    for _star in range(90):
        x, y, r = chance.uniform(8, 632), chance.uniform(8, 360), chance.choice((1, 1, 2, 2, 3))
        pen.ellipse((x - r, y - r, x + r, y + r), fill="#f3e9c9")
    figure: list[Point] = [(130, 120), (190, 104), (240, 128), (292, 150), (310, 214), (390, 210), (400, 146)]
    _line(pen, chance, [*figure, figure[3]], "#7f93c8", 2)
    for x, y in figure:
        pen.ellipse((x - 6, y - 6, x + 6, y + 6), fill=YELLOW)
    pen.ellipse((500, 60, 570, 130), fill="#f6edcf")
    pen.ellipse((480, 52, 548, 120), fill="#1c2541")
    pen.polygon([(0, 480), (0, 420), (150, 384), (330, 408), (480, 372), (640, 410), (640, 480)], fill="#0d1324")
    _line(pen, chance, [(300, 404), (322, 372), (344, 404)], YELLOW, 4)
    _line(pen, chance, [(322, 372), (342, 350)], YELLOW, 6)


def _path(pen: ImageDraw.ImageDraw, chance: Random) -> None:
    """The old way over the mountains, and the village at its end."""
    pen.ellipse((480, 44, 556, 120), fill=YELLOW)
    for top, colour in (((150, 90), "#9db4c0"), ((330, 60), "#7f9aa8"), ((500, 130), "#9db4c0")):
        foot = 330
        pen.polygon([(top[0] - 180, foot), top, (top[0] + 180, foot)], fill=colour)
        _line(pen, chance, [(top[0] - 180, foot), top, (top[0] + 180, foot)], INK, 4)
    pen.rectangle((0, 322, 640, 480), fill="#cfe0b5")
    _line(pen, chance, [(40, 470), (150, 430), (260, 445), (360, 395), (330, 350), (420, 330)], "#a4703c", 12)
    for x in (430, 476, 522):
        pen.rectangle((x, 306, x + 32, 336), fill="#f4efe2", outline=INK, width=3)
        _line(pen, chance, [(x - 5, 308), (x + 16, 286), (x + 37, 308)], RED, 5)
    for x, tall in ((92, 60), (112, 44)):
        _line(pen, chance, [(x, 448), (x, 448 - tall)], INK, 5)
        pen.ellipse((x - 10, 428 - tall, x + 10, 448 - tall), fill=INK)


DRAWINGS: dict[str, Callable[[ImageDraw.ImageDraw, Random], None]] = {"map": _map, "sky": _sky, "path": _path}
