"""The picture of one's own patterns: a page of weeks with a mark wherever something was written. No scores."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trellis.evidence.queries.journal import WEEKS, Pattern

A_WEEK, A_ROW, WORDS, TOP = 22, 40, 4, 6


def weeks_picture(rows: Sequence[Pattern], title: str) -> SafeString:
    """Return weeks as columns and questions as lines, with a leaf for each entry; the table beside it says the same."""
    width, height = WEEKS * A_WEEK + 2 * WORDS, len(rows) * A_ROW + TOP
    lines, leaves, words = [], [], []
    for number, row in enumerate(rows):
        y = TOP + number * A_ROW + 34
        lines.append(f"M{WORDS} {y}H{width - WORDS}")
        words.append(f'<text x="{WORDS}" y="{y - 20}">{escape(row.name)}</text>')
        for week, n in Counter(row.weeks).items():
            places = (WORDS + week * A_WEEK + 3 + place * 5 for place in range(min(n, 3)))
            leaves += [f"M{x} {y - 1}c2-8 8-12 14-10 0 6-5 11-14 10z" for x in places]
    return mark_safe(  # noqa: S308 - numbers, and words that were escaped
        f'<svg class="picture weeks" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}">'
        f'<path class="line" d="{"".join(lines)}"/><path class="leafy" d="{"".join(leaves)}"/>{"".join(words)}</svg>'
    )
