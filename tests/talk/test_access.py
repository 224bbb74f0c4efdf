"""Who takes part, who takes back, who hides, who looks at reports."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.people import Now
from tests.refusals import FIXED, HIDDEN, answer_of
from tests.talk.walls import KIND, OPEN_CIRCLE, OPEN_KIND, WALL, say
from trellis.notice.models import Notice
from trellis.people import actions as people
from trellis.people.access import standing_of
from trellis.people.models import Guardianship, Role
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment
from trellis.talk.access import (
    circle_of,
    get_message_for,
    get_report_for,
    learner_of,
    looks_at_reports,
    may_moderate,
    require_part,
    subject_of,
    visible_reports,
    who_looks_at,
)
from trellis.talk.actions import hide_message, report_message, say_words, take_back_message

TODAY = timezone.now().date()
TAKE_PART = ("ada", "tom", "ines", "ruth", "noor")
STAY_OUT = ("ben", "chidi", "mira", "paul", "omar", "dana", "eve")


def asks(cast, who: str):
    person = getattr(cast, who)
    return person, standing_of(person, TODAY)


@pytest.mark.parametrize("who", TAKE_PART)
def test_whoever_the_subject_lets_in_takes_part(cast, who):
    assert require_part(*asks(cast, who), KIND, WALL, TODAY) is subject_of(KIND)


@pytest.mark.parametrize("who", STAY_OUT)
def test_everybody_else_learns_of_no_conversation(cast, who):
    message = say(cast, "ada", "Hello")
    person, standing = asks(cast, who)
    assert answer_of(require_part, person, standing, KIND, WALL, TODAY) == HIDDEN
    assert answer_of(get_message_for, person, standing, message.pk, TODAY) == HIDDEN
    assert answer_of(get_message_for, person, standing, message.pk, TODAY, to="hide") == HIDDEN


def test_a_kind_that_nobody_registered_is_not_there(cast):
    assert answer_of(require_part, *asks(cast, "ada"), "nobody.thing", WALL, TODAY) == HIDDEN
    assert answer_of(get_message_for, *asks(cast, "ada"), uuid4(), TODAY) == HIDDEN


def test_only_its_author_takes_a_message_back(cast):
    message = say(cast, "ada", "Hello")
    assert answer_of(get_message_for, *asks(cast, "ada"), message.pk, TODAY, to="take back") == message
    for who in ("tom", "ruth", "noor", "ines"):
        assert answer_of(get_message_for, *asks(cast, who), message.pk, TODAY, to="take back") == FIXED


def test_only_educators_of_the_learner_hide(cast):
    message = say(cast, "ruth", "Hello")
    for who in ("tom", "ines"):
        assert answer_of(get_message_for, *asks(cast, who), message.pk, TODAY, to="hide") == message
    for who in ("ada", "ruth", "noor"):
        assert answer_of(get_message_for, *asks(cast, who), message.pk, TODAY, to="hide") == FIXED


def test_what_is_gone_cannot_be_reported(cast, now):
    message, other = say(cast, "ada", "Hello"), say(cast, "ada", "Again")
    assert answer_of(get_message_for, *asks(cast, "ruth"), message.pk, TODAY, to="report") == message
    take_back_message(message=message, by=cast.ada, now=now)
    hide_message(message=other, reason="Not here", by=cast.tom, now=now)
    assert answer_of(get_message_for, *asks(cast, "ruth"), message.pk, TODAY, to="report") == HIDDEN
    assert answer_of(get_message_for, *asks(cast, "ruth"), other.pk, TODAY, to="report") == HIDDEN


def test_an_educator_whose_class_ended_is_out(cast, now):
    message = say(cast, "ada", "Hello")
    enrolment = Enrolment.objects.get(person=cast.tom)
    end_enrolment(enrolment=enrolment, on=TODAY, by=cast.omar, now=now)
    assert answer_of(get_message_for, *asks(cast, "tom"), message.pk, TODAY, to="hide") == HIDDEN
    assert answer_of(get_message_for, *asks(cast, "ines"), message.pk, TODAY, to="hide") == message


def test_circle_of_a_learner_is_educators_family_and_mentors(cast):
    circle = circle_of(KIND, WALL, cast.ada, TODAY)
    assert circle.children == {cast.ada.pk}
    assert circle.educators == {cast.tom.pk, cast.ines.pk}
    assert circle.others == {cast.ruth.pk, cast.noor.pk}
    assert circle.is_watched


@pytest.mark.parametrize(
    ("names", "is_watched"),
    [
        ("", False),
        ("ada", True),
        ("ada ben", True),
        ("ruth noor", True),
        ("ada ruth", False),
        ("ada ben noor", False),
        ("ada noor tom", True),
        ("ada eve", False),  # she taught here until last month
        ("ada omar", False),  # who runs the school is no educator of anybody
    ],
)
def test_a_child_and_an_adult_need_an_educator_between_them(cast, names, is_watched):
    OPEN_CIRCLE.update(getattr(cast, name).pk for name in names.split())
    assert circle_of(OPEN_KIND, WALL, None, TODAY).is_watched is is_watched


def test_nobody_knows_the_circle_of_an_unknown_thing(cast):
    assert not circle_of("nobody.thing", WALL, None, TODAY).is_watched
    assert not may_moderate(cast.tom, "nobody.thing", WALL, None, TODAY)


def test_educators_see_reports_about_their_learners(cast, now):
    report = report_message(message=say(cast, "ruth", "Hello"), reason="It hurts", by=cast.ada, now=now)
    for who in ("tom", "ines"):
        assert answer_of(get_report_for, *asks(cast, who), report.pk, TODAY) == report
    for who in ("ada", "ruth", "noor", *STAY_OUT):
        assert answer_of(get_report_for, *asks(cast, who), report.pk, TODAY) == HIDDEN
    assert {person.pk for person in who_looks_at(report, TODAY)} == {cast.tom.pk, cast.ines.pk}


def test_nobody_looks_at_reports_of_their_own_words(cast, now):
    report = report_message(message=say(cast, "tom", "Hello"), reason="It hurts", by=cast.ada, now=now)
    assert answer_of(get_report_for, *asks(cast, "tom"), report.pk, TODAY) == HIDDEN
    assert answer_of(get_report_for, *asks(cast, "ines"), report.pk, TODAY) == report
    assert who_looks_at(report, TODAY) == [cast.ines]


def test_without_another_educator_whoever_runs_the_school_looks(cast, now):
    report = report_message(message=say(cast, "tom", "Hello"), reason="It hurts", by=cast.ada, now=now)
    assert answer_of(get_report_for, *asks(cast, "omar"), report.pk, TODAY) == HIDDEN
    end_enrolment(enrolment=Enrolment.objects.get(person=cast.ines), on=TODAY, by=cast.omar, now=now)
    assert answer_of(get_report_for, *asks(cast, "omar"), report.pk, TODAY) == report
    assert who_looks_at(report, TODAY) == [cast.omar]
    # Who looks may hide it, without reading the rest of the conversation.
    assert answer_of(get_message_for, *asks(cast, "omar"), report.message_id, TODAY, to="hide") == report.message
    assert answer_of(get_message_for, *asks(cast, "omar"), report.message_id, TODAY) == HIDDEN


def test_who_runs_the_school_never_hears_that_their_own_words_were_reported(cast, now):
    """Omar is at Ada's home as well: whoever reports his words must be able to trust that he is not told."""
    start = TODAY - timedelta(days=10)
    people.link_guardian(guardian=cast.omar, learner=cast.ada, starts_on=start, by=None, now=now)
    deputy = people.create_person(given_name="Kay", family_name="Lund", email="", by=None, now=now)
    people.give_role(person=deputy, kind=Role.Kind.COORDINATOR, school=cast.school, starts_on=start, by=None, now=now)
    message = say(cast, "omar", "Hello")
    for enrolment in Enrolment.objects.filter(person__in=[cast.tom, cast.ines]):
        end_enrolment(enrolment=enrolment, on=TODAY, by=cast.omar, now=now)
    report = report_message(message=message, reason="It hurts", by=cast.ada, now=now)
    assert who_looks_at(report, TODAY) == [deputy]
    assert answer_of(get_report_for, deputy, standing_of(deputy, TODAY), report.pk, TODAY) == report
    assert answer_of(get_report_for, *asks(cast, "omar"), report.pk, TODAY) == HIDDEN
    assert not Notice.objects.filter(person=cast.omar).exists()
    assert Notice.objects.filter(person=deputy).exists()


def test_reports_wait_for_who_runs_this_school_and_not_another(cast, now):
    start = TODAY - timedelta(days=10)
    here, there = (
        people.create_person(given_name=name, family_name="Lund", email="", by=None, now=now) for name in ("Kay", "Pia")
    )
    for person, school in ((here, cast.school), (there, cast.other_school)):
        people.give_role(person=person, kind=Role.Kind.COORDINATOR, school=school, starts_on=start, by=None, now=now)
    end_enrolment(enrolment=Enrolment.objects.get(person=cast.ines), on=TODAY, by=cast.omar, now=now)
    report = report_message(message=say(cast, "tom", "Hello"), reason="It hurts", by=cast.ada, now=now)
    assert set(who_looks_at(report, TODAY)) == {here, cast.omar}
    assert answer_of(get_report_for, here, standing_of(here, TODAY), report.pk, TODAY) == report
    assert answer_of(get_report_for, there, standing_of(there, TODAY), report.pk, TODAY) == HIDDEN


def test_a_voice_without_account_is_looked_at_by_educators(cast, now):
    message = say_words(
        subject_kind=KIND, subject_id=WALL, learner=cast.ada, author=None, author_name="Grandma", body="Hi", now=now
    )
    report = report_message(message=message, reason="Who is this?", by=cast.ada, now=now)
    assert answer_of(get_report_for, *asks(cast, "tom"), report.pk, TODAY) == report
    assert answer_of(get_report_for, *asks(cast, "omar"), report.pk, TODAY) == HIDDEN


def test_reports_without_a_learner_go_to_the_educators_of_the_circle(cast, now):
    OPEN_CIRCLE.update({cast.ada.pk, cast.ben.pk, cast.tom.pk})
    message = say_words(subject_kind=OPEN_KIND, subject_id=WALL, learner=None, author=cast.ben, body="Hi", now=now)
    report = report_message(message=message, reason="It hurts", by=cast.ada, now=now)
    assert answer_of(get_report_for, *asks(cast, "tom"), report.pk, TODAY) == report
    assert answer_of(get_report_for, *asks(cast, "mira"), report.pk, TODAY) == HIDDEN
    assert answer_of(get_report_for, *asks(cast, "ruth"), report.pk, TODAY) == HIDDEN
    assert who_looks_at(report, TODAY) == [cast.tom]
    assert may_moderate(cast.tom, OPEN_KIND, WALL, None, TODAY)


def test_the_page_of_reports_is_for_who_teaches_or_runs_a_school(cast):
    assert {who for who in (*TAKE_PART, *STAY_OUT) if looks_at_reports(*asks(cast, who), TODAY)} == {
        "tom",
        "ines",
        "mira",
        "omar",
    }


def test_reports_of_another_district_do_not_exist(cast, now):
    report = report_message(message=say(cast, "ruth", "Hello"), reason="It hurts", by=cast.ada, now=now)
    assert report in visible_reports(*asks(cast, "tom"), TODAY)
    assert Role.objects.filter(person=cast.zed).count() == 0
    assert answer_of(get_report_for, *asks(cast, "zed"), report.pk, TODAY) == HIDDEN


def test_a_family_that_ended_takes_no_part(cast, now):
    people.end_guardianship(
        link=Guardianship.objects.get(learner=cast.ada), on=TODAY - timedelta(days=1), by=cast.omar, now=Now
    )
    assert answer_of(require_part, *asks(cast, "ruth"), KIND, WALL, TODAY) == HIDDEN


def test_the_learner_of_a_conversation_is_known_to_its_thread(cast):
    assert learner_of(OPEN_KIND, WALL) is None
    say(cast, "ada", "Hello")
    assert learner_of(KIND, WALL) == cast.ada
