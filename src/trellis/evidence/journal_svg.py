"""The picture of one's own patterns: a page of weeks with a mark wherever something was written. No scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trellis.evidence.queries.journal import WEEKS, Pattern

A_WEEK, A_ROW, EDGE = 22, 20, 4


def weeks_picture(rows: Sequence[Pattern], title: str) -> SafeString:
    """Return weeks as columns and questions as lines, with a leaf for each entry; the table beside it says the same.

    The questions are text of the page, so that they keep its size on the narrowest screen.
    """
    width = WEEKS * A_WEEK + 2 * EDGE
    lines = "".join(f"<p>{escape(row.name)}</p>{_line(row, width)}" for row in rows)
    return mark_safe(  # noqa: S308 - numbers, and words that were escaped
        f'<div class="weeks" role="img" aria-label="{escape(title)}">{lines}</div>'
    )


def _line(row: Pattern, width: int) -> str:
    leaves = []
    for week, n in Counter(row.weeks).items():
        places = (EDGE + week * A_WEEK + 3 + place * 5 for place in range(min(n, 3)))
        leaves += [f"M{x} {A_ROW - 3}c2-8 8-12 14-10 0 6-5 11-14 10z" for x in places]
    return (
        f'<svg class="picture" viewBox="0 0 {width} {A_ROW}" aria-hidden="true">'
        f'<path class="line" d="M{EDGE} {A_ROW - 2}H{width - EDGE}"/><path class="leafy" d="{"".join(leaves)}"/></svg>'
    )
