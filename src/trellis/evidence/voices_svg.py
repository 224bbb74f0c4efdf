"""The picture of two voices: a small trellis whose slats are the steps of the scale and whose stakes are people.

The learner's mark is a leaf, each other's a diamond, so that greyscale says the same. A table beside it does too.
"""

from __future__ import annotations

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.evidence.queries.voices import Voices, VoiceSaid
from trellis.framework.queries_words import shortened

WIDTH, SLAT, TOP, WORDS = 360, 46, 40, 168
LETTERS = 20


def draw_voices(voices: Voices) -> SafeString:
    """Return the picture; the step furthest on stands on top, as on a trellis."""
    n = len(voices.levels)
    height = TOP + n * SLAT + 8
    y_of = {level.position: TOP + (n - 1 - place) * SLAT + SLAT // 2 for place, level in enumerate(voices.levels)}
    stride = (WIDTH - WORDS) / max(len(voices.said), 1)
    x_of = [WORDS + stride * (place + 0.5) for place in range(len(voices.said))]
    parts = [_slat(level.title, y_of[level.position]) for level in voices.levels]
    for x, one in zip(x_of, voices.said, strict=True):
        parts.append(_stake(x, one, height))
    parts.append(_bond(voices, x_of, y_of))
    for x, one in zip(x_of, voices.said, strict=True):
        if one.position in y_of:
            parts.append(_mark(x, y_of[one.position], one))
    label = _("%(names)s on one scale") % {"names": ", ".join(one.name for one in voices.said)}
    return format_html(
        '<svg class="picture two-voices" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        WIDTH,
        height,
        label,
        mark_safe("".join(parts)),  # noqa: S308 - every text in it is escaped below
    )


def _slat(title: str, y: float) -> str:
    lines = _wrapped(title)
    first = y + 5 - (len(lines) - 1) * 9
    texts = "".join(f'<tspan x="0" y="{first + 18 * row:.0f}">{escape(line)}</tspan>' for row, line in enumerate(lines))
    return f'<path class="slat" d="M{WORDS} {y:.0f}H{WIDTH}"/><text class="step">{texts}</text>'


def _wrapped(title: str) -> list[str]:
    """Return a title in at most two lines.

    >>> _wrapped("Getting there with help from others")
    ['Getting there with', 'help from others']
    """
    lines = [""]
    for word in title.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LETTERS and len(lines) < 2:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return [shortened(line, LETTERS + 2) for line in lines]


def _stake(x: float, one: VoiceSaid, height: int) -> str:
    name = shortened(one.name if one.is_team else one.name.split(" ")[0], 11)
    return (
        f'<path class="stake" d="M{x:.0f} {TOP - 8}V{height}"/>'
        f'<text class="who" x="{x:.0f}" y="20" text-anchor="middle">{escape(name)}</text>'
    )


def _bond(voices: Voices, x_of: list[float], y_of: dict[int, int]) -> str:
    """Draw a vine from the learner's mark to every other one: what lies between is what to talk about."""
    places = [(x, y_of[one.position], one) for x, one in zip(x_of, voices.said, strict=True) if one.position in y_of]
    own = next(((x, y) for x, y, one in places if one.is_self), None)
    if own is None:
        return ""
    vines = []
    for x, y, one in places:
        if not one.is_self:
            middle = (own[0] + x) / 2
            bow = f"C{middle:.0f} {own[1]} {middle:.0f} {y} {x:.0f} {y}"
            vines.append(f'<path class="vine" d="M{own[0]:.0f} {own[1]}{bow}"/>')
    return "".join(vines)


def _mark(x: float, y: float, one: VoiceSaid) -> str:
    if one.is_self:
        leaf = f"M{x:.0f} {y - 14:.0f}q15 14 0 28q-15 -14 0 -28z"
        return f'<path class="leafy" d="{leaf}"/>'
    return f'<path class="diamond" d="M{x:.0f} {y - 12:.0f}l12 12l-12 12l-12 -12z"/>'
