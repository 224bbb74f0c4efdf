"""Today brings what waits: strengths others noticed, rounds of questions, reports; and leads on to where one meets."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.plan.conferences import make_conference
from tests.talk.walls import register_walls, say

from trellis.core.scope import change_scope
from trellis.plan.actions.conferences import cancel_conference
from trellis.plan.actions.plans import open_plan
from trellis.profile.actions import notice_strength
from trellis.profile.actions_check_ins import answer_check_in
from trellis.profile.models import CheckIn, Facet, NoticedStrength
from trellis.talk.actions import report_message


def today(client) -> str:
    response = client.get("/")
    assert response.status_code == 200
    return response.content.decode()


def test_a_learner_answers_on_today_what_others_noticed_and_comes_back_there(cast, sign_in, now):
    words = ("You listen", "You ask twice", "You wait for Ben")
    noticed = [notice_strength(learner=cast.ada, words=one, by=cast.tom, now=now) for one in words]
    ada = sign_in(cast.ada)
    html = today(ada)
    assert [one for one in words if one in html] == ["You listen", "You ask twice"]
    assert "See what else others noticed" in html
    answer = ada.post(f"/me/noticed/{noticed[0].pk}/", {"answer": "keep", "next": "/"})
    assert answer["Location"] == "/"
    html = today(ada)
    assert "Kept among your strengths" in html
    assert "See what else others noticed" not in html
    change_scope(cast.district.pk, cast.ada.pk)
    assert Facet.objects.get(kind="strength").words == "You listen"
    assert NoticedStrength.objects.filter(answer="open").count() == 2


def test_a_round_of_questions_stands_on_today_until_it_is_answered(cast, sign_in, now):
    questions = [{"key": "doing", "kind": "scale", "text": ""}]
    days = {"opens_on": cast.term.starts_on, "closes_on": cast.term.ends_on}
    asked = CheckIn.objects.create(
        title="This week", author=cast.tom, school_class=cast.ada_class, questions=questions, **days
    )
    ada = sign_in(cast.ada)
    html = today(ada)
    assert "Tom Lindqvist asks how you are" in html
    assert f"/me/check-ins/{asked.pk}/" in html
    answer_check_in(check_in=asked, learner=cast.ada, values={"doing": 4}, now=now)
    assert "asks how you are" not in today(ada)
    assert "asks how you are" not in today(sign_in(cast.chidi))


@pytest.mark.parametrize(("name", "asked"), [("tom", True), ("ines", True), ("mira", False), ("omar", False)])
def test_a_report_waits_on_today_of_whoever_looks_at_it(cast, sign_in, name, asked):
    register_walls()
    now = timezone.now()
    report_message(message=say(cast, "ruth", "Hm", now), reason="It hurts", by=cast.ada, now=now)
    html = today(sign_in(getattr(cast, name)))
    assert ("Somebody asks you to look at a message." in html) is asked
    assert ('href="/talk/reports/"' in html) is asked


def test_without_a_report_nobody_is_asked(cast, sign_in):
    assert "look at a message" not in today(sign_in(cast.tom))


@pytest.mark.parametrize("name", ["ada", "tom", "ruth"])
def test_today_leads_to_conferences_and_to_the_calendar(cast, sign_in, name):
    html = today(sign_in(getattr(cast, name)))
    assert html.count('href="/conferences/"') == 1
    assert html.count('href="/calendar/"') == 1


def test_a_cancelled_conference_is_not_on_today(cast, sign_in):
    now = timezone.now()
    open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=now)
    meeting = make_conference(cast, now, starts_at=now + timedelta(days=1))
    address = f'href="/conferences/{meeting.pk}/"'
    people = [sign_in(person) for person in (cast.ada, cast.tom, cast.ruth)]
    assert [address in today(client) for client in people] == [True] * 3
    cancel_conference(conference=meeting, by=cast.tom, now=now)
    assert [address in today(client) for client in people] == [False] * 3


def test_the_family_comes_from_today_to_profile_and_plan(cast, sign_in):
    html = today(sign_in(cast.ruth))
    for page in ("profile", "plan"):
        assert f'href="/learners/{cast.ada.pk}/{page}/"' in html


def test_a_mentor_comes_from_today_to_what_the_learner_shows(cast, sign_in):
    noor = sign_in(cast.noor)
    assert f'href="/learners/{cast.ada.pk}/profile/"' in today(noor)
    assert noor.get(f"/learners/{cast.ada.pk}/profile/").status_code == 200
