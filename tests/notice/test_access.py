"""Whose notices: one's own alone, and about a learner only while one is tied to them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.notice.news import KIND, register_news
from tests.people import PEOPLE, Now
from tests.refusals import HIDDEN, answer_of
from trellis.notice.access import get_notice_for, own_digest, visible_notices
from trellis.notice.actions import tell
from trellis.notice.models import Digest, Notice
from trellis.people.actions import end_guardianship, end_mentorship
from trellis.people.models import Guardianship, Mentorship
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment

TODAY = timezone.now().date()
EVERYBODY = (*PEOPLE, "zed")
TIED = ("ada", "tom", "ines", "ruth", "noor")


@pytest.fixture(autouse=True)
def news() -> None:
    register_news()


def told(cast, who: str, learner=None) -> Notice:
    return tell(people=[getattr(cast, who)], kind=KIND, thing=cast.ada_class, learner=learner, now=Now)[0]


def end_tie(cast, who: str) -> None:
    by = {"on": TODAY, "by": cast.omar, "now": Now}
    if who == "ruth":
        end_guardianship(link=Guardianship.objects.get(guardian=cast.ruth), **by)
    elif who == "noor":
        end_mentorship(link=Mentorship.objects.get(mentor=cast.noor), **by)
    else:
        for enrolment in Enrolment.objects.filter(person=getattr(cast, who)):
            end_enrolment(enrolment=enrolment, **by)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_notice_is_read_by_the_one_it_was_told_to_and_by_nobody_who_runs_the_school(cast, name):
    notice, person = told(cast, "ada"), getattr(cast, name)
    assert answer_of(get_notice_for, person, notice.pk, TODAY) == (notice if name == "ada" else HIDDEN)
    assert list(visible_notices(person, TODAY)) == ([notice] if name == "ada" else [])


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "zed"])
def test_what_is_about_a_learner_is_read_by_those_who_are_tied_to_them(cast, name):
    """Told to somebody by mistake, it still tells nothing: running the school is no tie."""
    notice, person = told(cast, name, learner=cast.ada), getattr(cast, name)
    assert answer_of(get_notice_for, person, notice.pk, TODAY) == (notice if name in TIED else HIDDEN)


@pytest.mark.parametrize("name", ["tom", "ines", "ruth", "noor"])
def test_what_is_about_a_learner_goes_on_the_day_the_tie_ends(cast, sign_in, name):
    about_ada, own, person = told(cast, name, learner=cast.ada), told(cast, name), getattr(cast, name)
    client, address = sign_in(person), reverse("notice:open", args=[about_ada.pk])
    assert client.get(address).status_code == 302
    end_tie(cast, name)
    assert answer_of(get_notice_for, person, about_ada.pk, TODAY) == HIDDEN
    assert get_notice_for(person, about_ada.pk, TODAY - timedelta(days=1)) == about_ada
    assert list(visible_notices(person, TODAY)) == [own]
    assert client.get(address).status_code == 404


def test_a_learner_keeps_what_is_about_themselves_when_others_go(cast):
    notice = told(cast, "ada", learner=cast.ada)
    for name in ("tom", "ruth", "noor"):
        end_tie(cast, name)
    assert answer_of(get_notice_for, cast.ada, notice.pk, TODAY) == notice


def test_a_notice_that_is_not_there_answers_as_one_of_somebody_else(cast):
    assert answer_of(get_notice_for, cast.ada, uuid4(), TODAY) == HIDDEN


def test_how_somebody_wants_to_hear_of_it_is_their_own(cast):
    Digest.objects.create(person=cast.ruth, rhythm=Digest.Rhythm.NEVER)
    assert own_digest(cast.ruth).rhythm == Digest.Rhythm.NEVER
    assert own_digest(cast.paul).person == cast.paul
    assert own_digest(cast.paul).rhythm != Digest.Rhythm.NEVER
    assert Digest.objects.count() == 1
