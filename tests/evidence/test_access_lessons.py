"""Who leads a lesson and who takes part in it; everybody else is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.evidence.lessons import ask, judged, notice, plan
from tests.evidence.showing import day, eyes_of, moment, show, some_competency
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.evidence import access_lessons as access
from trellis.evidence.actions.lessons import answer_check, close_check, keep_idea, remove_question
from trellis.evidence.models import Artefact, Judgement
from trellis.people.access import standing_of
from trellis.school.models import Enrolment

LED_BY = {"tom": True}
OTHERS = {"ada": FIXED, "ben": FIXED, "ruth": FIXED, "omar": FIXED}


def asked(cast, name: str, get, thing_id, **given):
    person = getattr(cast, name)
    return answer_of(get, person, standing_of(person, day()), thing_id, day(), **given)


@pytest.mark.parametrize("name", ["tom", "ada", "ruth", "omar", "mira", "ines", "chidi", "noor", "dana", "eve"])
def test_who_teaches_a_class_leads_its_lessons_and_nobody_else(cast, name):
    found = asked(cast, name, access.get_lesson_class_for, cast.ada_class.pk)
    assert found == (cast.ada_class if name == "tom" else OTHERS.get(name, HIDDEN))


def test_a_planned_question_is_for_who_leads(cast):
    question = plan(cast)
    assert asked(cast, "tom", access.get_question_for, question.pk)[0] == question
    for name in ("ada", "ruth", "omar", "mira", "eve"):
        assert asked(cast, name, access.get_question_for, question.pk) == HIDDEN
    remove_question(question=question, by=cast.tom, now=moment())
    assert asked(cast, "tom", access.get_question_for, question.pk) == HIDDEN
    assert asked(cast, "tom", access.get_question_for, question.pk, to="bring back")[0] == question
    assert asked(cast, "ada", access.get_question_for, question.pk, to="bring back") == HIDDEN


def test_a_check_is_for_who_leads_and_who_learns_there(cast):
    check = ask(cast)
    assert asked(cast, "tom", access.get_check_for, check.pk) == (check, True)
    assert asked(cast, "ada", access.get_check_for, check.pk) == (check, False)
    assert asked(cast, "ada", access.get_check_for, check.pk, to="answer") == (check, False)
    assert asked(cast, "tom", access.get_check_for, check.pk, to="lead") == (check, True)
    assert asked(cast, "tom", access.get_check_for, check.pk, to="answer") == FIXED
    assert asked(cast, "ada", access.get_check_for, check.pk, to="lead") == FIXED
    for name in ("ruth", "omar", "mira", "ines", "chidi", "eve", "dana"):
        assert asked(cast, name, access.get_check_for, check.pk) == HIDDEN
    assert asked(cast, "tom", access.get_check_for, cast.ada.pk) == HIDDEN


def test_a_check_waits_for_its_class_while_it_is_open(cast):
    check = ask(cast)
    assert list(access.open_checks(cast.ada, day())) == [check]
    assert not access.open_checks(cast.chidi, day()).exists()
    close_check(check=check, by=cast.tom, now=moment())
    assert not access.open_checks(cast.ada, day()).exists()


def test_who_had_an_idea_is_for_who_leads(cast):
    check = ask(cast)
    answer_check(check=check, option=0, words="It is longer.", by=cast.ada, now=moment())
    idea = keep_idea(check=check, words="Longer is more", learners=[cast.ada.pk], by=cast.tom, now=moment())
    assert asked(cast, "tom", access.get_misconception_for, idea.pk) == (idea, cast.ada_class)
    for name in ("ada", "ruth", "omar", "mira", "ines", "eve"):
        assert asked(cast, name, access.get_misconception_for, idea.pk) == HIDDEN
    assert asked(cast, "tom", access.get_misconception_for, cast.ada.pk) == HIDDEN


def test_leading_ends_with_the_place_in_the_class(cast):
    Enrolment.objects.filter(person=cast.tom, school_class=cast.ada_class).update(ends_on=day())
    assert not access.leads(cast.tom, cast.ada_class.pk, day())
    assert access.takes_part(cast.ada, cast.ada_class.pk, day())
    assert [one.pk for one in access.class_learners(cast.ada_class, day())] == [cast.ada.pk, cast.ben.pk]


def test_many_are_read_as_each_one_is(cast):
    competency = some_competency()
    own = judged(cast, cast.ada, competency, 1, cast.tom)
    judged(cast, cast.ada, competency, 2, cast.ines)
    old = judged(cast, cast.ben, competency, 1, cast.tom, at=moment() - timedelta(days=200))
    peer = judged(cast, cast.ben, competency, 1, cast.ada, voice="peer")
    with eyes_of(cast, cast.chidi):
        Judgement.objects.create(
            purpose="as",
            voice="self",
            learner=cast.chidi,
            by=cast.chidi,
            competency=competency,
            level=own.level,
            reason="Mine.",
            artefact=show(cast, learners=[cast.chidi]),
            at=moment(),
        )
    keys = [cast.ada.pk, cast.ben.pk, cast.chidi.pk]
    with eyes_of(cast, cast.tom):
        assert set(access.weighable_judgements_in(cast.tom, keys, day())) == {own, peer}
        assert old.pk
    with eyes_of(cast, cast.mira):
        assert not access.weighable_judgements_in(cast.mira, keys, day()).exists()


def test_what_one_noticed_oneself_is_counted(cast):
    seen = notice(cast, cast.ada)
    with eyes_of(cast, cast.tom):
        assert list(access.own_observations(cast.tom, day())) == [seen]
        Artefact.objects.filter(pk=seen.pk).update(removed_at=moment())
        assert not access.own_observations(cast.tom, day()).exists()
    assert not access.own_observations(cast.ines, day()).exists()
