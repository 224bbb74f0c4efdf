"""Lessons: questions by depth, whose turn it is, checks without names, ideas to take up, and the class picture."""

from __future__ import annotations

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.evidence.lessons import answer, ask, fill_class, judged, plan, turn
from tests.evidence.showing import day, eyes_of, levels

from trellis.core.actions import ActionRefused
from trellis.evidence.models import Misconception, Question, Turn
from trellis.evidence.queries.lessons import draw_voice, result_of, voices_of
from trellis.framework.models import Competency, CompetencyLink


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args: object, **data: object) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


# --- Questions


def test_a_question_is_planned_changed_taken_out_and_brought_back(cast, sign_in):
    tom, here = sign_in(cast.tom), cast.ada_class.pk
    html = post(tom, "evidence:questions", here, text="What if the bridge were ice?", depth="create", on=day())
    assert "What if the bridge were ice?" in html.split('id="d-create"')[1]
    question = Question.objects.get()
    given = {"text": "What if it were paper?", "depth": "create", "on": day()}
    assert "paper" in post(tom, "evidence:question-change", question.pk, version=1, **given)
    assert "Somebody else saved" in post(tom, "evidence:question-change", question.pk, version=1, **given)
    assert "paper" not in post(tom, "evidence:question-remove", question.pk)
    assert "paper" in post(tom, "evidence:question-back", question.pk)


# --- Whose turn


def test_everybody_is_heard_once_before_anybody_is_heard_twice(cast):
    fill_class(cast, 5)
    called, drawn = [], turn(cast)
    for seed in range(7):
        called.append(drawn)
        drawn = turn(cast, "spoke", drawn, seed=seed)
    assert len({one.pk for one in called}) == 7


def test_who_passes_is_left_in_peace_until_all_others_were_asked(cast):
    drawn = turn(cast, "passed", cast.ada)
    assert drawn == cast.ben
    assert {turn(cast, seed=seed) for seed in range(5)} == {cast.ben}
    assert not voices_of(cast.ada_class, day())[0].last_at


def test_a_group_counts_for_all_who_spoke_and_one_voice_for_one(cast):
    third = fill_class(cast, 1)[0]
    assert turn(cast, "group", cast.ada, cast.ben) == third
    assert Turn.objects.filter(kind="group").count() == 2
    with pytest.raises(ActionRefused, match="One at a time"):
        turn(cast, "spoke", cast.ada, cast.ben)


def test_chance_decides_and_who_is_away_is_not_called(cast):
    fill_class(cast, 10)
    heard = voices_of(cast.ada_class, day())
    assert len({draw_voice(heard, (), Random(seed)).pk for seed in range(40)}) > 6
    away = [one.person.pk for one in heard[1:]]
    assert draw_voice(heard, away, Random(1)) == heard[0].person
    assert draw_voice(heard, [one.person.pk for one in heard], Random(1)) is None


def test_the_page_for_the_projector_calls_one_name_and_counts(cast, sign_in):
    tom, question = sign_in(cast.tom), plan(cast)
    html = post(tom, "evidence:voices", cast.ada_class.pk, question=question.pk)
    called = html.split('class="called" role="status">')[1].split("<")[0]
    assert called in {"Ada", "Ben"}
    who = getattr(cast, called.lower())
    given = {"who": who.pk, "kind": "spoke", "question": question.pk}
    other = "Ben" if called == "Ada" else "Ada"
    assert f'role="status">{other}<' in post(tom, "evidence:voices", cast.ada_class.pk, **given)
    assert Turn.objects.get().question == question
    html = post(tom, "evidence:voices", cast.ada_class.pk, away=[cast.ada.pk, cast.ben.pk])
    assert "Everybody was asked." in html
    html = post(tom, "evidence:voices", cast.ada_class.pk, who=[cast.ada.pk, cast.ben.pk], kind="passed")
    assert "One at a time" in html


# --- Checks


def test_a_check_is_answered_from_today_and_changed_while_it_is_open(cast, sign_in):
    tom, ada = sign_in(cast.tom), sign_in(cast.ada)
    given = {"text": "What is more?", "kind": "choose", "options": "a half\na third"}
    assert "It is open." in post(tom, "evidence:checks", cast.ada_class.pk, **given)
    today = page(ada, "home:today")
    check = today.split("/checks/")[1].split("/")[0]
    assert "Say why." in post(ada, "evidence:check", check, option=0)
    assert "Your answer is there." in post(ada, "evidence:check", check, option=1, words="3 is more")
    assert check not in page(ada, "home:today")
    post(ada, "evidence:check", check, option=0, words="I drew it")
    seen = page(tom, "evidence:check-who", check)
    assert "I drew it" in seen
    assert "3 is more" not in seen
    post(tom, "evidence:check-step", check, "close")
    assert "This check is closed." in post(ada, "evidence:check", check, option=1, words="no")
    post(tom, "evidence:check-step", check, "open")
    assert "Change my answer" in page(ada, "evidence:check", check)


@pytest.mark.parametrize("options", ["", "one", "a\na", "1\n2\n3\n4\n5\n6\n7"])
def test_there_is_something_to_choose_from(cast, sign_in, options):
    html = post(sign_in(cast.tom), "evidence:checks", cast.ada_class.pk, text="?", kind="choose", options=options)
    assert 'id="id_options_error"' in html


def test_the_class_sees_no_names_and_no_option_of_fewer_than_five(cast, sign_in):
    learners = [cast.ada, cast.ben, *fill_class(cast, 5)]
    check, ada, tom = ask(cast), sign_in(cast.ada), sign_in(cast.tom)
    for one in learners[:4]:
        answer(check, one)
    assert not result_of(check).enough
    post(tom, "evidence:check-step", check.pk, "show")
    assert "Fewer than five have answered" in page(ada, "evidence:check", check.pk)
    for one in learners[4:6]:
        answer(check, one, words="Because it is.")
    answer(check, learners[6], 1, words="A third is more than a half.")
    html = page(ada, "evidence:check", check.pk).split('class="card result"')[1]
    assert [one.n for one in result_of(check).options] == [6, None]
    assert "fewer than five" in html
    assert "A third is more" in html
    assert "Learner" not in html
    assert "Ben" not in html
    assert "Learner04" in page(tom, "evidence:check-who", check.pk)
    assert ada.get(reverse("evidence:check-who", args=[check.pk])).status_code == 403


def test_what_the_class_thinks_is_not_shown_before_its_educator_shows_it(cast, sign_in):
    check = ask(cast, "thumbs", ())
    for one in [cast.ada, cast.ben, *fill_class(cast, 4)]:
        answer(check, one, words="")
    assert "What the class thinks" not in page(sign_in(cast.ada), "evidence:check", check.pk)
    assert "I could explain it" in page(sign_in(cast.tom), "evidence:check", check.pk)


def test_a_short_answer_needs_words(cast):
    check = ask(cast, "short", ())
    with pytest.raises(ActionRefused, match="a few words"):
        answer(check, cast.ada, None, " ")
    answer(check, cast.ada, 3, "Water")
    with pytest.raises(ActionRefused, match="Choose one"):
        answer(ask(cast, "thumbs"), cast.ada, 7)


def test_an_idea_is_kept_with_who_had_it_and_settled(cast, sign_in):
    check, tom = ask(cast), sign_in(cast.tom)
    answer(check, cast.ada)
    html = post(tom, "evidence:check-who", check.pk, words="Longer is more", learners=[cast.ada.pk])
    assert "Longer is more" in html
    assert cast.ada.full_name in html.split("Longer is more")[1]
    given = {"words": "x", "learners": [cast.ben.pk]}
    assert "is not one of the available choices" in post(tom, "evidence:check-who", check.pk, **given)
    idea = Misconception.objects.get()
    assert "<q>Longer is more" not in post(tom, "evidence:settle", idea.pk)
    assert "<q>Longer is more" in post(tom, "evidence:settle", idea.pk)


# --- The class picture


def test_the_picture_names_groups_to_act_on_in_the_order_of_names(cast, sign_in):
    competencies = list(Competency.objects.filter(code__contains=".", retired_at__isnull=True).order_by("code")[:2])
    first, second = competencies
    CompetencyLink.objects.filter(kind="precedes").delete()
    CompetencyLink.objects.create(framework=first.framework, kind="precedes", origin=first, destination=second)
    last = len(levels(first)) - 1
    for learner, place in ((cast.ben, last), (cast.ada, last)):
        for _again in range(3):
            judged(cast, learner, first, place, cast.tom)
    third = fill_class(cast, 1)[0]
    judged(cast, third, first, 0, cast.tom)
    html = page(sign_in(cast.tom), "evidence:picture", cast.ada_class.pk)
    names = f"{cast.ada.full_name}, {cast.ben.full_name}"
    assert f"<dt>Ready for it</dt><dd>{names}</dd>" in html
    assert f"<dt>Can show others how</dt><dd>{names}</dd>" in html
    assert f"<dt>On the way</dt><dd>{third.full_name}</dd>" in html


def test_the_picture_holds_nothing_that_another_educator_judged(cast, sign_in):
    competency = Competency.objects.filter(code__contains=".").order_by("code")[0]
    judged(cast, cast.ada, competency, 2, cast.ines)
    assert "Nothing was judged this term yet" in page(sign_in(cast.tom), "evidence:picture", cast.ada_class.pk)


@pytest.mark.parametrize("n", [1, 28])
def test_the_picture_asks_as_often_for_thirty_as_for_one(cast, sign_in, n):
    learners = fill_class(cast, n)
    competencies = Competency.objects.filter(code__contains=".", retired_at__isnull=True).order_by("code")[:12]
    with eyes_of(cast, cast.tom):
        for learner in learners[:6]:
            for place, competency in enumerate(competencies):
                judged(cast, learner, competency, place % 3, cast.tom)
    tom = sign_in(cast.tom)
    page(tom, "evidence:picture", cast.ada_class.pk)
    with CaptureQueriesContext(connection) as asked:
        html = page(tom, "evidence:picture", cast.ada_class.pk)
    assert len(asked) == 20
    assert len(html.encode()) < 40_000
