"""Words about competencies: in the reader's language, as grades people say, and safe to show."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.framework.models import Framework
from trellis.framework.statements import plain_statement, render_statement

GRADES = ("IT", "PR", "PK", "TK", "KG", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13")
GRADE_PLACES = {grade: place for place, grade in enumerate(GRADES)}
Natural = list[tuple[int, int, str]]
_SCHOOL_YEARS = frozenset(GRADES[GRADE_PLACES["KG"] : GRADE_PLACES["12"] + 1])


def reader_language() -> str:
    """Return the language in which this page is read, without its region: ``es`` for ``es-MX``."""
    return (get_language() or "en").split("-")[0]


def in_language(translations: object, language: str, name: str, default: str) -> str:
    """Return the text ``name`` in ``language`` where somebody translated it, else ``default``."""
    found = translations.get(language) if isinstance(translations, dict) else None
    text = found.get(name) if isinstance(found, dict) else None
    return text if isinstance(text, str) and text else default


def statement_html(stored: str, translations: object, language: str) -> SafeString:
    """Return a statement as safe HTML in the reader's language.

    What is stored was made safe when it was written; a translation is made safe here, because it is kept as text.
    """
    translated = in_language(translations, language, "statement", "")
    return mark_safe(render_statement(translated) if translated else stored)  # noqa: S308 - both are sanitised


def statement_plain(stored: str, translations: object, language: str) -> str:
    """Return a statement as one plain line in the reader's language."""
    translated = in_language(translations, language, "statement", "")
    return plain_statement(translated) if translated else stored


def shortened(text: str, most: int = 90) -> str:
    """Return ``text`` cut at a word, with an ellipsis where something is missing."""
    if len(text) <= most:
        return text
    cut = text[:most].rsplit(" ", 1)[0].rstrip(" ,;:.") or text[:most]
    return f"{cut}…"


def title_of(framework: Framework, language: str) -> str:
    """Return the title of a framework in the reader's language."""
    return in_language(framework.translations, language, "title", framework.title)


def grade_name(grade: str) -> str:
    """Return what people call a grade: *kindergarten*, *grade 3*; unknown codes stay as they are."""
    if grade == "KG":
        return _("kindergarten")
    if grade in {"IT", "PR", "PK", "TK"}:
        return _("before school")
    if grade.isdigit():
        return _("grade %(number)s") % {"number": int(grade)}
    return grade


def grades_said(levels: Iterable[str]) -> str:
    """Return grades as people say them: neighbours become a range, the whole of school *all grades*."""
    known = sorted({level for level in levels if level in GRADE_PLACES}, key=GRADE_PLACES.__getitem__)
    other = sorted({str(level) for level in levels if level not in GRADE_PLACES})
    if set(known) >= _SCHOOL_YEARS:
        return ", ".join([_("all grades"), *other])
    return ", ".join([*_ranges(known), *other])


def _ranges(grades: list[str]) -> list[str]:
    runs: list[list[str]] = []
    for grade in grades:
        if runs and GRADE_PLACES[grade] == GRADE_PLACES[runs[-1][-1]] + 1:
            runs[-1].append(grade)
        else:
            runs.append([grade])
    return [
        grade_name(run[0])
        if len(run) == 1
        else _("%(first)s to %(last)s") % {"first": grade_name(run[0]), "last": grade_name(run[-1])}
        for run in runs
    ]


def natural(code: str) -> Natural:
    """Return a key that sorts ``K.CC.10`` after ``K.CC.9``.

    >>> sorted(["A.10", "A.9"], key=natural)
    ['A.9', 'A.10']
    """
    return [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.split(r"(\d+)", code) if part]
