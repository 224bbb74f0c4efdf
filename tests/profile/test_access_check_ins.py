"""Check-ins: who is asked, who was told, who reads what, and that the learner sees it first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.people import PEOPLE
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.actions import ActionRefused
from trellis.people import actions as people
from trellis.people.access import standing_of
from trellis.people.models import Role
from trellis.profile import actions_check_ins as actions
from trellis.profile import queries_check_ins as queries
from trellis.profile.access import get_round_for, get_round_to_answer, may_ask, visible_answers
from trellis.profile.models import Answer
from trellis.profile.questions import own, ready
from trellis.school.models import Enrolment

EVERYBODY = (*PEOPLE, "zed")
READS = {"author": {"tom"}, "educators": {"tom", "ines"}, "nobody": set()}


def today():
    return timezone.now().date()


@pytest.fixture
def ask(cast, now):
    """Tom asks Ada's class, or Omar the school."""

    def asked(told="author", *, school=None, by=None, questions=None, **dates):
        return actions.open_check_in(
            title="How was this week?",
            questions=ready(["doing", "need", "belong"]) if questions is None else questions,
            told=told,
            opens_on=dates.get("opens_on", today()),
            closes_on=dates.get("closes_on", today() + timedelta(days=7)),
            school=school,
            school_class=None if school else cast.ada_class,
            by=by or (cast.omar if school else cast.tom),
            now=now,
        )

    return asked


def say(check_in, learner, now, **values):
    return actions.answer_check_in(check_in=check_in, learner=learner, values=values or {"doing": 2}, now=now)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_round_is_put_to_the_learners_of_its_class(cast, ask, name):
    check_in, person = ask(), getattr(cast, name)
    answer = answer_of(get_round_to_answer, person, check_in.pk, today())
    assert answer == (check_in if name in {"ada", "ben"} else HIDDEN)


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("told", READS)
def test_answers_are_read_by_those_the_learner_was_told_about(cast, ask, now, told, name):
    check_in, person = ask(told), getattr(cast, name)
    answer = say(check_in, cast.ada, now)
    assert list(visible_answers(person, check_in, today())) == []
    actions.see_trend(learner=cast.ada, now=now)
    reads = name in READS[told]
    assert list(visible_answers(person, check_in, today())) == ([answer] if reads else [])
    opens = reads or name == "tom"
    found = answer_of(get_round_for, person, standing_of(person, today()), check_in.pk, today())
    assert found == (check_in if opens else HIDDEN)


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("told", READS)
def test_a_round_to_a_school_shows_answers_to_told_educators_only(cast, ask, now, told, name):
    check_in, person = ask(told, school=cast.school), getattr(cast, name)
    answer = say(check_in, cast.ada, now)
    actions.see_trend(learner=cast.ada, now=now)
    reads = told == "educators" and name in {"tom", "ines"}
    assert list(visible_answers(person, check_in, today())) == ([answer] if reads else [])
    counts = queries.counted_answers(standing_of(person, today()), check_in)
    assert (counts is not None) == (name == "omar" and told != "nobody")


def test_counts_under_five_are_hidden_none_included(cast, ask, now):
    check_in = ask(school=cast.school)
    for n in range(9):
        learner = people.create_person(given_name=f"Learner {n}", family_name="Many", email="", by=None, now=now)
        people.give_role(
            person=learner, kind=Role.Kind.LEARNER, school=cast.school, starts_on=today(), by=None, now=now
        )
        say(check_in, learner, now, doing=4 if n < 5 else 1)
        actions.see_trend(learner=learner, now=now)
    counts = queries.counted_answers(standing_of(cast.omar, today()), check_in)
    assert [step[2] for step in counts[0].steps] == [None, None, None, 5, None]


def test_an_author_whose_class_ended_reads_nothing(cast, ask, now):
    check_in = ask()
    say(check_in, cast.ada, now)
    actions.see_trend(learner=cast.ada, now=now)
    mine = Enrolment.objects.get(person=cast.tom, school_class=cast.ada_class)
    mine.ends_on = today()
    mine.save(update_fields=["ends_on"])
    assert list(visible_answers(cast.tom, check_in, today())) == []
    standing = standing_of(cast.tom, today())
    assert answer_of(get_round_for, cast.tom, standing, check_in.pk, today()) == HIDDEN


def test_answers_stand_by_name_and_never_by_what_they_say(cast, ask, now):
    check_in = ask()
    for learner, value in ((cast.ben, 5), (cast.ada, 1)):
        say(check_in, learner, now, doing=value)
        actions.see_trend(learner=learner, now=now)
    said = queries.answers_by_name(cast.tom, check_in, today())
    assert [one.name for one in said] == ["Ada Kovač", "Ben Okafor"]


def test_answering_again_waits_for_the_learners_own_look_again(cast, ask, now):
    check_in = ask()
    say(check_in, cast.ada, now)
    assert actions.see_trend(learner=cast.ada, now=now) == 1
    say(check_in, cast.ada, now, doing=5)
    assert Answer.objects.get().seen_at is None
    assert list(visible_answers(cast.tom, check_in, today())) == []


def test_a_trend_has_a_point_for_each_answer(cast, ask, now):
    for days, value in ((3, 2), (2, 5)):
        say(ask(), cast.ada, now - timedelta(days=days), doing=value)
    trend = queries.trends_of(cast.ada)[0]
    assert [point.words for point in trend.points] == ["rather hard", "very well"]
    assert trend.line == "16,82 304,16"


def test_a_round_is_short_has_questions_and_ends_after_it_began(cast, ask):
    for wrong, field in (
        ({"questions": []}, "ready"),
        ({"questions": own(["Why?"] * 7, "words")}, "own"),
        ({"closes_on": today()}, "last_day"),
        ({"closes_on": today() + timedelta(days=90)}, "last_day"),
    ):
        with pytest.raises(ActionRefused) as refused:
            ask(**wrong)
        assert refused.value.field == field


def test_an_answer_needs_something_and_keeps_what_fits(cast, ask, now):
    check_in = ask()
    with pytest.raises(ActionRefused):
        say(check_in, cast.ada, now, doing=9, need="  ")
    with pytest.raises(ActionRefused, match="Yours has 100000"):
        say(check_in, cast.ada, now, need="a" * 100_000)
    assert say(check_in, cast.ada, now, doing=3, need=" Time ", other="x").values == {"doing": 3, "need": "Time"}


def test_only_the_author_takes_back_a_round_and_only_unanswered(cast, ask, now):
    check_in = ask("educators")
    standing = standing_of(cast.ines, today())
    assert answer_of(get_round_for, cast.ines, standing, check_in.pk, today(), to="withdraw") == FIXED
    say(check_in, cast.ada, now)
    with pytest.raises(ActionRefused):
        actions.withdraw_check_in(check_in=check_in, by=cast.tom, now=now)
    other = ask()
    actions.withdraw_check_in(check_in=other, by=cast.tom, now=now)
    assert other.pk is None


def test_only_its_author_withdraws_a_round(cast, ask, now):
    check_in = ask("educators")
    found = get_round_for(cast.tom, standing_of(cast.tom, today()), check_in.pk, today(), to="withdraw")
    assert found == check_in
    standing = standing_of(cast.ines, today())
    assert get_round_for(cast.ines, standing, check_in.pk, today()) == check_in
    assert answer_of(get_round_for, cast.ines, standing, check_in.pk, today(), to="withdraw") == FIXED


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_teaches_asks_a_class_and_who_runs_a_school_asks_the_school(cast, name):
    person = getattr(cast, name)
    assert may_ask(person, standing_of(person, today()), today()) is (name in {"tom", "mira", "ines", "omar"})
