"""Full-text search over every framework: whole words and beginnings of words, with or without accents."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BigIntegerField, Expression, F, Func, Q, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce, Concat, Length
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from trellis.framework.access import visible_competencies, visible_frameworks
from trellis.framework.models import Competency, Framework
from trellis.framework.queries import Source, distinct_sources
from trellis.framework.queries_words import GRADES, grades_said, statement_plain, title_of
from trellis.framework.searched import MARKED, STEMMED, folded, plain_letter
from trellis.people.access import Standing

PAGE = 20
MOST_WORDS = 8
MOST_LETTERS = 40
AROUND = 260
_WORD = re.compile(r"\w+")
_SHORT_WORD = 3


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
    by_any_word: bool = False


def search(standing: Standing, question: Question, language: str) -> Results:
    """Return the competencies that hold every word, or else any of them; the best matches first."""
    asked = _narrowed(visible_competencies(standing), question)
    by_any_word = False
    found, in_order = _by_index(asked, question, language)
    n_found = found.count()
    if question.words and (n_found == 0 or language not in STEMMED):
        in_letters = _by_letters(asked, question, language)
        n_in_letters = in_letters.count()
        if n_in_letters > n_found:
            found, n_found, in_order = in_letters, n_in_letters, ("pk",)
    if n_found == 0 and len(question.words) > 1:
        found, in_order = _by_any_word(asked, question, language)
        n_found = found.count()
        by_any_word = n_found > 0
    n_pages = max(1, -(-n_found // PAGE))
    page = min(max(1, question.page), n_pages)
    rows = found.select_related("framework").defer("search", "case_extra", "framework__case_extra")
    ordered = rows.order_by(*in_order[:-1], *in_natural_order(), in_order[-1])
    shown = list(ordered[(page - 1) * PAGE : page * PAGE]) if n_found else []
    frameworks = {row.framework_id: row.framework for row in shown if not row.is_local}
    return Results(
        hits=tuple(_hit(row, question.words, language) for row in shown),
        n_found=n_found,
        page=page,
        n_pages=n_pages,
        sources=distinct_sources(frameworks.values(), language),
        by_any_word=by_any_word,
    )


def shorter_words(standing: Standing, question: Question, language: str) -> list[str]:
    """Return the beginnings of the words asked for that do find something, for a page that found nothing."""
    everything = Question(retired=question.retired)
    asked = _narrowed(visible_competencies(standing), everything)
    found = []
    for word in question.words[:3]:
        for length in (6, 4, 3):
            if length < len(word) and _ranked(asked, _word_query(word[:length], language))[0].exists():
                found.append(word[:length])
                break
    return list(dict.fromkeys(found))


def in_natural_order() -> tuple[Expression, ...]:
    """Return what puts ``LAN.2`` before ``LAN.10``: the letters before the last number, then that number."""
    letters: Expression = Func("code", Value(r"\d+$"), Value(""), function="regexp_replace", output_field=TextField())
    number: Expression = Func(
        "code",
        Value(r"\d{1,9}$"),
        function="substring",
        template="%(function)s(%(expressions)s)::bigint",
        output_field=BigIntegerField(),
    )
    return letters, number


def _narrowed(competencies: QuerySet[Competency], question: Question) -> QuerySet[Competency]:
    competencies = competencies.filter(retired_at__isnull=not question.retired)
    if question.framework is not None:
        competencies = competencies.filter(framework=question.framework)
    if question.grade in GRADES:
        competencies = competencies.filter(education_levels__contains=[question.grade])
    return competencies


def _by_index(
    asked: QuerySet[Competency], question: Question, language: str
) -> tuple[QuerySet[Competency], Sequence[Any]]:
    words = question.words
    if not words:
        return asked, ("framework", "pk")
    if _is_code(question.text):
        coded = asked.filter(code__icontains=question.text.strip())
        if coded.exists():
            return coded, (Length("code"), "pk")
    return _ranked(asked, reduce(and_, (_word_query(word, language) for word in words)))


def _by_any_word(
    asked: QuerySet[Competency], question: Question, language: str
) -> tuple[QuerySet[Competency], Sequence[Any]]:
    """Find what holds one of the words at least; the small ones (*of*, *the*) say nothing by themselves."""
    telling = [word for word in question.words if len(word) > _SHORT_WORD] or question.words
    return _ranked(asked, reduce(or_, (_word_query(word, language) for word in telling)))


def _word_query(word: str, language: str) -> Any:
    """Return the question for one word: its beginning, or its stem in the reader's language."""
    plain = fold(word)
    stem = SearchQuery(plain, search_type="plain", config=STEMMED.get(language, "english"))
    return SearchQuery(f"{plain}:*", search_type="raw", config="simple") | stem


def _ranked(asked: QuerySet[Competency], query: Any) -> tuple[QuerySet[Competency], Sequence[Any]]:
    return asked.filter(search=query).annotate(rank=SearchRank(F("search"), query)), ("-rank", "pk")


def _is_code(text: str) -> bool:
    """Codes such as ``K.CC.A`` are one word to the index, so a part of one is looked for as letters."""
    bare = text.strip()
    return bool(bare) and " " not in bare and len(bare) <= MOST_LETTERS and not bare.isalpha()


def _by_letters(asked: QuerySet[Competency], question: Question, language: str) -> QuerySet[Competency]:
    """Look for the words anywhere, accents aside, in the statement and in its translation."""
    translated = [_translated(language, name) for name in ("statement", "short_statement")]
    own = Concat(*translated, output_field=TextField())
    text = Concat("code", Value(" "), "statement_plain", Value(" "), "short_statement", output_field=TextField())
    asked = asked.annotate(letters=folded(text), own_letters=folded(own))
    for word in question.words:
        plain = fold(word)
        asked = asked.filter(Q(letters__contains=plain) | Q(own_letters__contains=plain))
    return asked


def _translated(language: str, name: str) -> Func:
    return Coalesce(KeyTextTransform(name, KeyTransform(language, "translations")), Value(""), output_field=TextField())


def fold(text: str) -> str:
    """Return ``text`` in small letters without marks, letter for letter, so that places in both are the same.

    >>> fold("Educación")
    'educacion'
    """
    return "".join(plain_letter(letter) if letter in MARKED else letter for letter in map(_small, text))


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
