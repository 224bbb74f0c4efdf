"""Who sees and does what in a plan: the learner, educators of today, the family; nobody of yesterday."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.people import PEOPLE
from tests.plan.conferences import make_conference, second_guardian
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.scope import change_scope
from trellis.framework.models import Competency
from trellis.people.access import standing_of
from trellis.people.models import Person
from trellis.plan import access
from trellis.plan.access_conferences import (
    audiences_at_the_table,
    audiences_of,
    conference_names,
    get_conference_for,
    get_outcome_for,
    get_topic_for,
    may_arrange,
    visible_conferences,
)
from trellis.plan.actions.conferences import add_topic, choose_topics
from trellis.plan.actions.expectations import lower_expectation
from trellis.plan.actions.family_links import ask_family_link
from trellis.plan.actions.negotiation import propose_changes
from trellis.plan.actions.outcomes import write_outcome
from trellis.plan.actions.steps import add_step
from trellis.plan.actions.suggestions import suggest_goal
from trellis.plan.clauses import clauses_of
from trellis.profile.actions import write_facet
from trellis.school.actions import end_enrolment
from trellis.school.models import Enrolment

EVERYBODY = (*PEOPLE, "zed")
WITH_A_VOICE = {"ada", "tom", "ines", "ruth"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_plan_is_read_by_those_with_a_voice_in_it(cast, plan, now, name):
    person = getattr(cast, name)
    reader = answer_of(access.get_reader_for, person, cast.ada.pk, now.date())
    if name not in WITH_A_VOICE:
        assert reader == HIDDEN
        return
    assert answer_of(access.get_plan_for, reader, plan.term_id) == plan
    assert answer_of(access.get_plan_for, reader, uuid4()) == HIDDEN
    assert reader.is_learner is (name == "ada")
    assert reader.voice == {"ada": "learner", "ruth": "family"}.get(name, "educator")
    assert access.may_speak_as(reader, "family") is (name == "ruth")
    assert access.may_lower_expectations(reader) is (name in {"tom", "ines"})
    assert access.may_confirm_link(reader) is (name in {"tom", "ines"})


@pytest.mark.parametrize("name", ["ada", "tom", "ruth", "omar"])
def test_only_a_learner_has_a_plan_of_their_own(cast, now, name):
    person = getattr(cast, name)
    found = answer_of(access.get_own_reader, person, standing_of(person, now.date()))
    assert found == HIDDEN if name != "ada" else found.is_learner


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_goal_on_the_table_is_seen_by_those_with_a_voice_and_changed_by_its_learner(cast, make_goal, now, name):
    goal, person, on = make_goal(), getattr(cast, name), now.date()
    change_scope(cast.district.pk, person.pk)
    seen = answer_of(access.get_goal_for, person, goal.pk, on)
    write = answer_of(access.get_goal_for, person, goal.pk, on, to="write")
    speak = answer_of(access.get_goal_for, person, goal.pk, on, to="speak")
    assert access.may_take_part(person, goal.pk, on) is (name in WITH_A_VOICE)
    if name not in WITH_A_VOICE:
        assert (seen, write, speak) == (HIDDEN, HIDDEN, HIDDEN)
        return
    assert seen[0] == goal
    assert speak[0] == goal
    assert (write == FIXED) is (name != "ada")
    assert list(access.visible_goals(seen[1])) == [goal]


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_draft_is_its_learners_alone_even_in_the_database(cast, make_goal, now, name):
    goal, person = make_goal(draft=True), getattr(cast, name)
    # Not through the eyes of the database: the rule holds without it.
    found = answer_of(access.get_goal_for, person, goal.pk, now.date())
    assert (found == HIDDEN) is (name != "ada")
    if name in WITH_A_VOICE:
        reader = access.get_reader_for(person, cast.ada.pk, now.date())
        assert list(access.visible_goals(reader)) == ([goal] if name == "ada" else [])
    change_scope(cast.district.pk, person.pk)
    found = answer_of(access.get_goal_for, person, goal.pk, now.date())
    assert (found == HIDDEN) is (name != "ada")


def test_what_does_not_exist_is_hidden(cast, plan, now):
    for get in (access.get_goal_for, access.get_step_for, access.get_suggestion_for, access.get_expectation_for,
                access.get_family_link_for):  # fmt: skip
        assert answer_of(get, cast.ada, uuid4(), now.date()) == HIDDEN
    for to in ("answer", "withdraw"):
        assert answer_of(access.get_proposal_for, cast.ada, uuid4(), now.date(), to=to) == HIDDEN
    assert access.may_take_part(cast.ada, uuid4(), now.date()) is False


def test_steps_are_the_learners_to_change(cast, make_goal, now):
    step = add_step(goal=make_goal(), values={"title": "Walk and listen"}, by=cast.ada, now=now)
    assert answer_of(access.get_step_for, cast.ada, step.pk, now.date())[0] == step
    assert answer_of(access.get_step_for, cast.tom, step.pk, now.date()) == FIXED
    for who in (cast.ben, cast.paul, cast.eve, cast.omar, cast.dana, cast.noor):
        assert answer_of(access.get_step_for, who, step.pk, now.date()) == HIDDEN


def test_a_proposal_is_answered_by_the_learner_and_withdrawn_by_its_author(cast, make_goal, now):
    goal = make_goal()
    proposal = propose_changes(
        goal=goal, clauses={**clauses_of(goal), "why": "For the whole street."}, reasons={}, voice="educator",
        base_version=goal.version, by=cast.tom, now=now,
    )  # fmt: skip
    on = now.date()
    assert answer_of(access.get_proposal_for, cast.ada, proposal.pk, on, to="answer")[0] == proposal
    assert answer_of(access.get_proposal_for, cast.tom, proposal.pk, on, to="answer") == FIXED
    assert answer_of(access.get_proposal_for, cast.tom, proposal.pk, on, to="withdraw")[0] == proposal
    assert answer_of(access.get_proposal_for, cast.ruth, proposal.pk, on, to="withdraw") == FIXED
    assert answer_of(access.get_proposal_for, cast.eve, proposal.pk, on, to="withdraw") == HIDDEN


def test_a_suggestion_is_answered_by_the_learner(cast, plan, now):
    made = suggest_goal(
        learner=cast.ada, title="Record the oldest voices", why="They move away.", competency=None, voice="educator",
        by=cast.tom, now=now,
    )  # fmt: skip
    assert answer_of(access.get_suggestion_for, cast.ada, made.pk, now.date(), to="answer")[0] == made
    assert answer_of(access.get_suggestion_for, cast.ruth, made.pk, now.date())[0] == made
    assert answer_of(access.get_suggestion_for, cast.ruth, made.pk, now.date(), to="answer") == FIXED
    assert answer_of(access.get_suggestion_for, cast.ben, made.pk, now.date()) == HIDDEN


def test_an_expectation_is_ended_by_an_educator_of_the_learner(cast, plan, make_goal, now):
    Person.objects.filter(pk=cast.ada.pk).update(grades=["06"])
    cast.ada.refresh_from_db()
    competency = Competency.objects.filter(framework__kind="academic", retired_at__isnull=True)[20]
    Competency.objects.filter(pk=competency.pk).update(education_levels=["05"])
    goal = make_goal(competencies=[competency])
    lowered = lower_expectation(
        goal=goal, competency_id=competency.pk, reason="A bridge first.", until=now.date() + timedelta(days=20),
        by=cast.tom, now=now, today=now.date(),
    )  # fmt: skip
    assert answer_of(access.get_expectation_for, cast.ines, lowered.pk, now.date()) == lowered
    assert answer_of(access.get_expectation_for, cast.ruth, lowered.pk, now.date()) == FIXED
    for who in (cast.ben, cast.omar, cast.dana, cast.mira):
        assert answer_of(access.get_expectation_for, who, lowered.pk, now.date()) == HIDDEN


def test_a_family_link_is_seen_by_those_with_a_voice(cast, plan, now):
    grandfather = second_guardian(cast, now)
    link = ask_family_link(plan=plan, guardian=grandfather, by=cast.ada, now=now, today=now.date())
    found, reader = access.get_family_link_for(cast.tom, link.pk, now.date())
    assert found == link
    assert access.may_confirm_link(reader)
    for who in (cast.noor, cast.omar, cast.eve, cast.paul):
        assert answer_of(access.get_family_link_for, who, link.pk, now.date()) == HIDDEN


def test_an_educator_whose_class_ended_sees_no_plan_and_no_page_of_it(cast, make_goal, sign_in):
    goal, today = make_goal(), timezone.localdate()
    enrolment = Enrolment.objects.get(person=cast.tom, school_class=cast.ada_class)
    pages = (f"/learners/{cast.ada.pk}/plan/", f"/goals/{goal.pk}/", f"/learners/{cast.ada.pk}/profile/")
    client = sign_in(cast.tom)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    end_enrolment(enrolment=enrolment, on=today, by=cast.omar, now=timezone.now())
    assert answer_of(access.get_reader_for, cast.tom, cast.ada.pk, today) == HIDDEN
    assert answer_of(access.get_goal_for, cast.tom, goal.pk, today) == HIDDEN
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_conference_is_seen_by_those_with_a_voice_and_led_by_its_learner(cast, plan, now, name):
    conference, person, on = make_conference(cast, now), getattr(cast, name), now.date()
    seen = answer_of(get_conference_for, person, conference.pk, on)
    if name not in WITH_A_VOICE:
        assert seen == HIDDEN
        return
    assert seen[0] == conference
    assert may_arrange(seen[1]) is (name in {"tom", "ines"})
    assert answer_of(get_conference_for, person, uuid4(), on) == HIDDEN
    assert (answer_of(get_conference_for, person, conference.pk, on, "lead") == FIXED) is (name != "ada")
    assert (answer_of(get_conference_for, person, conference.pk, on, "arrange") == FIXED) is (name in {"ada", "ruth"})
    # Ines teaches Ada too, but was not asked to come.
    assert (answer_of(get_conference_for, person, conference.pk, on, "speak") == FIXED) is (name == "ines")


def test_a_topic_about_an_entry_keeps_the_audience_of_the_entry(cast, plan, now):
    conference = make_conference(cast, now)
    facet = write_facet(
        learner=cast.ada, kind="strength", aspect="", words="I listen", audience="educators", by=cast.ada, now=now
    )
    choose_topics(conference=conference, goals=[], facets=[facet], by=cast.ada, now=now)
    about_me = conference.topics.get(facet=facet)
    plain = add_topic(conference=conference, words="The map", by=cast.ada, now=now)
    on = now.date()
    assert answer_of(get_topic_for, cast.tom, about_me.pk, on, "see")[0] == about_me
    assert answer_of(get_topic_for, cast.ruth, about_me.pk, on, "see") == HIDDEN
    assert answer_of(get_topic_for, cast.ruth, plain.pk, on, "see")[0] == plain
    assert answer_of(get_topic_for, cast.ada, uuid4(), on, "see") == HIDDEN
    assert answer_of(get_outcome_for, cast.ada, uuid4(), on) == HIDDEN


def test_a_decision_is_taken_into_the_plan_by_the_learner(cast, plan, now):
    conference = make_conference(cast, now)
    outcome = write_outcome(
        conference=conference, topic=None, words="Ada asks the library.", decided_by="", change=None, voice="learner",
        by=cast.ada, now=now, today=now.date(),
    )  # fmt: skip
    assert answer_of(get_outcome_for, cast.ada, outcome.pk, now.date())[0] == outcome
    assert answer_of(get_outcome_for, cast.tom, outcome.pk, now.date()) == FIXED
    assert answer_of(get_outcome_for, cast.eve, outcome.pk, now.date()) == HIDDEN


def test_conferences_are_listed_and_named_to_those_with_a_voice(cast, plan, now):
    conference, on = make_conference(cast, now), now.date()
    for who in (cast.ada, cast.tom, cast.ruth):
        assert list(visible_conferences(who, on)) == [conference]
        assert conference_names(who, [conference.pk], on) == [conference]
    for who in (cast.ben, cast.paul, cast.eve, cast.omar, cast.noor):
        assert not visible_conferences(who, on).exists()
        assert conference_names(who, [conference.pk], on) == []


def test_what_lies_on_the_table_is_for_everybody_at_it():
    assert audiences_at_the_table(frozenset({"educator", "family"})) == {"circle"}
    assert audiences_at_the_table(frozenset({"educator"})) == {"circle", "educators"}
    assert "me" in audiences_of(("learner",))
