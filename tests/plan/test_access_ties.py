"""A plan and a profile open by a live tie and by nothing else: not by an office, not by what was once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.plan.conferences import make_conference, second_guardian
from tests.refusals import HIDDEN, answer_of

from trellis.core.scope import change_scope
from trellis.people import actions as people
from trellis.people.models import Account, Guardianship, Mentorship, Person, Role
from trellis.plan import access
from trellis.plan.access_conferences import get_conference_for, get_topic_for, is_shown, visible_conferences
from trellis.plan.actions.conferences import add_topic, choose_topics
from trellis.plan.models import Goal
from trellis.profile.access import get_facet_for, visible_facets
from trellis.profile.access import get_reader_for as get_reader_of_profile
from trellis.profile.actions import change_audience, put_away_facet, write_facet
from trellis.profile.models import Facet
from trellis.school import actions as school
from trellis.school.models import Enrolment
from trellis.school.ties import ties_to

AUDIENCES = ("me", "educators", "family", "circle")


def today():
    return timezone.now().date()


@dataclass(frozen=True)
class Story:
    """What Ada has: a goal on the table, a draft, an entry for each audience."""

    goal: Goal
    draft: Goal
    facets: dict[str, Facet]


@pytest.fixture
def story(cast, make_goal, now) -> Story:
    goal, draft = make_goal(), make_goal(draft=True, title="Nobody knows this yet")
    facets = {
        audience: write_facet(
            learner=cast.ada, kind="need", words=f"Words for {audience}", audience=audience, by=cast.ada, now=now
        )
        for audience in AUDIENCES
    }
    return Story(goal, draft, facets)


def opened(cast, person: Person, story: Story) -> set[str]:
    """Return what the functions of access let somebody see of Ada's, through their own eyes."""
    change_scope(cast.district.pk, person.pk)
    on, found = today(), set()
    asked: dict[str, tuple[Callable[..., object], object]] = {
        "plan": (access.get_reader_for, cast.ada.pk),
        "goal": (access.get_goal_for, story.goal.pk),
        "draft": (access.get_goal_for, story.draft.pk),
        "profile": (get_reader_of_profile, cast.ada.pk),
        **{f"for {audience}": (get_facet_for, facet.pk) for audience, facet in story.facets.items()},
    }
    for name, (get, key) in asked.items():
        if answer_of(get, person, key, on) != HIDDEN:
            found.add(name)
    listed = visible_facets(person, cast.ada, ties_to(person, cast.ada, on), on)
    assert {f"for {facet.audience}" for facet in listed} == {name for name in found if name.startswith("for ")}
    return found


def pages(client: Client, cast, story: Story) -> dict[str, int]:
    """Return what the pages of Ada's plan and profile answer."""
    asked = {
        "plan": reverse("plan:plan", args=[cast.ada.pk]),
        "sheet": reverse("plan:print", args=[cast.ada.pk]),
        "goal": reverse("plan:goal", args=[story.goal.pk]),
        "draft": reverse("plan:goal", args=[story.draft.pk]),
        "profile": reverse("profile:profile", args=[cast.ada.pk]),
    }
    return {name: client.get(address).status_code for name, address in asked.items()}


PLAN = {"plan", "goal", "profile"}
EDUCATOR_SEES = PLAN | {"for educators", "for circle"}
FAMILY_SEES = PLAN | {"for family", "for circle"}
MENTOR_SEES = {"profile", "for circle"}
ALL_HIDDEN = dict.fromkeys(("plan", "sheet", "goal", "draft", "profile"), 404)


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("ada", PLAN | {"draft"} | {f"for {audience}" for audience in AUDIENCES}),
        ("tom", EDUCATOR_SEES),
        ("ines", EDUCATOR_SEES),
        ("ruth", FAMILY_SEES),
        ("noor", MENTOR_SEES),
        *((name, set()) for name in ("ben", "chidi", "mira", "paul", "omar", "dana", "eve", "zed")),
    ],
)
def test_each_sees_what_their_tie_opens_and_the_others_nothing(cast, story, name, sees):
    assert opened(cast, getattr(cast, name), story) == sees


@pytest.mark.parametrize("name", ["ben", "chidi", "mira", "paul", "omar", "dana", "eve", "zed"])
def test_pages_of_a_plan_and_a_profile_do_not_exist_for_who_has_no_tie(cast, sign_in, story, name):
    assert pages(sign_in(getattr(cast, name)), cast, story) == ALL_HIDDEN


def end_classes(cast, now, name: str) -> None:
    for enrolment in Enrolment.objects.filter(person=getattr(cast, name)):
        school.end_enrolment(enrolment=enrolment, on=today(), by=cast.omar, now=now)


def end_guardianship(cast, now, name: str) -> None:
    link = Guardianship.objects.get(guardian=getattr(cast, name))
    people.end_guardianship(link=link, on=today(), by=cast.omar, now=now)


def end_mentorship(cast, now, name: str) -> None:
    link = Mentorship.objects.get(mentor=getattr(cast, name))
    people.end_mentorship(link=link, on=today(), by=cast.omar, now=now)


SEEN_UNTIL = {
    "tom": (EDUCATOR_SEES, end_classes),
    "ines": (EDUCATOR_SEES, end_classes),
    "ruth": (FAMILY_SEES, end_guardianship),
    "noor": (MENTOR_SEES, end_mentorship),
}


@pytest.mark.parametrize("name", SEEN_UNTIL)
def test_from_the_day_a_tie_ends_neither_plan_nor_profile_is_there(cast, sign_in, story, now, name):
    sees, end = SEEN_UNTIL[name]
    person = getattr(cast, name)
    client = sign_in(person)
    assert opened(cast, person, story) == sees
    assert pages(client, cast, story)["profile"] == 200
    end(cast, now, name)
    assert opened(cast, person, story) == set()
    assert pages(client, cast, story) == ALL_HIDDEN
    # The role alone opens nothing: Tom is still an educator of the school.
    assert Role.objects.live(today()).filter(person=person).exists() is (name in {"tom", "ines"})


def test_a_class_that_was_closed_opens_nothing_while_another_still_does(cast, story, now):
    cast.ada_class.closed_on = today()
    cast.ada_class.save(update_fields=["closed_on"])
    assert opened(cast, cast.tom, story) == set()
    assert opened(cast, cast.ines, story) == EDUCATOR_SEES


def test_when_the_learner_leaves_the_class_its_educator_loses_sight_of_them(cast, story, now):
    mine = Enrolment.objects.get(person=cast.ada, school_class=cast.ada_class)
    school.end_enrolment(enrolment=mine, on=today(), by=cast.omar, now=now)
    assert opened(cast, cast.tom, story) == set()
    assert opened(cast, cast.ines, story) == EDUCATOR_SEES


@pytest.mark.parametrize("where", ["this school", "another school", "the district"])
def test_running_a_school_opens_nobodys_plan_or_profile(cast, sign_in, story, now, where):
    runs = {"this school": cast.school, "another school": cast.other_school, "the district": None}[where]
    pia = people.create_person(given_name="Pia", family_name="Lund", email="", by=None, now=now)
    people.give_role(
        person=pia, kind=Role.Kind.COORDINATOR, school=runs, starts_on=cast.term.starts_on, by=None, now=now
    )
    people.open_account(person=pia, username="pia", password="a-long-enough-password", by=None, now=now)
    assert opened(cast, pia, story) == set()
    assert pages(sign_in(pia), cast, story) == ALL_HIDDEN


@pytest.mark.parametrize("name", ["omar", "tom", "ruth"])
def test_no_mark_on_an_account_makes_somebody_see_more(cast, sign_in, story, monkeypatch, name):
    """Even if the framework were told that everybody is a superuser."""
    client = sign_in(getattr(cast, name))
    before = pages(client, cast, story)
    for mark in ("is_staff", "is_superuser"):
        monkeypatch.setattr(Account, mark, True)
    assert pages(client, cast, story) == before
    assert before["draft"] == 404
    for audience in ("me", "educators", "family"):
        body = client.get(reverse("profile:profile", args=[cast.ada.pk])).content.decode()
        shown = {"tom": "educators", "ruth": "family"}.get(name) == audience
        assert (f"Words for {audience}" in body) is shown


def test_a_second_parent_sees_from_the_day_they_are_linked_until_the_day_it_ends(cast, story, now):
    ivan = second_guardian(cast, now)
    assert opened(cast, ivan, story) == FAMILY_SEES
    link = Guardianship.objects.get(guardian=ivan)
    people.end_guardianship(link=link, on=today() + timedelta(days=1), by=cast.omar, now=now)
    assert opened(cast, ivan, story) == FAMILY_SEES  # today is the last day
    people.end_guardianship(link=link, on=today(), by=cast.omar, now=now)
    assert opened(cast, ivan, story) == set()
    assert opened(cast, cast.ruth, story) == FAMILY_SEES


def test_who_is_at_home_and_at_school_speaks_with_both_voices_and_at_home_first(cast, plan, now):
    people.link_guardian(guardian=cast.tom, learner=cast.ada, starts_on=plan.term.starts_on, by=None, now=now)
    reader = access.get_reader_for(cast.tom, cast.ada.pk, today())
    assert (reader.voice, set(reader.voices)) == ("family", {"family", "educator"})
    assert not access.may_speak_as(reader, "learner")


def test_who_was_asked_to_a_conference_does_not_see_it_once_the_tie_has_ended(cast, plan, now):
    conference = make_conference(cast, now)
    topic = add_topic(conference=conference, words="The map", by=cast.ada, now=now)
    assert get_conference_for(cast.ruth, conference.pk, today(), "speak")[0] == conference
    end_guardianship(cast, now, "ruth")
    assert answer_of(get_conference_for, cast.ruth, conference.pk, today(), "speak") == HIDDEN
    assert answer_of(get_topic_for, cast.ruth, topic.pk, today(), "see") == HIDDEN
    assert not visible_conferences(cast.ruth, today()).exists()


def test_an_entry_that_becomes_private_or_is_put_away_leaves_the_agenda_for_others(cast, plan, now):
    conference = make_conference(cast, now)
    facet = write_facet(learner=cast.ada, kind="need", words="A chair", audience="circle", by=cast.ada, now=now)
    choose_topics(conference=conference, goals=[], facets=[facet], by=cast.ada, now=now)
    topic = conference.topics.get(facet=facet)

    def seen_by(person: Person) -> bool:
        change_scope(cast.district.pk, person.pk)
        found = answer_of(get_topic_for, person, topic.pk, today(), "see")
        change_scope(cast.district.pk, cast.ada.pk)
        return found != HIDDEN

    assert (seen_by(cast.ada), seen_by(cast.tom), seen_by(cast.ruth)) == (True, True, True)
    change_audience(facet=facet, audience="me", by=cast.ada, now=now)
    assert (seen_by(cast.ada), seen_by(cast.tom), seen_by(cast.ruth)) == (True, False, False)
    change_audience(facet=facet, audience="family", by=cast.ada, now=now)
    assert (seen_by(cast.ada), seen_by(cast.tom), seen_by(cast.ruth)) == (True, False, True)
    put_away_facet(facet=facet, by=cast.ada, now=now)
    assert (seen_by(cast.tom), seen_by(cast.ruth)) == (False, False)
    topic.refresh_from_db()
    assert not is_shown(topic, ("learner",))
