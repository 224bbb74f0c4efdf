"""What is said stays as it was said, or goes with a line that says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.talk.walls import KIND, WALL, say
from trellis import talk
from trellis.core.actions import ActionRefused
from trellis.core.models import Moment
from trellis.people.models import Person
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment
from trellis.talk.actions import (
    hide_message,
    reopen_report,
    report_message,
    say_words,
    settle_report,
    show_message,
    take_back_message,
    visit_thread,
)
from trellis.talk.listeners import _after_message
from trellis.talk.models import Message, MessageReport, Thread
from trellis.talk.queries import MOST_MESSAGES, conversation, reports_waiting, unread_of


@pytest.fixture
def today(cast, now):
    return cast.district.today(now)


def read(cast, who: str, now, today):
    return conversation(KIND, WALL, getattr(cast, who), today, now=now)


def refusal(action, **given) -> tuple[str, str | None]:
    with pytest.raises(ActionRefused) as refused:
        action(**given)
    return str(refused.value.sentence), refused.value.field


def test_the_first_words_start_one_thread(cast, now):
    say(cast, "ada", "Hello")
    say(cast, "tom", "Good morning")
    thread = Thread.objects.get(subject_kind=KIND, subject_id=WALL)
    assert (thread.learner, thread.started_at, thread.messages.count()) == (cast.ada, now, 2)


def test_saying_writes_one_moment_without_the_words(cast, now):
    n = Moment.objects.count()
    message = say(cast, "ada", "Only between us")
    moment = Moment.objects.latest("pk")
    assert Moment.objects.count() == n + 1
    assert (moment.verb, moment.object_id, moment.learner_id) == ("words.said", message.pk, cast.ada.pk)
    assert moment.context == {"about": KIND}


@pytest.mark.parametrize("body", ["", "  \n ", "\u200b", "\x00\x07", "\u202e"])
def test_nothing_is_no_message(cast, body):
    assert refusal(say, cast=cast, who="ada", body=body) == ("Write something first.", "body")
    assert not Message.objects.exists()


def test_a_hundred_kilobytes_are_refused_with_a_number(cast):
    sentence, field = refusal(say, cast=cast, who="ada", body="a" * 102_400)
    assert field == "body"
    assert sentence == "This is 102,400 letters long. One message can have 10,000; say it in several."
    assert say(cast, "ada", "a" * 10_000).body == "a" * 10_000


def test_no_words_where_a_child_and_an_adult_have_no_educator(cast, now, today):
    for enrolment in Enrolment.objects.filter(person__in=[cast.tom, cast.ines]):
        end_enrolment(enrolment=enrolment, on=today - timedelta(days=5), by=cast.omar, now=now)
    sentence, field = refusal(say, cast=cast, who="ruth", body="Hello")
    assert field == "body"
    assert sentence.startswith("No educator takes part here")


def test_a_voice_without_account_has_a_name(cast, now, today):
    given = {"subject_kind": KIND, "subject_id": WALL, "learner": cast.ada, "author": None, "body": "Hola", "now": now}
    assert refusal(say_words, **given)[1] == "author_name"
    say_words(**given, author_name="Abuela")
    line = read(cast, "ada", now, today).lines[0]
    assert (line.name, line.author_id, line.is_new) == ("Abuela", None, True)
    as_she_sees_it = conversation(KIND, WALL, None, today, now=now)
    assert [(line.body, line.may_take_back, line.is_new) for line in as_she_sees_it.lines] == [("Hola", False, False)]


def test_its_author_takes_a_message_back_for_ten_minutes(cast, now, today):
    first, second = say(cast, "ada", "Oh no"), say(cast, "ada", "Too late")
    assert [line.may_take_back for line in read(cast, "ada", now, today).lines] == [True, True]
    take_back_message(message=first, by=cast.ada, now=now + timedelta(minutes=9, seconds=59))
    first.refresh_from_db()
    assert first.body == ""
    later = now + timedelta(minutes=10)
    assert refusal(take_back_message, message=second, by=cast.ada, now=later) == (
        "You can take something back for 10 minutes. That time is over.",
        None,
    )
    assert refusal(take_back_message, message=first, by=cast.ada, now=now)[0] == "It is not there any more."
    page = read(cast, "tom", later, today)
    assert [(line.state, line.body) for line in page.lines] == [("taken back", ""), ("shown", "Too late")]
    assert [line.may_take_back for line in read(cast, "ada", later, today).lines] == [False, False]


def test_reported_words_cannot_be_taken_back(cast, now):
    message = say(cast, "noor", "Come alone")
    report_message(message=message, reason="I do not like this", by=cast.ada, now=now)
    assert "Somebody asked an educator" in refusal(take_back_message, message=message, by=cast.noor, now=now)[0]
    assert Message.objects.get().body == "Come alone"


def test_hiding_says_who_and_why_and_settles_reports(cast, now, today):
    message = say(cast, "ruth", "Not nice")
    report = report_message(message=message, reason="It hurts", by=cast.ada, now=now)
    assert refusal(hide_message, message=message, reason=" ", by=cast.tom, now=now)[1] == "reason"
    assert refusal(hide_message, message=message, reason="a" * 301, by=cast.tom, now=now)[1] == "reason"
    hide_message(message=message, reason="We speak kindly here", by=cast.tom, now=now)
    line = read(cast, "ada", now, today).lines[0]
    assert (line.state, line.body, line.hidden_by, line.hidden_reason) == (
        "hidden",
        "",
        "Tom Lindqvist",
        "We speak kindly here",
    )
    report.refresh_from_db()
    assert report.settled_by == cast.tom
    assert refusal(hide_message, message=message, reason="Twice", by=cast.tom, now=now)[1] is None


def test_hiding_ones_own_words_settles_nothing(cast, now):
    message = say(cast, "tom", "Not nice")
    report = report_message(message=message, reason="It hurts", by=cast.ada, now=now)
    hide_message(message=message, reason="Sorry", by=cast.tom, now=now)
    report.refresh_from_db()
    assert report.settled_at is None


def test_hidden_words_come_back_but_not_by_their_author(cast, now, today):
    message = say(cast, "tom", "Hm")
    hide_message(message=message, reason="A mistake", by=cast.ines, now=now)
    message.refresh_from_db()
    assert "Somebody else hid it" in refusal(show_message, message=message, by=cast.tom, now=now)[0]
    show_message(message=message, by=cast.ines, now=now)
    assert read(cast, "ada", now, today).lines[0].body == "Hm"
    assert refusal(show_message, message=message, by=cast.ines, now=now)[0] == "It is not hidden."


def test_a_report_waits_until_somebody_has_looked(cast, now, today):
    from trellis.people.access import standing_of

    message = say(cast, "ruth", "Hm")
    assert refusal(report_message, message=message, reason="", by=cast.ada, now=now)[1] == "reason"
    assert refusal(report_message, message=message, reason="Mine", by=cast.ruth, now=now)[1] is None
    report = report_message(message=message, reason="It hurts", by=cast.ada, now=now)
    assert report_message(message=message, reason="It really hurts", by=cast.ada, now=now) == report

    def waiting() -> list[str]:
        return [line.reason for line in reports_waiting(cast.tom, standing_of(cast.tom, today), today)]

    assert waiting() == ["It really hurts"]
    report.refresh_from_db()
    settle_report(report=report, by=cast.tom, now=now)
    assert waiting() == []
    assert refusal(settle_report, report=report, by=cast.tom, now=now)[0] == "Somebody has looked at it already."
    reopen_report(report=report, by=cast.tom, now=now)
    assert waiting() == ["It really hurts"]
    assert MessageReport.objects.count() == 1


def test_new_is_what_others_said_since_the_last_visit(cast, now, today):
    say(cast, "tom", "One")
    say(cast, "ada", "Two")
    assert unread_of(cast.ada, [WALL]) == {WALL: 1}
    assert [line.is_new for line in read(cast, "ada", now, today).lines] == [True, False]
    visit_thread(subject_kind=KIND, subject_id=WALL, person=cast.ada, now=now + timedelta(minutes=1))
    assert unread_of(cast.ada, [WALL]) == {}
    say(cast, "tom", "Three", now + timedelta(minutes=2))
    assert unread_of(cast.ada, [WALL]) == {WALL: 1}
    assert [line.is_new for line in read(cast, "ada", now, today).lines] == [False, False, True]
    assert unread_of(cast.ruth, [WALL]) == {WALL: 3}
    visit_thread(subject_kind=KIND, subject_id=WALL, person=cast.ada, now=now)  # an older page changes nothing
    assert unread_of(cast.ada, [WALL]) == {WALL: 1}
    assert unread_of(cast.ada, []) == {}


def test_a_visit_where_nobody_spoke_leaves_nothing(cast, now):
    visit_thread(subject_kind=KIND, subject_id=WALL, person=cast.ada, now=now)
    assert not Thread.objects.exists()


def test_lines_of_one_voice_within_minutes_stand_together(cast, now, today):
    for who, minute in (("ada", 0), ("ada", 1), ("tom", 2), ("tom", 30)):
        say(cast, who, "Hm", now + timedelta(minutes=minute))
    page = read(cast, "ruth", now + timedelta(hours=1), today)
    assert [line.same_voice for line in page.lines] == [False, True, False, False]


@pytest.mark.parametrize("n", [1, 30])
def test_a_conversation_takes_three_queries(cast, now, today, django_assert_num_queries, n):
    for number in range(n):
        say(cast, ("ada", "tom", "ruth")[number % 3], f"Number {number}", now + timedelta(minutes=number))
    read(cast, "tom", now, today)
    with django_assert_num_queries(3):  # the thread with the visit, its messages, whether the reader moderates
        page = read(cast, "tom", now, today)
    assert (len(page.lines), page.may_moderate) == (n, True)
    with django_assert_num_queries(1):
        unread_of(cast.tom, [WALL, *(person.pk for person in Person.objects.none())])


def test_only_the_last_messages_stand_on_a_page(cast, now, today):
    for number in range(MOST_MESSAGES + 3):
        say(cast, "ada", f"Number {number}", now + timedelta(seconds=number))
    page = read(cast, "tom", now, today)
    assert (page.n_older, len(page.lines), page.lines[-1].body) == (3, MOST_MESSAGES, f"Number {MOST_MESSAGES + 2}")
    assert len(conversation(KIND, WALL, cast.tom, today, now=now, all_of_it=True).lines) == MOST_MESSAGES + 3


def test_who_listens_is_told_in_the_same_transaction(cast, now):
    heard: list[tuple[str, object]] = []

    def listen(message: Message, at) -> None:
        heard.append((message.body, at))

    talk.after_message(listen)
    try:
        say(cast, "ada", "Hello")
        talk.after_message(listen)  # twice is once
        say(cast, "ada", "Again")
    finally:
        _after_message.remove(listen)
    assert heard == [("Hello", now), ("Again", now)]
