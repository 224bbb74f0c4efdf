"""Noticing on the move: three taps, once and never twice, and who was not noticed is named by time alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.evidence.lessons import fill_class, notice
from tests.evidence.showing import day, eyes_of, moment, some_competency

from trellis.core.actions import ActionRefused
from trellis.core.models import Moment
from trellis.evidence.actions.lessons import plan_question
from trellis.evidence.models import Artefact
from trellis.notice.models import Notice

KEY = "01890f3e-0000-7000-8000-000000000007"
FROM_DEVICE = {"HTTP_X_KEPT_ON_DEVICE": "yes"}


@pytest.fixture
def address(cast) -> str:
    return reverse("evidence:notice", args=[cast.ada_class.pk])


def noticed(cast) -> list[Artefact]:
    with eyes_of(cast, cast.tom):
        return list(Artefact.objects.filter(kind="seen"))


def test_three_taps_and_the_learner_reads_it(cast, sign_in, address):
    competency = some_competency()
    asked = {"school_class": cast.ada_class, "depth": "explain", "on": day(), "by": cast.tom, "now": moment()}
    plan_question(text="Why?", competency_id=competency.pk, **asked)
    tom, given = sign_in(cast.tom), {"learner": cast.ada.pk, "competencies": [competency.pk]}
    html = tom.post(address, given, follow=True).content.decode()
    assert "Noted. They can read it now." in html
    (seen,) = noticed(cast)
    assert (seen.voice, seen.audience, seen.made_by_id) == ("educator", "educators", cast.tom.pk)
    assert seen.words
    with eyes_of(cast, cast.ada):
        assert {one.competency_id or one.school_class_id for one in seen.about.all()} == {
            competency.pk,
            cast.ada_class.pk,
        }
        assert Notice.objects.get(person=cast.ada, subject_id=seen.pk).kind == "evidence.noticed"
    page = reverse("evidence:artefact", args=[seen.pk])
    assert seen.words in sign_in(cast.ada).get(page).content.decode()
    for name in ("ben", "ruth", "mira", "ines", "omar", "chidi"):
        assert sign_in(getattr(cast, name)).get(page).status_code == 404, name


def test_what_a_device_sends_again_is_there_already_and_tells_nobody_twice(cast, sign_in, address):
    tom = sign_in(cast.tom)
    given = {"learner": cast.ada.pk, "words": "She asked why.", "key": KEY, "happened_on": day() - timedelta(days=2)}
    for _again in range(3):
        assert tom.post(address, given, **FROM_DEVICE).status_code == 201
    (seen,) = noticed(cast)
    assert seen.happened_on == day() - timedelta(days=2)
    with eyes_of(cast, cast.ada):
        assert Notice.objects.filter(person=cast.ada, subject_id=seen.pk).count() == 1
    assert Moment.objects.filter(verb="learner.noticed").count() == 1


def test_a_device_is_told_what_could_not_be_kept(cast, sign_in, address):
    tom = sign_in(cast.tom)
    answer = tom.post(address, {"learner": cast.ada.pk, "words": ""}, **FROM_DEVICE)
    assert (answer.status_code, answer.json()) == (422, {"refused": ["Say in one sentence what you saw, or tap it."]})
    assert tom.post(address, {"learner": cast.chidi.pk, "words": "He"}, **FROM_DEVICE).status_code == 422
    assert "Say in one sentence" in tom.post(address, {"learner": cast.ada.pk}).content.decode()
    assert noticed(cast) == []


def test_a_device_that_is_ahead_of_the_day_at_school_is_believed_no_further_than_today(cast, sign_in, address):
    tomorrow = day() + timedelta(days=1)
    sign_in(cast.tom).post(address, {"learner": cast.ada.pk, "words": "She asked.", "happened_on": tomorrow})
    assert noticed(cast)[0].happened_on == day()


def test_nobody_is_noticed_without_a_word(cast):
    with pytest.raises(ActionRefused, match="Say in one sentence"):
        notice(cast, cast.ada, words="  ")


def test_who_was_not_noticed_is_named_by_time_in_the_order_of_names(cast, sign_in, address):
    notice(cast, cast.ben, words="Ben helped.", happened_on=day() - timedelta(days=15))
    aside = sign_in(cast.tom).get(address).content.decode().split('id="quiet-title"')[1]
    assert "since" in aside.split("Ben")[1]
    assert aside.index("Ada") < aside.index("Ben")
    assert "not yet this term" in aside.split("Ada")[1].split("Ben")[0]
    notice(cast, cast.ben)
    aside = sign_in(cast.tom).get(address).content.decode().split('id="quiet-title"')[1]
    assert "Ben" not in aside


def test_what_was_noted_by_mistake_is_taken_away(cast, sign_in, address):
    seen = notice(cast, cast.ada)
    sign_in(cast.tom).post(reverse("evidence:take-away", args=[seen.pk]))
    assert sign_in(cast.ada).get(reverse("evidence:artefact", args=[seen.pk])).status_code == 404


@pytest.mark.parametrize("n", [0, 28])
def test_the_page_asks_as_often_for_a_large_class(cast, sign_in, address, n):
    fill_class(cast, n)
    notice(cast, cast.ada)
    tom = sign_in(cast.tom)
    tom.get(address)
    with CaptureQueriesContext(connection) as asked:
        html = tom.get(address).content
    assert len(asked) == 16
    assert len(html) < 40_000
