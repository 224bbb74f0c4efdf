"""Gentle hints before feedback is sent: kind, specific, helpful. They never stop anybody; they ask once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FEW_WORDS = 4
_WORD = re.compile(r"\w+", re.UNICODE)
# Praise that says nothing about the work, in the languages of the house.
PRAISE = frozenset(
    "good great nice cool super awesome amazing perfect fine ok okay well done very really so it its is job work"
    " bien buen bueno buena genial bonito bonita perfecto perfecta guay excelente muy esta está trabajo lo hecho"
    "".split()
)
UNKIND = frozenset(
    "stupid dumb ugly boring lazy terrible horrible awful hate worst silly idiot"
    " tonto tonta feo fea aburrido aburrida vago vaga horrible odio peor idiota".split()
)
_MARK = re.compile(r"\b(?:\d{1,2}\s?/\s?\d{1,3}|\d{1,3}\s?%|[ABCDF][+-])(?!\w)")

EXAMPLES: tuple[tuple[str, Promise, Promise], ...] = (
    ("heart-handshake", _("Kind"), _("Speak about the work, as you would like to be spoken to.")),
    (
        "search",
        _("Specific"),
        _("Say where: “The bridge in your map is to scale, I could measure it.” Not only: “Nice map.”"),
    ),
    (
        "footprints",
        _("Helpful"),
        _("Name one next step: “Add a legend, then I can read the colours.” Not only: “Make it better.”"),
    ),
)


@dataclass(frozen=True, slots=True)
class Hint:
    """Something to look at again, beside the field it is about."""

    field: str
    sentence: Promise


def hints_for(works: str, following: str) -> tuple[Hint, ...]:
    """Return what a coach would ask before this is sent; nothing where it is fine.

    >>> [hint.field for hint in hints_for("Good job!", "Add a legend so that I can read the colours.")]
    ['works']
    """
    hints = []
    if _says_little(works):
        hints.append(Hint("works", _("What exactly works? Name one part of it, so that it can be done again.")))
    if _says_little(following):
        hints.append(Hint("next", _("What could be done next, and where? One small step is enough.")))
    for name, text in (("works", works), ("next", following)):
        if any(word in UNKIND for word in _words(text)):
            hints.append(Hint(name, _("How would it feel to read this? Say it about the work, in kind words.")))
        if _MARK.search(text):
            hints.append(Hint(name, _("Words help more than a mark. What did you see?")))
    return tuple(hints)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _says_little(text: str) -> bool:
    return sum(word not in PRAISE for word in _words(text)) < FEW_WORDS
