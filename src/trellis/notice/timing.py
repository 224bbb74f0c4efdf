"""When a mail of notices may go out: pure reckoning with the clock on the school's wall."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from trellis.notice.models import Digest

FIRST_DAY_OFF = 5  # Saturday


def is_quiet(at: time, quiet_from: time, quiet_until: time) -> bool:
    """Say whether an hour of the day is quiet; the hours may run past midnight. Equal ends mean that none is.

    >>> [is_quiet(time(hour), time(18), time(7)) for hour in (6, 7, 17, 18)]
    [True, False, False, True]
    """
    if quiet_from <= quiet_until:
        return quiet_from <= at < quiet_until
    return at >= quiet_from or at < quiet_until


def is_due(digest: Digest, time_zone: str, now: datetime) -> bool:
    """Say whether a mail may go out now: on a school day, outside the quiet hours, once a day or once a week.

    What counts is the clock on the wall of the school, also in the nights in which it is moved.
    """
    if digest.rhythm == Digest.Rhythm.NEVER:
        return False
    zone = ZoneInfo(time_zone)
    here = now.astimezone(zone)
    if here.weekday() >= FIRST_DAY_OFF or is_quiet(here.time(), digest.quiet_from, digest.quiet_until):
        return False
    if digest.sent_at is None:
        return True
    last = digest.sent_at.astimezone(zone)
    if digest.rhythm == Digest.Rhythm.DAILY:
        return last.date() < here.date()
    return last.isocalendar()[:2] < here.isocalendar()[:2]
