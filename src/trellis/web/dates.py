"""Dates as people say them, with the exact one kept for the machine, for hovering and for paper."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

NEAR = 6
DAYS_OF_TWO_WEEKS = 13


def say_date(day: date, today: date) -> str:
    """Return a day as people say it: ``today``, ``Tuesday, in 3 days``, ``12 December``.

    >>> say_date(date(2026, 11, 24), date(2026, 11, 24))
    'today'
    >>> say_date(date(2026, 11, 27), date(2026, 11, 24))
    'Friday, in 3 days'
    """
    days = (day - today).days
    close = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in close:
        return close[days]
    if abs(days) <= NEAR:
        return _("%(weekday)s, %(distance)s") % {"weekday": date_format(day, "l"), "distance": _distance(days)}
    if abs(days) <= DAYS_OF_TWO_WEEKS:
        return _("%(date)s, %(distance)s") % {"date": short_date(day, today), "distance": _distance(days)}
    return short_date(day, today)


def short_date(day: date, today: date) -> str:
    """Return day and month, with the year when it is another one."""
    # Translators: Django date format for a day of this year, such as "12 December".
    return date_format(day, _("j F") if day.year == today.year else _("j F Y"))


def exact_date(value: date) -> str:
    """Return the full date, with the time when there is one."""
    # Translators: Django date format for an exact day, such as "Tuesday 24 November 2026".
    words = date_format(value, _("l j F Y"))
    return f"{words}, {date_format(value, 'H:i')}" if isinstance(value, datetime) else words


def date_words(value: date | None, today: date | None = None) -> SafeString:
    """Return a ``<time>``: the words inside, the exact date for machines, on hover and in print.

    A datetime is shown in the active time zone with its hour; ``None`` gives nothing.
    """
    if value is None:
        return mark_safe("")
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return _date_words(value, value.isoformat(), today or timezone.localdate(), get_language())


@lru_cache(maxsize=4096)  # a list says the same few moments again and again; the text tells two time zones apart
def _date_words(value: date, exact: str, today: date, _language: str | None) -> SafeString:
    day = value.date() if isinstance(value, datetime) else value
    words = say_date(day, today)
    if isinstance(value, datetime):
        # Translators: a day in words and the time, such as "yesterday at 10:20".
        words = _("%(day)s at %(time)s") % {"day": words, "time": date_format(value, "H:i")}
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, exact_date(value), words)


def day_words(value: date | None, today: date | None = None) -> SafeString:
    """Return a ``<time>`` that says the day alone, for lists; the hour stays for machines and on hover."""
    if not isinstance(value, datetime):
        return date_words(value, today)
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return _day_words(local, local.isoformat(), today or timezone.localdate(), get_language())


@lru_cache(maxsize=4096)
def _day_words(local: datetime, exact: str, today: date, _language: str | None) -> SafeString:
    words = say_date(local.date(), today)
    return format_html('<time datetime="{}" title="{}">{}</time>', exact, exact_date(local), words)


def _distance(days: int) -> str:
    n = abs(days)
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", n) % {"n": n}
    return ngettext("%(n)s day ago", "%(n)s days ago", n) % {"n": n}
