"""Full-text search over every framework: whole words and beginnings of words, with or without accents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Func, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Concat, Length, Lower
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trellis.framework.access import visible_competencies, visible_frameworks
from trellis.framework.models import Competency, Framework
from trellis.framework.queries import Source, distinct_sources
from trellis.framework.queries_words import GRADES, grades_said, statement_plain, title_of
from trellis.people.access import Standing

PAGE = 20
MOST_WORDS = 8
MOST_LETTERS = 40
AROUND = 260
_WORD = re.compile(r"\w+")
# The server has no unaccent extension, so letters with marks are folded by name where the index finds nothing.
_MARKED = "àáâãäåāăąçćčďèéêëēęěìíîïīłñńňòóôõöøōőřśšťùúûüūůűýÿžźż"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for: words, and perhaps one framework and one grade."""

    text: str = ""
    framework: UUID | None = None
    grade: str = ""
    retired: bool = False
    page: int = 1

    @property
    def words(self) -> list[str]:
        """The words to find, in small letters."""
        return [word[:MOST_LETTERS] for word in _WORD.findall(self.text.lower())][:MOST_WORDS]

    @property
    def is_empty(self) -> bool:
        """Nothing was asked yet."""
        return not (self.words or self.grade or self.framework or self.retired)


@dataclass(frozen=True, slots=True)
class Hit:
    """A competency that was found, its words marked."""

    id: UUID
    code: SafeString
    text: SafeString
    grades: str
    framework_title: str
    is_retired: bool
    is_local: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found, with the sources of the statements on it."""

    hits: tuple[Hit, ...]
    n_found: int
    page: int
    n_pages: int
    sources: tuple[Source, ...]


def search(standing: Standing, question: Question, language: str) -> Results:
    """Return the competencies that hold every word, or the beginnings of them; the best matches first."""
    asked = _narrowed(visible_competencies(standing), question)
    found, in_order = _by_index(asked, question)
    n_found = found.count()
    if question.words and (n_found == 0 or language != "en"):
        in_letters = _by_letters(asked, question, language)
        n_in_letters = in_letters.count()
        if n_in_letters > n_found:
            found, n_found, in_order = in_letters, n_in_letters, ("code", "pk")
    n_pages = max(1, -(-n_found // PAGE))
    page = min(max(1, question.page), n_pages)
    rows = found.select_related("framework").defer("search", "case_extra", "framework__case_extra")
    shown = list(rows.order_by(*in_order)[(page - 1) * PAGE : page * PAGE]) if n_found else []
    frameworks = {row.framework_id: row.framework for row in shown}
    return Results(
        hits=tuple(_hit(row, question.words, language) for row in shown),
        n_found=n_found,
        page=page,
        n_pages=n_pages,
        sources=distinct_sources(frameworks.values(), language),
    )


def _narrowed(competencies: QuerySet[Competency], question: Question) -> QuerySet[Competency]:
    competencies = competencies.filter(retired_at__isnull=not question.retired)
    if question.framework is not None:
        competencies = competencies.filter(framework=question.framework)
    if question.grade in GRADES:
        competencies = competencies.filter(education_levels__contains=[question.grade])
    return competencies


def _by_index(asked: QuerySet[Competency], question: Question) -> tuple[QuerySet[Competency], Sequence[Any]]:
    words = question.words
    if not words:
        return asked, ("framework", "code", "pk")
    if _is_code(question.text):
        coded = asked.filter(code__icontains=question.text.strip())
        if coded.exists():
            return coded, (Length("code"), "code", "pk")
    query = SearchQuery(" & ".join(f"{word}:*" for word in words), search_type="raw", config="simple")
    ranked = asked.filter(search=query).annotate(rank=SearchRank(F("search"), query))
    return ranked, ("-rank", "code", "pk")


def _is_code(text: str) -> bool:
    """Codes such as ``K.CC.A`` are one word to the index, so a part of one is looked for as letters."""
    bare = text.strip()
    return bool(bare) and " " not in bare and len(bare) <= MOST_LETTERS and not bare.isalpha()


def _by_letters(asked: QuerySet[Competency], question: Question, language: str) -> QuerySet[Competency]:
    """Look for the words anywhere, accents aside, in the statement and in its translation."""
    translated = [_translated(language, name) for name in ("statement", "short_statement")]
    own = Concat(*translated, output_field=TextField())
    text = Concat("code", Value(" "), "statement_plain", Value(" "), "short_statement", output_field=TextField())
    asked = asked.annotate(letters=_folded(text), own_letters=_folded(own))
    for word in question.words:
        plain = fold(word)
        asked = asked.filter(Q(letters__contains=plain) | Q(own_letters__contains=plain))
    return asked


def _translated(language: str, name: str) -> Func:
    return Coalesce(KeyTextTransform(name, KeyTransform(language, "translations")), Value(""), output_field=TextField())


def _folded(text: object) -> Func:
    return Func(
        Lower(text),
        Value(_MARKED),
        Value("".join(_plain_letter(letter) for letter in _MARKED)),
        function="translate",
        output_field=TextField(),
    )


def _plain_letter(letter: str) -> str:
    special = {"ł": "l", "ø": "o"}
    return special.get(letter) or unicodedata.normalize("NFD", letter)[0]


def fold(text: str) -> str:
    """Return ``text`` in small letters without marks, letter for letter, so that places in both are the same.

    >>> fold("Educación")
    'educacion'
    """
    return "".join(_plain_letter(letter) if letter in _MARKED else letter for letter in map(_small, text))


def _small(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def _hit(competency: Competency, words: list[str], language: str) -> Hit:
    text = statement_plain(competency.statement_plain, competency.translations, language)
    return Hit(
        id=competency.pk,
        code=marked(competency.code, words),
        text=marked(_around(text, words), words),
        grades=grades_said(competency.education_levels),
        framework_title=title_of(competency.framework, language),
        is_retired=competency.retired_at is not None,
        is_local=competency.is_local,
    )


def _around(text: str, words: list[str]) -> str:
    """Return the part of a long text in which the first word is found."""
    if len(text) <= AROUND:
        return text
    places = [place for word in words if (place := fold(text).find(fold(word))) >= 0]
    start = max(0, min(places, default=0) - AROUND // 3)
    start = text.find(" ", start) + 1 if start else 0
    cut = text[start : start + AROUND].rsplit(" ", 1)[0]
    return f"{'…' if start else ''}{cut}{'…' if start + len(cut) < len(text) else ''}"


def marked(text: str, words: list[str]) -> SafeString:
    """Return ``text`` as HTML with every beginning that fits one of ``words`` marked.

    >>> marked("Count to 100 <by ones>", ["cou", "one"])
    '<mark>Cou</mark>nt to 100 &lt;by <mark>one</mark>s&gt;'
    """
    if not words:
        return escape(text)
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, map(fold, words)), key=len, reverse=True)) + ")"
    )
    pieces, last = [], 0
    for found in pattern.finditer(fold(text)):
        pieces += [escape(text[last : found.start()]), "<mark>", escape(text[found.start() : found.end()]), "</mark>"]
        last = found.end()
    return mark_safe("".join([*pieces, escape(text[last:])]))  # noqa: S308 - every piece of text is escaped


def choices_of_frameworks(standing: Standing, language: str) -> list[tuple[str, str]]:
    """Return the frameworks that a search can be kept to."""
    in_use: QuerySet[Framework] = visible_frameworks(standing).filter(retired_at__isnull=True)
    named = [(str(framework.pk), title_of(framework, language)) for framework in in_use.only("title", "translations")]
    return sorted(named, key=lambda choice: choice[1].casefold())
