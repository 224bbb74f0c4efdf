"""The tokens keep their promises: contrast in both themes, no red, and files that exist."""

from __future__ import annotations

import colorsys
import re

import pytest

from trellis.web.assets import CSS, stylesheet, stylesheet_files

TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
THEMES = ("light", "dark")
SOFT = ("leaf-soft", "clay-soft", "honey-soft", "sky-soft", "plum-soft")
GROUNDS = ("paper", "raised", "sunken")
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft") for ground in (*GROUNDS, *SOFT)],
    *[("leaf", ground) for ground in (*GROUNDS, "leaf-soft", "honey-soft")],
    *[(tone, ground) for tone in ("clay", "honey", "sky", "plum") for ground in ("paper", "raised", f"{tone}-soft")],
    ("leaf-ink", "leaf"),
    ("leaf-ink", "leaf-hover"),
]
EDGES = [
    (edge, ground)
    for edge in ("line-strong", "focus", "leaf-mid", "clay-mid", "honey-mid", "sky-mid", "plum-mid")
    for ground in GROUNDS
]


def tokens(theme: str) -> dict[str, str]:
    found = TOKEN.findall((CSS / "tokens.css").read_text(encoding="utf-8"))
    return {name: (light if theme == "light" else dark) for name, light, dark in found}


def channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_twenty_one_to_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable(theme, ink, ground):
    colours = tokens(theme)
    assert contrast(colours[ink], colours[ground]) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_states_can_be_seen(theme, edge, ground):
    colours = tokens(theme)
    assert contrast(colours[edge], colours[ground]) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_no_colour_is_red(theme):
    def is_red(colour: str) -> bool:
        hue, _lightness, saturation = colorsys.rgb_to_hls(*channels(colour))
        return saturation > 0.45 and (hue * 360 < 14 or hue * 360 > 340)

    assert [name for name, colour in tokens(theme).items() if is_red(colour)] == []


def test_colours_are_written_only_in_the_tokens():
    paper = {"sheet.css", "print.css"}  # grey lines on white, whatever the theme
    others = [path for path in stylesheet_files() if path.name not in {"tokens.css", *paper}]
    colour = re.compile(r"#(?!fff\b|000\b)[0-9a-fA-F]{3,8}\b(?=[^{}]*[;}])")  # a QR code is black on white
    assert [path.name for path in others if colour.search(path.read_text(encoding="utf-8"))] == []


def test_every_file_named_by_the_styles_exists():
    names = re.findall(r"url\(\.\./([\w./-]+)\)", (CSS / "fonts.css").read_text(encoding="utf-8"))
    assert [name for name in names if not (CSS.parent / name).is_file()] == []
    assert len(names) == 8


def test_the_styles_are_one_small_file():
    styles = stylesheet()
    assert len(styles.gzipped) < 17_000  # one file for all rooms, kept by every browser until it changes
    assert b"@import" not in styles.body
    assert b"/static/web/fonts/" in styles.body


def test_each_font_has_its_licence_beside_it():
    families = {path.name.split("-")[0] for path in (CSS.parent / "fonts").glob("*.woff2")}
    licences = {path.stem.removeprefix("OFL-") for path in (CSS.parent / "fonts").glob("OFL-*.txt")}
    assert families == licences == {"atkinson", "fraunces", "lexend"}
