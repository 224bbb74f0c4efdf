"""What the search reads of a competency, as one expression that PostgreSQL keeps up to date by itself.

Three vectors stand in one column, so that one index answers: the words as they are written (for the beginnings of
words), and their English and Spanish stems (*writing* finds *write*). Marks are taken off before, since the server has
no unaccent extension.
"""

from __future__ import annotations

import unicodedata

from django.contrib.postgres.search import SearchVector
from django.db.models import Expression, F, Func, TextField, Value
from django.db.models.functions import Coalesce, Concat, Lower

# Letters with marks are folded by name.
MARKED = "àáâãäåāăąçćčďèéêëēęěìíîïīłñńňòóôõöøōőřśšťùúûüūůűýÿžźż"
STEMMED = {"en": "english", "es": "spanish"}


def plain_letter(letter: str) -> str:
    """Return a letter without its mark."""
    special = {"ł": "l", "ø": "o"}
    return special.get(letter) or unicodedata.normalize("NFD", letter)[0]


PLAIN = "".join(plain_letter(letter) for letter in MARKED)


def folded(text: object) -> Func:
    """Return a column in small letters without marks, letter for letter."""
    return Func(Lower(text), Value(MARKED), Value(PLAIN), function="translate", output_field=TextField())


def _part(*path: str) -> Expression:
    """Return a text inside a JSON column, empty where there is none."""
    column, *keys = path
    arrows = "".join(f" -> '{key}'" for key in keys[:-1]) + f" ->> '{keys[-1]}'"
    inside = Func(F(column), template=f"(%(expressions)s{arrows})", output_field=TextField())
    return Coalesce(inside, Value(""), output_field=TextField())


def _joined(*parts: object) -> Expression:
    spaced = [piece for part in parts for piece in (Value(" "), part)]
    return Concat(*spaced, output_field=TextField())


def _all_words() -> Expression:
    """Return every text of a competency: as it is kept, its translations, and the keywords nobody sees."""
    own = [Coalesce(name, Value(""), output_field=TextField()) for name in ("statement_plain", "short_statement")]
    translated = [
        _part("translations", language, name) for language in STEMMED for name in ("statement", "short_statement")
    ]
    return _joined(*own, *translated, *(_part("keywords", language) for language in STEMMED))


SEARCHED = (
    SearchVector(folded(_joined(F("code"), _all_words())), config="simple")
    + SearchVector(folded(_all_words()), config="english")
    + SearchVector(folded(_all_words()), config="spanish")
)
