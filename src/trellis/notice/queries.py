"""Reads of notices: how many are new, and the page of them by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.notice.access import visible_notices
from trellis.notice.kinds import kind_of
from trellis.notice.models import Notice
from trellis.people.models import Person

ON_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as the page shows it; ``by`` is empty where nobody in particular did it."""

    id: UUID
    sentence: str
    title: str
    icon: str
    by: str
    by_id: UUID | None
    at: datetime
    is_new: bool


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The notices of one day at the school, the newest first."""

    day: date
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True)
class NoticePage:
    """One page of notices; ``page`` counts from 1."""

    days: tuple[NoticeDay, ...]
    n_unread: int
    page: int
    has_newer: bool
    has_older: bool


def unread_count(person: Person, on: date | None = None) -> int:
    """Return how many notices are new to ``person``, in one query; every page asks."""
    on = on or person.district.today(timezone.now())
    return sum(_unread(person, on))


@compiled
def _unread(person: Person, on: date) -> QuerySet[Notice, int]:
    unread = visible_notices(person, on).filter(read_at__isnull=True).order_by()
    return unread.values("person").annotate(n=Count("pk")).values_list("n", flat=True)


def notices_for(person: Person, page: int = 1, *, on: date | None = None) -> NoticePage:
    """Return one page of the notices of ``person``, by day. Two queries."""
    on = on or person.district.today(timezone.now())
    start = (page - 1) * ON_A_PAGE
    rows = visible_notices(person, on).select_related("by").order_by("-at", "-pk")
    found = list(rows[start : start + ON_A_PAGE + 1])
    by_day = groupby(found[:ON_A_PAGE], key=lambda notice: timezone.localtime(notice.at).date())
    return NoticePage(
        days=tuple(NoticeDay(day, tuple(map(_line, notices))) for day, notices in by_day),
        n_unread=unread_count(person, on),
        page=page,
        has_newer=page > 1,
        has_older=len(found) > ON_A_PAGE,
    )


def _line(notice: Notice) -> NoticeLine:
    kind = kind_of(notice.kind)
    return NoticeLine(
        id=notice.pk,
        sentence=kind.sentence(notice) if kind else _("Something happened that concerns you."),
        title=notice.title,
        icon=kind.icon if kind else "bell",
        by=notice.by.full_name if notice.by else notice.by_name,
        by_id=notice.by_id,
        at=notice.at,
        is_new=notice.read_at is None,
    )


def page_of_notice(notice: Notice) -> str:
    """Return the page of what a notice is about; empty where its room is no longer in the house."""
    kind = kind_of(notice.kind)
    return kind.url(notice) if kind else ""
