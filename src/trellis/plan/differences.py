"""What is different between two texts, word by word: what was taken out is struck through, what is new stands out."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MOST_WORDS = 400  # beyond, comparing takes longer than reading: both texts are shown whole
ALIKE = 0.5  # of the words of the shorter text stand in the longer one too
_WORDS = re.compile(r"\s+|[^\s]+")


def shown_difference(old: str, new: str) -> SafeString:
    """Return the new text with what changed marked; two texts with little in common stand one after the other.

    >>> shown_difference("a map", "a map and a page")
    'a map<ins> and a page</ins>'
    >>> shown_difference("12 December", "")
    '<del>12 December</del>'
    """
    if not old or not new:
        return format_html("<del>{}</del>", old) if old else format_html("<ins>{}</ins>", new)
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(before), len(after)) > MOST_WORDS:
        return replaced(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    kept = sum(
        not word.isspace() for start, _to, n in matcher.get_matching_blocks() for word in before[start : start + n]
    )
    if kept < ALIKE * min(len(old.split()), len(new.split())):
        return replaced(old, new)
    parts = []
    for kind, start, end, from_, to in matcher.get_opcodes():
        if kind == "equal":
            parts.append(format_html("{}", "".join(before[start:end])))
            continue
        if end > start:
            parts.append(format_html("<del>{}</del>", "".join(before[start:end])))
        if to > from_:
            parts.append(format_html("<ins>{}</ins>", "".join(after[from_:to])))
    return format_html_join("", "{}", ((part,) for part in parts))


def replaced(old: str, new: str) -> SafeString:
    """Return one text struck through and the other after it."""
    if not old or not new:
        return shown_difference(old, new)
    return format_html("<del>{}</del> → <ins>{}</ins>", old, new)
