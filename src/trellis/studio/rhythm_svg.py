"""The picture *rhythm* of a frame: its phases side by side, as wide as they are long, by who is together and where."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.studio.models import Phase

WIDTH, ROW, LEAST = 600, 34, 14
ROWS = (Phase.Together.WHOLE, Phase.Together.SMALL, Phase.Together.PAIR, Phase.Together.SOLO)


def rhythm(phases: Sequence[Phase]) -> SafeString:
    """Return the picture as SVG; nothing where there are no phases. Its table twin is the list of phases itself."""
    if not phases:
        return mark_safe("")
    total = sum(phase.minutes for phase in phases)
    scale = (WIDTH - LEAST * len(phases)) / total
    left, parts = 0.0, []
    for phase in phases:
        width = LEAST + phase.minutes * scale
        top = ROWS.index(Phase.Together(phase.together)) * ROW
        kind = f"{phase.together} {phase.screen}"
        title = escape(f"{phase.title}: {phase.get_together_display()}, {phase.get_screen_display()}, {phase.minutes}")
        parts.append(
            f'<rect class="{kind}" x="{left:.1f}" y="{top + 4}" width="{width - 3:.1f}" height="{ROW - 8}" rx="6">'
            f"<title>{title}</title></rect>"
        )
        left += width
    lines = "".join(f'<line x1="0" x2="{WIDTH}" y1="{ROW * row}" y2="{ROW * row}"/>' for row in range(len(ROWS) + 1))
    label = escape(_("The rhythm of the frame; the list of its phases says the same in words."))
    height = ROW * len(ROWS)
    return mark_safe(  # noqa: S308 (texts are escaped, the rest are numbers)
        f'<svg class="rhythm" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">'
        f"{lines}{''.join(parts)}</svg>"
    )
