"""A calendar as calendar programs read it (RFC 5545), by the library icalendar.

It says the least: what kind of thing, when and where. No name of anybody and no title leaves the house, because a feed
lies on servers and telephones that the school does not know.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from trellis.agenda.models import Attendance


def calendar_file(attendances: Iterable[Attendance], time_zone: str) -> bytes:
    """Return the calendar of one person as a file, in the active language.

    Each event keeps its ``UID`` for ever and counts ``SEQUENCE`` up with every change: a program moves what it knows.
    Times are the school's own, with the rules of its time zone in the file: nine o'clock stays nine o'clock.
    """
    zone = ZoneInfo(time_zone)
    calendar = Calendar()
    calendar.add("prodid", "-//Trellis//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("School"))
    calendar.add("x-wr-timezone", time_zone)
    days = []
    for attendance in attendances:
        calendar.add_component(_entry(attendance, zone))
        days.append(attendance.event.starts_at.date())
    if days:
        calendar.add_missing_timezones(date(min(days).year - 1, 1, 1), date(max(days).year + 1, 12, 31))
    content: bytes = calendar.to_ical()
    return content


def _entry(attendance: Attendance, zone: ZoneInfo) -> Entry:
    event, entry = attendance.event, Entry()
    entry.add("uid", f"{event.pk}@trellis")
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("sequence", event.version - 1)
    entry.add("dtstart", event.starts_at.astimezone(zone))
    entry.add("dtend", event.ends_at.astimezone(zone))
    entry.add("summary", capfirst(str(event.get_kind_display())))
    if event.place:
        entry.add("location", event.place)
    entry.add("class", "PRIVATE")
    entry.add("status", "CANCELLED" if event.cancelled_at is not None else "CONFIRMED")
    stays_away = event.cancelled_at is not None or attendance.answer == Attendance.Answer.NO
    entry.add("transp", "TRANSPARENT" if stays_away else "OPAQUE")
    return entry
