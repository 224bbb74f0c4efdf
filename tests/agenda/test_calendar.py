"""My calendar: what is coming in the school's own time, and who comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.people import PEOPLE
from tests.refusals import HIDDEN, answer_of

from trellis.agenda.access import get_attendance_for
from trellis.agenda.actions import answer_event, bring_back_event, cancel_event, move_event
from trellis.agenda.models import Attendance, Event
from trellis.agenda.queries import calendar_page, coming
from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.models import Moment
from trellis.people.models import District, Person


def answers(event):
    return {a.person.given_name: a.answer for a in event.attendances.select_related("person")}


def test_who_arranges_comes_and_the_others_are_asked(make_event):
    assert answers(make_event()) == {"Tom": "yes", "Ada": "asked", "Ruth": "asked"}


def test_everybody_sees_only_what_they_are_asked_to(cast, make_event):
    event = make_event()
    asked = {name: answer_of(get_attendance_for, getattr(cast, name), event.pk) != HIDDEN for name in (*PEOPLE, "zed")}
    assert {name for name, is_asked in asked.items() if is_asked} == {"tom", "ada", "ruth"}


def test_answering_can_be_said_again_and_only_by_who_was_asked(cast, make_event, now):
    event = make_event()
    answer_event(event=event, person=cast.ruth, answer="no", now=now)
    answer_event(event=event, person=cast.ruth, answer="yes", now=now)
    assert answers(event)["Ruth"] == "yes"
    with pytest.raises(ActionRefused, match="not asked"):
        answer_event(event=event, person=cast.paul, answer="yes", now=now)
    with pytest.raises(ActionRefused, match="whether you come"):
        answer_event(event=event, person=cast.ruth, answer="perhaps", now=now)
    with pytest.raises(ActionRefused, match="over"):
        answer_event(event=event, person=cast.ruth, answer="yes", now=event.ends_at)
    assert Moment.objects.filter(verb="answered", object_id=event.pk).count() == 2


def test_another_time_asks_everybody_anew_and_another_place_does_not(cast, make_event, now):
    event, people = make_event(), [cast.tom, cast.ada, cast.ruth]
    answer_event(event=event, person=cast.ruth, answer="yes", now=now)
    times = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    moved = move_event(event=event, place="Library", **times, people=people, expected=1, by=cast.tom, now=now)
    assert (moved, answers(event)) == (False, {"Tom": "yes", "Ada": "asked", "Ruth": "yes"})
    later = {name: at + timedelta(hours=1) for name, at in times.items()}
    moved = move_event(event=event, place="Library", **later, people=people, expected=2, by=cast.tom, now=now)
    assert (moved, answers(event), event.version) == (True, {"Tom": "yes", "Ada": "asked", "Ruth": "asked"}, 3)
    with pytest.raises(StaleVersion):
        move_event(event=event, place="Hall", **later, people=people, expected=2, by=cast.tom, now=now)


def test_cancelled_can_be_brought_back_and_is_not_answered(cast, make_event, now):
    event = make_event()
    cancel_event(event=event, by=cast.tom, now=now)
    with pytest.raises(ActionRefused, match="cancelled"):
        answer_event(event=event, person=cast.ada, answer="yes", now=now)
    with pytest.raises(ActionRefused, match="cancelled"):
        cancel_event(event=event, by=cast.tom, now=now)
    bring_back_event(event=event, by=cast.tom, now=now)
    with pytest.raises(ActionRefused, match="already"):
        bring_back_event(event=event, by=cast.tom, now=now)
    assert (Event.objects.get(pk=event.pk).cancelled_at, event.version) == (None, 3)


def test_an_end_before_the_start_is_refused_by_action_and_database(cast, make_event, now):
    with pytest.raises(ActionRefused) as refusal:
        make_event(ends_at=now)
    assert refusal.value.field == "ends_at"
    event = make_event()
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(ends_at=event.starts_at)


def test_days_are_those_of_the_school_across_the_change_of_clocks(cast, make_event):
    District.objects.filter(pk=cast.district.pk).update(time_zone="Europe/Madrid")
    ada = Person.objects.select_related("district").get(pk=cast.ada.pk)
    # Half past eleven at night in Greenwich is the next day in Madrid; the clocks go back on 25 October 2026.
    make_event(datetime(2026, 10, 23, 22, 30, tzinfo=UTC))
    make_event(datetime(2026, 10, 24, 7, 0, tzinfo=UTC))
    make_event(datetime(2026, 10, 26, 8, 0, tzinfo=UTC))
    page = calendar_page(ada, datetime(2026, 10, 20, tzinfo=UTC))
    assert [(str(day.on), [f"{line.starts_at:%H:%M}" for line in day.lines]) for day in page.days] == [
        ("2026-10-24", ["00:30", "09:00"]),
        ("2026-10-26", ["09:00"]),
    ]


def test_coming_is_the_next_first_and_at_most_as_many(cast, make_event, now):
    late, soon = make_event(now + timedelta(days=9)), make_event(now + timedelta(days=1))
    make_event(now - timedelta(days=9))
    assert [line.id for line in coming(cast.ada, now, 5)] == [soon.pk, late.pk]
    assert [line.id for line in coming(cast.ada, now, 1)] == [soon.pk]
    assert coming(cast.ben, now, 5) == ()


@pytest.mark.parametrize("n", [1, 30])
def test_the_calendar_asks_the_same_however_much_stands_in_it(cast, make_event, n, django_assert_num_queries):
    for day in range(n):
        make_event(timezone.now() + timedelta(days=day + 1))
        make_event(timezone.now() - timedelta(days=day + 1))
    ada = Person.objects.select_related("district").get(pk=cast.ada.pk)
    calendar_page(ada, timezone.now())
    with django_assert_num_queries(2):
        page = calendar_page(ada, timezone.now())
    assert (sum(len(day.lines) for day in page.days), len(page.past)) == (n, n)


def test_one_tap_answers_with_and_without_htmx(cast, make_event, sign_in):
    event = make_event(timezone.now() + timedelta(days=2))
    ruth = sign_in(cast.ruth)
    shown = ruth.get("/calendar/").content.decode()
    assert "One invitation waits for your answer" in shown
    plain = ruth.post(f"/calendar/{event.pk}/answer/", {"answer": "yes"})
    assert (plain.status_code, plain["Location"]) == (302, f"/calendar/#e{event.pk}")
    part = ruth.post(f"/calendar/{event.pk}/answer/", {"answer": "no"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert answers(event)["Ruth"] == Attendance.Answer.NO
    assert sign_in(cast.paul).post(f"/calendar/{event.pk}/answer/", {"answer": "yes"}).status_code == HIDDEN
    assert "One invitation" not in ruth.get("/calendar/").content.decode()
