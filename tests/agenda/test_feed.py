"""The private feed: what calendar programs read, and that nobody without the secret does."""

from __future__ import annotations

import logging
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from trellis.agenda.actions import answer_event, cancel_event, make_feed, move_event, revoke_feed
from trellis.agenda.models import CalendarFeed, Event
from trellis.core.actions import ActionRefused
from trellis.core.scope import district_scope, front_door
from trellis.people.doors.discreet import DiscreetFormatter
from trellis.people.models import Account, District, Person


@pytest.fixture
def soon():
    """Three days from now, on the hour: a feed is read at the real time."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)


def read(token):
    """Ask as a calendar program does: no cookies, no district."""
    with front_door():
        return Client().get(f"/calendar/{token}.ics")


def entries(token):
    return Calendar.from_ical(read(token).content).walk("VEVENT")


def test_a_feed_says_when_and_where_and_nobodys_name(cast, make_event, soon):
    event = make_event(soon, title="Ada shows her map")
    token = make_feed(person=cast.ruth, now=soon)
    answer = read(token)
    (entry,) = entries(token)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert (str(entry["summary"]), str(entry["location"]), entry["dtstart"].dt) == ("Conference", "Room 4", soon)
    assert (str(entry["uid"]), entry["sequence"]) == (f"{event.pk}@trellis", 0)
    text = answer.content.decode()
    assert [name for name in ("Ada", "Ruth", "Tom", "Kovač", "Lindqvist", "example.org") if name in text] == []


def test_the_same_uid_counts_up_when_moved_and_is_marked_when_cancelled(cast, make_event, soon, now):
    event = make_event(soon)
    token = make_feed(person=cast.ada, now=now)
    before = entries(token)[0]
    end = soon + timedelta(hours=2)
    people = [cast.ada, cast.tom]
    move_event(event=event, place="Hall", starts_at=soon, ends_at=end, people=people, expected=1, by=cast.tom, now=soon)
    moved = entries(token)[0]
    cancel_event(event=event, by=cast.tom, now=soon)
    gone = entries(token)[0]
    assert before["uid"] == moved["uid"] == gone["uid"]
    assert [each["sequence"] for each in (before, moved, gone)] == [0, 1, 2]
    assert [str(each["status"]) for each in (before, moved, gone)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert (moved["dtend"].dt, moved["dtstamp"].dt) == (end, soon)


def test_who_cannot_come_keeps_the_time_free(cast, make_event, soon, now):
    event = make_event(soon)
    token = make_feed(person=cast.ruth, now=now)
    assert str(entries(token)[0]["transp"]) == "OPAQUE"
    answer_event(event=event, person=cast.ruth, answer="no", now=now)
    assert str(entries(token)[0]["transp"]) == "TRANSPARENT"


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "Asia/Kathmandu", "UTC"])
def test_nine_o_clock_stays_nine_o_clock_on_both_sides_of_the_change(cast, make_event, zone):
    from zoneinfo import ZoneInfo

    District.objects.filter(pk=cast.district.pk).update(time_zone=zone)
    year = timezone.now().year + 1
    mornings = [datetime(year, month, day, 9, tzinfo=ZoneInfo(zone)) for month, day in ((3, 5), (4, 9), (11, 20))]
    for morning in mornings:
        make_event(morning.astimezone(UTC))
    found = entries(make_feed(person=cast.ada, now=timezone.now()))
    assert [entry["dtstart"].dt for entry in found] == mornings
    assert [f"{entry['dtstart'].dt:%H:%M}" for entry in found] == ["09:00"] * 3


def test_the_rules_of_the_time_zone_are_in_the_file(cast, make_event):
    District.objects.filter(pk=cast.district.pk).update(time_zone="Europe/Madrid")
    year = timezone.now().year + 1
    make_event(datetime(year, 6, 1, 8, tzinfo=UTC))
    calendar = Calendar.from_ical(read(make_feed(person=cast.ada, now=timezone.now())).content)
    (rules,) = calendar.walk("VTIMEZONE")
    assert str(rules["tzid"]) == "Europe/Madrid"
    assert {kind.name for kind in rules.subcomponents} == {"STANDARD", "DAYLIGHT"}
    assert len(calendar.to_ical()) < 3_000


def test_it_speaks_the_language_of_its_reader(cast, make_event, soon, now):
    make_event(soon)
    Account.objects.filter(person=cast.ruth).update(language="es")
    assert str(entries(make_feed(person=cast.ruth, now=now))[0]["summary"]) in {"Conferencia", "Reunión", "Conference"}


def test_only_a_hash_is_kept_and_a_new_address_ends_the_old(cast, make_event, soon, now):
    make_event(soon)
    first, second = (make_feed(person=cast.ada, now=now) for _ in range(2))
    assert (read(first).status_code, read(second).status_code) == (404, 200)
    kept = CalendarFeed.objects.filter(person=cast.ada)
    assert {first, second} & {feed.token_hash for feed in kept} == set()
    assert kept.filter(revoked_at__isnull=True).count() == 1
    revoke_feed(person=cast.ada, now=now)
    assert read(second).status_code == 404
    with pytest.raises(ActionRefused, match="no private address"):
        revoke_feed(person=cast.ada, now=now)


def test_guesses_and_other_peoples_sessions_open_nothing(cast, make_event, soon, now, sign_in):
    make_event(soon)
    token = make_feed(person=cast.ada, now=now)
    assert [read(guess).status_code for guess in ("x", token[:-1], token.swapcase())] == [404] * 3
    assert sign_in(cast.zed).get(f"/calendar/{token}.ics").status_code == 404
    assert Client().post(f"/calendar/{token}.ics").status_code == 405


def test_it_ends_with_the_account_and_with_leaving(cast, make_event, soon, now):
    make_event(soon)
    token = make_feed(person=cast.ada, now=now)
    Account.objects.filter(person=cast.ada).update(is_active=False)
    assert read(token).status_code == 404
    Account.objects.filter(person=cast.ada).update(is_active=True)
    assert read(token).status_code == 200
    Person.objects.filter(pk=cast.ada.pk).update(left_on=date(2020, 1, 1))
    assert read(token).status_code == 404


def test_no_cache_on_the_way_keeps_it_and_unchanged_is_said_in_a_word(cast, make_event, soon, now):
    make_event(soon)
    token = make_feed(person=cast.ada, now=now)
    first = read(token)
    assert first["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in first.headers
    with front_door():
        again = Client().get(f"/calendar/{token}.ics", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_address_is_shown_once_and_kept_out_of_the_log(cast, sign_in):
    ada = sign_in(cast.ada)
    assert "Nobody can follow your calendar" in ada.get("/calendar/feed/").content.decode()
    shown = ada.post("/calendar/feed/new/").content.decode()
    token = shown.split('value="http://testserver/calendar/')[1].split(".ics")[0]
    assert read(token).status_code == 200
    assert token not in ada.get("/calendar/feed/").content.decode()
    line = DiscreetFormatter().format(logging.makeLogRecord({"msg": f"Not Found: /calendar/{token}.ics"}))
    assert line == "Not Found: /calendar/…"
    assert ada.post("/calendar/feed/end/").status_code == 302
    assert read(token).status_code == 404
    ada.post("/calendar/feed/end/")
    assert "has no private address" in ada.get("/calendar/feed/").content.decode()


def test_only_what_one_is_asked_to_is_in_it(cast, make_event, soon, now):
    make_event(soon)
    own = make_event(soon, people=[cast.paul], by=cast.mira)
    assert [str(e["uid"]) for e in entries(make_feed(person=cast.paul, now=now))] == [f"{own.pk}@trellis"]
    assert Event.objects.count() == 2
    with district_scope(cast.elsewhere.pk, cast.zed.pk):
        token = make_feed(person=cast.zed, now=now)
    assert entries(token) == []
