"""Two versions of a longer text, paragraph by paragraph: what stayed, what was changed inside, what is new or gone."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest

from django.utils.html import format_html
from django.utils.safestring import SafeString

from trellis.plan.differences import shown_difference

STAYED, CHANGED, NEW, GONE = "stayed", "changed", "new", "gone"


def paragraphs_compared(old: str, new: str) -> Iterator[tuple[str, SafeString]]:
    r"""Yield each paragraph with what became of it; what changed is marked word by word.

    >>> list(paragraphs_compared("One.\n\nTwo birds.", "One.\n\nTwo grey birds.\n\nThree."))
    [('stayed', 'One.'), ('changed', 'Two <ins>grey </ins>birds.'), ('new', 'Three.')]
    """
    before, after = _paragraphs(old), _paragraphs(new)
    for kind, start, end, from_, to in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ((STAYED, format_html("{}", text)) for text in after[from_:to])
            continue
        for one, other in zip_longest(before[start:end], after[from_:to]):
            if one is None:
                yield NEW, format_html("{}", other)
            elif other is None:
                yield GONE, format_html("{}", one)
            else:
                yield CHANGED, shown_difference(one, other)


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
