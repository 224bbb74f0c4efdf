"""Dates as people say them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from trellis.web.dates import date_words, day_words, say_date

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "Friday, in 3 days"),
        (-3, "Saturday, 3 days ago"),
        (9, "3 December, in 9 days"),
        (20, "14 December"),
        (60, "23 January 2027"),
    ],
)
def test_a_day_is_said_as_people_say_it(days, words):
    assert say_date(TODAY + timedelta(days=days), TODAY) == words


def test_the_exact_date_is_kept_for_machines_and_for_hovering():
    html = date_words(date(2026, 11, 27), TODAY)
    assert html == '<time datetime="2026-11-27" title="Friday 27 November 2026">Friday, in 3 days</time>'


def test_a_moment_is_said_in_the_time_zone_of_the_school():
    with timezone.override("Pacific/Auckland"):
        html = date_words(datetime(2026, 11, 23, 21, 20, tzinfo=UTC), TODAY)
    assert ">today at 10:20<" in html
    assert 'title="Tuesday 24 November 2026, 10:20"' in html


def test_no_date_is_no_words():
    assert date_words(None) == ""


def test_weekdays_follow_the_language():
    with translation.override("es"):
        assert "viernes" in say_date(date(2026, 11, 27), TODAY)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_any_two_days_have_words(day, today):
    assert say_date(day, today)


def test_a_list_says_the_day_and_keeps_the_hour_for_hovering():
    with timezone.override("Europe/Madrid"):
        html = day_words(datetime(2026, 11, 23, 9, 20, tzinfo=UTC), TODAY)
    assert html.endswith(">yesterday</time>")
    assert 'datetime="2026-11-23T10:20:00+01:00"' in html
    assert "10:20" in html.split("title=")[1]
    assert day_words(date(2026, 11, 23), TODAY).endswith(">yesterday</time>")
    assert day_words(None) == ""
