"""The school's calendar: what day it is there."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def today_in(time_zone: str, now: datetime) -> date:
    """Return the date at the aware datetime ``now`` in a time zone such as ``Europe/Madrid``."""
    return now.astimezone(_zone(time_zone)).date()


def is_time_zone(name: str) -> bool:
    """Say whether the system knows a time zone by this name."""
    return name in available_timezones()


def hour_in(time_zone: str, now: datetime) -> int:
    """Return the hour of the day, 0 to 23, at ``now`` in a time zone."""
    return now.astimezone(_zone(time_zone)).hour
