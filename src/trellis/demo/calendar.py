"""The school year of the demo: always one that is going on, whatever the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trellis.demo.content import load_places


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days; ``ends_on`` is the first day after it."""

    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A year and its terms, which follow each other without a gap so that every day lies in one."""

    year: Span
    terms: tuple[Span, ...]


def school_year(today: date) -> SchoolYear:
    """Return the school year, from August to July, in which ``today`` lies.

    >>> school_year(date(2026, 11, 24)).year.title
    '2026/27'
    """
    first = today.year if today.month >= 8 else today.year - 1
    starts_on, winter = date(first, 8, 1), date(first + 1, 1, 1)
    spring, ends_on = date(first + 1, 4, 10), date(first + 1, 8, 1)
    title = f"{first}/{(first + 1) % 100:02d}"
    return SchoolYear(
        Span(title, starts_on, ends_on),
        (
            Span(f"Autumn term {first}", starts_on, winter),
            Span(f"Winter term {first + 1}", winter, spring),
            Span(f"Spring term {first + 1}", spring, ends_on),
        ),
    )


@dataclass(frozen=True, slots=True)
class NearDays:
    """Days near ``today`` on which relations of the demo begin or end."""

    joined_on: date  # staff, years ago
    eve_left_on: date
    mentors_until: date

    @classmethod
    def around(cls, today: date) -> NearDays:
        """Return the days as seen from ``today``."""
        return cls(
            joined_on=today - timedelta(days=900),
            eve_left_on=today - timedelta(days=30),
            mentors_until=today + timedelta(days=120),
        )


def morning_of(day: date) -> datetime:
    """Return seven in the morning of ``day``: the clock of everything that the demo does."""
    return datetime.combine(day, time(7), tzinfo=UTC)


def day_of_demo(now: datetime) -> date:
    """Return the day it is in the demo district, whatever the day is where this machine stands.

    >>> day_of_demo(datetime(2026, 11, 23, 4, tzinfo=UTC))
    datetime.date(2026, 11, 22)
    """
    return now.astimezone(ZoneInfo(load_places()["district"]["time_zone"])).date()
