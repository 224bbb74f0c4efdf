"""Nobody guesses a little at each learner of a class; the class itself still comes in."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from trellis.core.models import Moment
from trellis.people.models import Account
from trellis.people.signing_in import give_pictures
from trellis.school.actions import issue_class_code
from trellis.school.doors import guesses


@pytest.fixture
def code(cast):
    return issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now())


def new_pictures(cast):
    account = Account.objects.get(username="ada")
    return give_pictures(account=account, by=cast.tom, now=timezone.now(), chance=random.Random(7))


@pytest.fixture
def pictures(cast):
    return new_pictures(cast)


def come(client, code, person, names):
    client.post("/class/", {"code": code.code})
    client.post("/class/names/", {"person": str(person.pk)})
    for name in names:
        answer = client.post("/class/pictures/", {"picture": name})
    return answer


def missed(code, learner, times, **more):
    for number in range(times):
        Moment.objects.create(
            **{"at": timezone.now() - timedelta(seconds=number), "verb": guesses.MISSED, "object_id": code.pk,
               "learner_id": learner.pk, "context": {"device": ""}, **more},
        )  # fmt: skip


def test_a_miss_is_counted_for_class_and_learner(cast, client, code, pictures):
    come(client, code, cast.ada, reversed(pictures))
    moment = Moment.objects.get(verb=guesses.MISSED)
    assert (moment.object_id, moment.learner_id, moment.actor_id) == (code.pk, cast.ada.pk, None)


def test_forty_misses_over_a_class_close_its_pictures_to_strange_devices(cast, client, code, pictures):
    missed(code, cast.ben, 39)
    assert "not your three pictures" in come(client, code, cast.ada, reversed(pictures)).text
    answer = come(client, code, cast.ada, pictures)
    assert (answer.status_code, "new class code or your card" in answer.text) == (429, True)


def test_a_device_of_the_classroom_still_opens(cast, code, pictures):
    tablet = Client()
    come(tablet, code, cast.ada, pictures)
    tablet.post("/account/logout/")
    missed(code, cast.ben, 40)
    assert come(tablet, code, cast.ada, pictures).url == "/"


def test_a_device_of_the_classroom_has_a_limit_of_its_own(cast, code, pictures):
    tablet = Client()
    come(tablet, code, cast.ada, pictures)
    tablet.post("/account/logout/")
    come(tablet, code, cast.ada, reversed(pictures))
    device = Moment.objects.get(verb=guesses.MISSED).context["device"]
    missed(code, cast.ben, 39, context={"device": device})
    assert device != ""
    assert come(tablet, code, cast.ada, pictures).status_code == 429


def test_an_invented_device_is_a_strange_one(cast, client, code, pictures):
    missed(code, cast.ben, 40)
    client.cookies[guesses.DEVICE_COOKIE] = "invented"
    assert come(client, code, cast.ada, pictures).status_code == 429


def test_a_new_class_code_and_a_new_hour_begin_anew(cast, client, code, pictures):
    missed(code, cast.ben, 40, at=timezone.now() - timedelta(minutes=61))
    assert come(Client(), code, cast.ada, pictures).url == "/"
    missed(code, cast.ben, 40)
    anew = issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now())
    assert come(client, anew, cast.ada, pictures).url == "/"


def test_a_learner_missed_twelve_times_in_a_day_rests_until_new_pictures(cast, code, pictures):
    far = issue_class_code(school_class=cast.advisory, by=cast.tom, now=timezone.now())
    now = timezone.now() + timedelta(seconds=60)
    missed(far, cast.ada, 12, at=now - timedelta(seconds=1))
    answer = come(Client(), code, cast.ada, pictures)
    assert (answer.status_code, "for Ada many times today" in answer.text) == (429, True)
    account = Account.objects.get(username="ada")
    given = give_pictures(account=account, by=cast.tom, now=now, chance=random.Random(9))
    assert come(Client(), code, cast.ada, given).url == "/"


def test_a_right_answer_does_not_reset_the_day(cast, code, pictures):
    missed(code, cast.ada, 11, at=timezone.now() + timedelta(seconds=1))
    assert come(Client(), code, cast.ada, pictures).url == "/"
    come(Client(), code, cast.ada, reversed(pictures))
    assert come(Client(), code, cast.ada, pictures).status_code == 429
