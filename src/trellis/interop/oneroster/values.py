"""Reads single cells: text, status, dates, grades, roles. Pure functions with one vocabulary each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import Enum
from functools import lru_cache

from django.utils.translation import gettext_noop

FORMULA_STARTS = "=+-@\t\r"
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d.,\s()-]*")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})")
_PARTS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ].*)?")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\"]+")
_LIST = re.compile(r"[,;|]")


def clean(cell: str) -> str:
    """Return a cell as it is kept: no outer space, and without the apostrophe that keeps a formula from running."""
    text = cell.strip()
    if text[:1] == "'" and _ESCAPED.match(text):
        return text[1:]
    return text


def escape(text: str) -> str:
    """Return text as it is exported: with an apostrophe before what a spreadsheet would run; ``clean`` takes it off."""
    if text and (text[0] in FORMULA_STARTS or (text[0] == "'" and _ESCAPED.match(text))):
        return "'" + text
    return text


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet would run this text; plain numbers are harmless."""
    return len(text) > 1 and text[0] in FORMULA_STARTS and _NUMBER.fullmatch(text) is None


@lru_cache(maxsize=4096)
def listed(cell: str) -> tuple[str, ...]:
    """Split a cell that holds several values; each once, in order."""
    return tuple(dict.fromkeys(part for part in map(str.strip, _LIST.split(cell)) if part))


class Status(Enum):
    """Whether a row holds."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    DELETED = "tobedeleted"
    UNKNOWN = "?"


_STATUS = {
    "": Status.ACTIVE,
    "active": Status.ACTIVE,
    "inactive": Status.INACTIVE,
    "tobedeleted": Status.DELETED,
    "deleted": Status.DELETED,
}


def status_of(cell: str) -> Status:
    """Read a status, upper and lower case alike; an empty one is active, as bulk files leave it out."""
    return _STATUS.get(cell.lower().replace(" ", ""), Status.UNKNOWN)


class Order(Enum):
    """In which order day and month stand in dates with slashes or dots, as words to be translated."""

    MONTH_FIRST = gettext_noop("month first")
    DAY_FIRST = gettext_noop("day first")


def date_evidence(cells: Iterable[str]) -> tuple[set[Order], bool]:
    """Return the orders that the dates of a column prove, and whether any date could be read either way."""
    proved: set[Order] = set()
    unclear = False
    for cell in cells:
        found = _PARTS.fullmatch(cell)
        if found is None:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            proved.add(Order.DAY_FIRST)
        elif second > 12 >= first:
            proved.add(Order.MONTH_FIRST)
        elif first != second:
            unclear = True
    return proved, unclear


def is_other_date(cell: str) -> bool:
    """Say whether the cell holds a date whose order of day and month is a question."""
    return _PARTS.fullmatch(cell) is not None


def date_of(cell: str, order: Order | None) -> date | None:
    """Read a date, or return ``None``. Without the ``order`` that its column proved an unclear date is not guessed."""
    for pattern in (_ISO, _COMPACT, _YEAR_FIRST):
        if found := pattern.fullmatch(cell):
            return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _PARTS.fullmatch(cell):
        first, second, year = int(found[1]), int(found[2]), int(found[3])
        if first > 12:
            return _date(year, second, first)
        if second > 12 or first == second or order is Order.MONTH_FIRST:
            return _date(year, first, second)
        if order is Order.DAY_FIRST:
            return _date(year, second, first)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    if not 1900 <= year <= 2199:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


_GRADE_NAMES = {
    **dict.fromkeys("k kg kindergarten kinder 00 0 kf kh".split(), "KG"),
    **dict.fromkeys("pk prek prekindergarten p -1 pk4 pk3".split(), "PK"),
    **dict.fromkeys("it infant/toddler infanttoddler".split(), "IT"),
    **dict.fromkeys("pr preschool".split(), "PR"),
    **dict.fromkeys("tk transitionalkindergarten".split(), "TK"),
    **dict.fromkeys("ps postsecondary".split(), "PS"),
    **{f"ps{year}": f"PS{year}" for year in range(1, 5)},
    **dict.fromkeys("undergraduate ug+".split(), "UG+"),
    **dict.fromkeys("graduate gr+".split(), "GR+"),
    **dict.fromkeys("postgraduate pg+".split(), "PG+"),
    **dict.fromkeys("adulteducation ae".split(), "AE"),
    **dict.fromkeys("ug ungraded".split(), "UG"),
    **dict.fromkeys("other ot".split(), "OT"),
    **dict.fromkeys("alumni al".split(), "AL"),
}
_GRADE_NUMBER = re.compile(r"(?:grade|gr|g|class|level)?0*(\d{1,2})(?:st|nd|rd|th)?(?:grade)?")
_YEAR_GROUP = re.compile(r"(?:year|yr|y)0*(\d{1,2})")


@lru_cache(maxsize=1024)
def grade_of(text: str) -> str | None:
    """Read a grade into one vocabulary: ``PK``, ``TK``, ``KG``, ``01`` to ``13``, ``Y1`` to ``Y14`` and a few words.

    >>> [grade_of(text) for text in ("KG", "01", "1", "1st Grade", "Year 7", "blue")]
    ['KG', '01', '01', '01', 'Y7', None]
    """
    key = re.sub(r"[\s._]", "", text.lower())
    key = key if key in _GRADE_NAMES else key.replace("-", "")
    if key in _GRADE_NAMES:
        return _GRADE_NAMES[key]
    if (found := _GRADE_NUMBER.fullmatch(key)) and 1 <= int(found[1]) <= 13:
        return f"{int(found[1]):02d}"
    if (found := _YEAR_GROUP.fullmatch(key)) and 1 <= int(found[1]) <= 14:
        return f"Y{int(found[1])}"
    return None


_EDUCATORS = (
    "teacher aide counselor counsellor proctor professor lecturer faculty adjunct instructor tutor coach"
    " adviser advisor teachingassistant staff researcher substituteteacher specialist paraprofessional educator"
)
_OFFICE = (
    "administrator siteadministrator districtadministrator systemadministrator principal"
    " viceprincipal assistantprincipal superintendent officestaff itadmin chair"
)
ROLE_KINDS: dict[str, str] = {
    **dict.fromkeys("student learner pupil undergraduate graduate".split(), "learner"),
    **dict.fromkeys(_EDUCATORS.split(), "educator"),
    **dict.fromkeys(_OFFICE.lower().split(), "educator"),
    **dict.fromkeys("parent guardian relative family".split(), "family"),
    "ext:mentor": "mentor",
}
OFFICE_ROLES = frozenset(_OFFICE.lower().split())
AIDES = frozenset("aide teachingassistant paraprofessional proctor".split())
RELATIONS = frozenset("parent guardian relative family mother father grandparent fosterparent stepparent".split())


def role_key(cell: str) -> str:
    """Return a role as the vocabularies hold it."""
    return cell.lower().replace(" ", "").replace("_", "")


def is_email(text: str) -> bool:
    """Say whether a text has the shape of an e-mail address."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def truth_of(cell: str) -> bool | None:
    """Read yes or no, or return ``None`` for anything else."""
    key = cell.lower()
    if key in {"true", "1", "yes", "y", "t"}:
        return True
    return False if key in {"false", "0", "no", "n", "f"} else None
