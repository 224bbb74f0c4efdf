"""What the clauses of a goal say on a page: texts made safe, days as people say them, links by their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.framework.models import Competency, Requirement
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.plan.clauses import TEXTS
from trellis.plan.differences import replaced, shown_difference
from trellis.plan.models import Clause
from trellis.plan.queries.cards import Tag
from trellis.web.markdown import plain_words, render_words


@dataclass(slots=True)
class Names:
    """The names of what clauses point at, by id as clauses keep it."""

    tags: dict[str, Tag] = field(default_factory=dict)

    def add(self, tags: Iterable[Tag]) -> None:
        """Learn more names."""
        self.tags.update((str(tag.id), tag) for tag in tags)

    def of(self, values: Any) -> str:
        """Return the names of several ids in one line."""
        known = [self.tags[key].words for key in values or () if key in self.tags]
        return ", ".join(sorted(known, key=str.casefold))


def competency_words(short: str, plain: str, translations: object, language: str) -> str:
    """Return what a tag says: the short statement where there is one."""
    named = in_language(translations, language, "short_statement", short)
    return named or shortened(statement_plain(plain, translations, language), 60)


def names_of(clauses: Iterable[Mapping[str, Any]], known: Names | None = None) -> Names:
    """Return the names of all that these clauses point at; a query for each of two kinds, none where all is known."""
    names = known or Names()
    wanted: dict[str, set[str]] = {Clause.COMPETENCIES: set(), Clause.REQUIREMENTS: set()}
    for given in clauses:
        for name, ids in wanted.items():
            ids.update(key for key in given.get(name) or () if key not in names.tags)
    language = reader_language()
    if wanted[Clause.COMPETENCIES]:
        names.add(competency_tags([UUID(key) for key in sorted(wanted[Clause.COMPETENCIES])], language))
    if wanted[Clause.REQUIREMENTS]:
        names.add(requirement_tags([UUID(key) for key in sorted(wanted[Clause.REQUIREMENTS])], language))
    return names


def competency_tags(ids: list[UUID], language: str) -> list[Tag]:
    """Return competencies as tags, by name."""
    rows = _competencies(ids)
    tags = [Tag(pk, competency_words(short, plain, words, language), kind) for pk, short, plain, words, kind in rows]
    return sorted(tags, key=lambda tag: (tag.is_skill, tag.words.casefold()))


@compiled
def _competencies(ids: list[UUID]) -> QuerySet[Competency, Any]:
    return Competency.objects.filter(pk__any_of=ids).values_list(
        "pk", "short_statement", "statement_plain", "translations", "framework__kind"
    )


def requirement_tags(ids: list[UUID], language: str) -> list[Tag]:
    """Return requirements as tags, in their order."""
    return [Tag(pk, in_language(words, language, "title", title), "requirement") for pk, title, words in _asked(ids)]


@compiled
def _asked(ids: list[UUID]) -> QuerySet[Requirement, Any]:
    return (
        Requirement.objects.filter(pk__any_of=ids).order_by("position", "pk").values_list("pk", "title", "translations")
    )


def clause_words(name: str, value: Any, names: Names) -> str:
    """Return a clause as one plain text."""
    if name in TEXTS:
        return str(value or "")
    if name == Clause.FINISH_BY:
        return say_day(value)
    return names.of(value)


def clause_html(name: str, value: Any, names: Names) -> SafeString:
    """Return a clause as it stands on the page."""
    if name in TEXTS and name not in {Clause.TITLE, Clause.WITH_WHOM}:
        return render_words(str(value or ""))
    return conditional_escape(clause_words(name, value, names))


def changed_html(name: str, old: Any, new: Any, names: Names) -> SafeString:
    """Return what is different in a clause: struck through what goes, marked what comes."""
    before, after = clause_words(name, old, names), clause_words(name, new, names)
    if name not in TEXTS:
        return replaced(before, after)
    return shown_difference(_one_text(before), _one_text(after))


def _one_text(text: str) -> str:
    return plain_words(text) if len(text) < 2_000 else text


def say_day(value: date | str | None) -> str:
    """Return the day until which something is finished, with its weekday."""
    if not value:
        return ""
    day = date.fromisoformat(value) if isinstance(value, str) else value
    # Translators: Django date format for a day with its weekday, such as "Fri 12 December".
    return date_format(day, _("D j F"))


def label_of(name: str) -> str:
    """Return the heading of a clause."""
    return _label(str(name), reader_language())


@lru_cache(maxsize=200)
def _label(name: str, _language: str) -> str:
    return str(Clause(name).label)
