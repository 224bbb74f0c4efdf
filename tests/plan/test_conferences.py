"""Conferences: who arranges, who leads, what lands in the plan, and who confirms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from tests.people import PEOPLE, Now
from tests.plan.conferences import make_conference, second_guardian
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.agenda.actions import answer_event
from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.models import Decision, Moment
from trellis.core.scope import change_scope
from trellis.notice.models import Notice
from trellis.people.models import District, Person
from trellis.plan.access import Reader, get_reader_for
from trellis.plan.access_conferences import audiences_at_the_table, get_conference_for, get_topic_for
from trellis.plan.actions import conferences as actions
from trellis.plan.actions import outcomes
from trellis.plan.actions.negotiation import agree
from trellis.plan.actions.plans import settle_policy
from trellis.plan.changes import GoalChange
from trellis.plan.models import Conference, Goal, Outcome, Plan, Topic
from trellis.plan.queries.conferences import conference_page, sheet_page
from trellis.plan.queries.conferences_due import conferences_due, conferences_for, next_conference
from trellis.profile.models import Facet


@pytest.fixture
def meeting(cast, plan, now) -> Conference:
    return make_conference(cast, now)


def make_facet(cast, now, words, audience, kind=Facet.Kind.INTEREST):
    return Facet.objects.create(
        learner=cast.ada, kind=kind, words=words, audience=audience, written_at=now, still_true_at=now
    )


def reader_of(cast, name, now) -> Reader:
    return get_reader_for(getattr(cast, name), cast.ada.pk, now.date())


def decide(cast, meeting, by, now, change=None, *, words="One more week, and two neighbours", **more):
    given = {"topic": None, "decided_by": "", "voice": reader_of(cast, by, now).voice, **more}
    return outcomes.write_outcome(
        conference=meeting, words=words, change=change, by=getattr(cast, by), now=now, today=now.date(), **given
    )


# --- Who may -------------------------------------------------------------------------------------


def test_who_sees_leads_arranges_and_speaks(cast, meeting, now):
    answers = {
        to: {
            name: answer_of(get_conference_for, getattr(cast, name), meeting.pk, now.date(), to)
            for name in (*PEOPLE, "zed")
        }
        for to in ("see", "lead", "arrange", "speak")
    }
    words = {
        to: {name: answer if answer in {HIDDEN, FIXED} else 200 for name, answer in each.items()}
        for to, each in answers.items()
    }
    hidden = dict.fromkeys(("ben", "chidi", "mira", "paul", "noor", "omar", "dana", "eve", "zed"), HIDDEN)
    assert words["see"] == {**hidden, "ada": 200, "tom": 200, "ines": 200, "ruth": 200}
    assert words["lead"] == {**hidden, "ada": 200, "tom": FIXED, "ines": FIXED, "ruth": FIXED}
    assert words["arrange"] == {**hidden, "ada": FIXED, "tom": 200, "ines": 200, "ruth": FIXED}
    assert words["speak"] == {**hidden, "ada": 200, "tom": 200, "ines": FIXED, "ruth": 200}


def test_a_topic_is_hidden_from_those_who_may_not_read_its_entry(cast, meeting, now):
    facet = make_facet(cast, now, "I take radios apart", "family")
    topic = Topic.objects.create(conference=meeting, facet=facet)
    asked = {n: answer_of(get_topic_for, getattr(cast, n), topic.pk, now.date(), "see") for n in ("ada", "tom", "ruth")}
    assert {name for name, answer in asked.items() if answer != HIDDEN} == {"ada", "ruth"}


# --- Arranging ------------------------------------------------------------------------------------


def test_an_educator_arranges_and_everybody_hears_of_it(cast, meeting):
    asked = {a.person.given_name: a.answer for a in meeting.event.attendances.select_related("person")}
    assert asked == {"Ada": "asked", "Tom": "yes", "Ruth": "asked"}
    told = Notice.objects.filter(kind=actions.ARRANGED).values_list("person__given_name", flat=True)
    assert sorted(told) == ["Ada", "Ruth"]
    assert (meeting.event.subject_kind, meeting.event.subject_id) == ("plan.conference", meeting.pk)


def test_the_plan_is_opened_where_there_is_none_yet(cast, now):
    made = make_conference(cast, now)
    assert Plan.objects.get(learner=cast.ada) == made.plan


def test_a_day_out_of_the_term_or_past_is_refused_at_its_field(cast, meeting, now):
    for start in (now - timedelta(days=1), now + timedelta(days=400)):
        with pytest.raises(ActionRefused) as refusal:
            make_conference(cast, now, starts_at=start)
        assert refusal.value.field == "on"


def move(meeting, cast, now, **changed):
    event = meeting.event
    given = {"starts_at": event.starts_at, "ends_at": event.ends_at, "place": "Library", "people": [cast.tom]}
    actions.move_conference(
        conference=meeting, **{**given, "expected": event.version, **changed}, by=cast.tom, now=now, today=now.date()
    )


def test_moving_keeps_the_learner_and_refuses_a_stale_page(cast, meeting, now):
    move(meeting, cast, now)
    assert {p.given_name for p in actions.people_of(meeting)} == {"Ada", "Tom"}
    with pytest.raises(StaleVersion):
        move(meeting, cast, now, expected=1)
    late = datetime.combine(meeting.plan.term.ends_on, now.timetz())
    with pytest.raises(ActionRefused) as refusal:
        move(meeting, cast, now, starts_at=late, ends_at=late + timedelta(minutes=5))
    assert refusal.value.field == "on"


def test_cancelled_is_brought_back_and_what_was_prepared_stays(cast, meeting, now):
    actions.add_topic(conference=meeting, words="The bicycle", by=cast.ada, now=now)
    actions.cancel_conference(conference=meeting, by=cast.tom, now=now)
    with pytest.raises(ActionRefused, match="cancelled"):
        decide(cast, meeting, "ada", now)
    actions.bring_back_conference(conference=meeting, by=cast.tom, now=now)
    assert [line.title for line in conference_page(reader_of(cast, "ruth", now), meeting, now).topics] == [
        "The bicycle"
    ]


def test_who_cannot_come_tells_who_arranged_it(cast, meeting, now):
    answer_event(event=meeting.event, person=cast.ruth, answer="no", now=now)
    assert [n.person_id for n in Notice.objects.filter(kind="plan.conference-cannot-come")] == [cast.tom.pk]


# --- The agenda ------------------------------------------------------------------------------------


def titles(cast, meeting, name, now):
    return [line.title for line in conference_page(reader_of(cast, name, now), meeting, now).topics]


def test_the_learner_ticks_orders_takes_off_and_puts_back(cast, meeting, make_goal, now):
    goal, other = make_goal(title="Map our street"), make_goal(title="Swim a length")
    given = {"conference": meeting, "by": cast.ada, "now": now}
    actions.choose_topics(goals=[goal, other], facets=[], **given)
    own = actions.add_topic(words=" Lunch breaks ", **given)
    actions.move_topic(topic=own, steps=-1, **given)
    assert titles(cast, meeting, "ada", now) == ["Map our street", "Lunch breaks", "Swim a length"]
    actions.move_topic(topic=own, steps=-9, **given)
    actions.choose_topics(goals=[other], facets=[], **given)
    assert titles(cast, meeting, "tom", now) == ["Lunch breaks", "Swim a length"]
    noted = Topic.objects.get(goal=goal)
    actions.write_notes(topic=noted, notes="Two streets", expected=1, conference=meeting, by=cast.tom, now=now)
    actions.choose_topics(goals=[goal, other], facets=[], **given)
    assert Topic.objects.get(goal=goal).notes == "Two streets"
    actions.remove_topic(topic=own, **given)
    assert "Lunch breaks" not in titles(cast, meeting, "ada", now)
    with pytest.raises(ActionRefused, match="not on the agenda"):
        actions.move_topic(topic=own, steps=1, **given)
    actions.bring_back_topic(topic=own, **given)
    assert "Lunch breaks" in titles(cast, meeting, "ada", now)


@pytest.mark.parametrize(("words", "sentence"), [("  ", "few words"), ("x" * 301, "too long")])
def test_own_words_have_to_fit(cast, meeting, now, words, sentence):
    with pytest.raises(ActionRefused, match=sentence):
        actions.add_topic(conference=meeting, words=words, by=cast.ada, now=now)


def test_too_many_topics_are_refused(cast, meeting, now):
    for n in range(actions.MOST_TOPICS):
        actions.add_topic(conference=meeting, words=f"{n}", by=cast.ada, now=now)
    with pytest.raises(ActionRefused, match="a lot"):
        actions.add_topic(conference=meeting, words="one more", by=cast.ada, now=now)


def test_an_entry_is_shown_to_its_own_audience_and_on_the_table_only_to_all(cast, meeting, now):
    shown = {audience: make_facet(cast, now, audience, audience) for audience in ("educators", "family", "circle")}
    actions.choose_topics(conference=meeting, goals=[], facets=shown.values(), by=cast.ada, now=now)
    assert titles(cast, meeting, "tom", now) == ["educators", "circle"]
    assert titles(cast, meeting, "ruth", now) == ["family", "circle"]
    assert titles(cast, meeting, "ada", now) == ["educators", "family", "circle"]
    on_paper = sheet_page(reader_of(cast, "ada", now), meeting, now)
    assert [line.title for line in on_paper.topics] == ["circle"]
    assert audiences_at_the_table(frozenset({"learner", "educator"})) == {"educators", "circle"}


def test_what_becomes_private_or_is_put_away_leaves_the_agenda(cast, meeting, now):
    private, away = make_facet(cast, now, "private", "circle"), make_facet(cast, now, "away", "circle")
    actions.choose_topics(conference=meeting, goals=[], facets=[private, away], by=cast.ada, now=now)
    Facet.objects.filter(pk=private.pk).update(audience="me")
    Facet.objects.filter(pk=away.pk).update(put_away_at=now)
    change_scope(cast.district.pk, cast.tom.pk)
    assert titles(cast, meeting, "tom", now) == []


def test_notes_lose_nothing_when_two_write_at_once(cast, meeting, now):
    topic = actions.add_topic(conference=meeting, words="Lunch", by=cast.ada, now=now)
    given = {"topic": topic, "conference": meeting, "now": now, "expected": 1}
    actions.write_notes(notes="Ada: outside", by=cast.ada, **given)
    with pytest.raises(StaleVersion) as refusal:
        actions.write_notes(notes="Tom: inside", by=cast.tom, **given)
    assert refusal.value.current.notes == "Ada: outside"
    with pytest.raises(ActionRefused, match="too long"):
        actions.write_notes(notes="x" * 5_001, by=cast.tom, **given)
    actions.write_last_notes(conference=meeting, notes="Good talk", expected=1, by=cast.ada, now=now)
    assert Conference.objects.get(pk=meeting.pk).notes == "Good talk"


# --- Outcomes ---------------------------------------------------------------------------------------


def test_what_the_learner_writes_lands_in_the_plan_at_once(cast, meeting, make_goal, now):
    goal = make_goal(success="One street")
    change = GoalChange(goal, 1, {"success": "Two streets", "why": goal.why})
    outcome = decide(cast, meeting, "ada", now, change)
    goal.refresh_from_db()
    assert (goal.success, goal.version, goal.state) == ("Two streets", 2, Goal.State.PROPOSED)
    assert (outcome.proposal.voice, outcome.proposal.settled_at, meeting.held_at) == ("learner", now, now)
    (found,) = Decision.objects.filter(decided_by="together")
    assert (found.subject_id, found.learner_id) == (goal.pk, cast.ada.pk)
    (line,) = conference_page(reader_of(cast, "ruth", now), meeting, now).outcomes
    (shown,) = line.changes
    assert (line.state, shown.label) == ("landed", "I will know I did it")
    assert "<ins>Two" in shown.shown


def test_what_an_educator_writes_waits_for_the_learner(cast, meeting, make_goal, now):
    goal = make_goal(success="One street")
    outcome = decide(cast, meeting, "tom", now, GoalChange(goal, 1, {"success": "Two streets"}))
    goal.refresh_from_db()
    assert (goal.success, goal.version) == ("One street", 1)
    assert conference_page(reader_of(cast, "ada", now), meeting, now).outcomes[0].state == "waits"
    outcomes.take_outcome(outcome=outcome, conference=meeting, by=cast.ada, now=now)
    goal.refresh_from_db()
    assert (goal.success, goal.version) == ("Two streets", 2)
    with pytest.raises(ActionRefused, match="no longer open"):
        outcomes.take_outcome(outcome=Outcome.objects.get(pk=outcome.pk), conference=meeting, by=cast.ada, now=now)


def test_a_goal_that_changed_meanwhile_is_not_overwritten(cast, meeting, make_goal, now):
    goal = make_goal(success="One street")
    decide(cast, meeting, "ada", now, GoalChange(goal, 1, {"success": "Two streets"}))
    goal.refresh_from_db()
    with pytest.raises(StaleVersion):
        decide(cast, meeting, "ada", now, GoalChange(goal, 1, {"success": "Three streets"}))
    with pytest.raises(StaleVersion):
        decide(cast, meeting, "ada", now, GoalChange(goal, 77, {"success": "Three streets"}))
    assert Outcome.objects.count() == 1


def test_words_alone_are_a_decision_too(cast, meeting, make_goal, now):
    interest = make_facet(cast, now, "Radios", "circle")
    topic = Topic.objects.create(conference=meeting, facet=interest)
    goal = make_goal()
    decide(cast, meeting, "ruth", now, decided_by="family")
    decide(cast, meeting, "ada", now, topic=topic)
    same = decide(cast, meeting, "ada", now, GoalChange(goal, 1, {"title": goal.title}))
    assert (same.proposal, same.goal) == (None, goal)
    found = Decision.objects.filter(subject_kind="plan.outcome").order_by("pk").values_list("lens", "decided_by")
    assert list(found) == [("voice", "family"), ("interests", "together"), ("voice", "together")]


@pytest.mark.parametrize(("words", "sentence"), [(" ", "own words"), ("x" * 2_001, "too long")])
def test_a_decision_has_to_say_something(cast, meeting, now, words, sentence):
    with pytest.raises(ActionRefused, match=sentence) as refusal:
        decide(cast, meeting, "ada", now, words=words)
    assert refusal.value.field == "words"


def test_nothing_is_decided_before_the_day(cast, plan, now):
    tomorrow = make_conference(cast, now, starts_at=now + timedelta(days=1))
    with pytest.raises(ActionRefused, match="from the day"):
        decide(cast, tomorrow, "ada", now)
    with pytest.raises(ActionRefused, match="from the day"):
        outcomes.hold_conference(conference=tomorrow, by=cast.ada, now=now, today=now.date())


# --- Confirming --------------------------------------------------------------------------------------


def confirm(cast, meeting, name, now):
    voice = reader_of(cast, name, now).voice
    person = getattr(cast, name)
    return outcomes.confirm_conference(
        conference=meeting, person=person, voice=voice, by=person, now=now, today=now.date()
    )


def confirmed(cast, meeting, now):
    guests = conference_page(reader_of(cast, "tom", now), meeting, now).guests
    return {guest.name.split()[0] for guest in guests if guest.confirmed_at}


def test_everybody_confirms_and_a_later_decision_asks_again(cast, meeting, now):
    with pytest.raises(ActionRefused, match="not met"):
        confirm(cast, meeting, "ruth", now)
    decide(cast, meeting, "ada", now)
    with pytest.raises(ActionRefused, match="Only those who were asked"):
        confirm(cast, meeting, "ines", now)
    for name in ("ada", "tom", "ruth"):
        confirm(cast, meeting, name, now + timedelta(minutes=1))
    assert confirmed(cast, meeting, now) == {"Ada", "Tom", "Ruth"}
    decide(cast, meeting, "ruth", now + timedelta(minutes=2))
    assert confirmed(cast, meeting, now) == set()
    confirm(cast, meeting, "ada", now + timedelta(minutes=3))
    assert confirmed(cast, meeting, now) == {"Ada"}


def test_who_stood_behind_the_goal_stands_behind_what_they_confirm(cast, meeting, make_goal, now):
    goal = make_goal(success="One street")
    agree(goal=goal, version=1, voice="educator", by=cast.tom, now=now, today=now.date())
    agree(goal=goal, version=1, voice="family", by=cast.ruth, now=now, today=now.date())
    goal.refresh_from_db()
    assert goal.state == Goal.State.AGREED
    decide(cast, meeting, "ada", now, GoalChange(goal, 1, {"success": "Two streets"}))
    goal.refresh_from_db()
    assert goal.state == Goal.State.PROPOSED
    confirm(cast, meeting, "tom", now)
    confirm(cast, meeting, "ruth", now)
    goal.refresh_from_db()
    assert (goal.state, goal.success) == (Goal.State.AGREED, "Two streets")


def test_who_never_read_the_goal_agrees_to_nothing_by_confirming(cast, meeting, make_goal, now):
    goal = make_goal(success="One street")
    decide(cast, meeting, "ada", now, GoalChange(goal, 1, {"success": "Two streets"}))
    confirm(cast, meeting, "ruth", now)
    assert not goal.agreements.filter(person=cast.ruth).exists()


def test_somebody_without_an_account_is_asked_and_signs_on_paper(cast, plan, now):
    ivan = second_guardian(cast, now)
    meeting = make_conference(cast, now, people=[cast.tom, ivan])
    outcomes.hold_conference(conference=meeting, by=cast.ada, now=now, today=now.date())
    with pytest.raises(ActionRefused, match="already"):
        outcomes.hold_conference(conference=meeting, by=cast.ada, now=now, today=now.date())
    assert not Notice.objects.filter(person=ivan).exists()
    page = conference_page(reader_of(cast, "tom", now), meeting, now)
    assert [(g.id, g.voice) for g in page.on_paper] == [(ivan.pk, "family")]
    outcomes.confirm_conference(conference=meeting, person=ivan, voice="family", by=cast.tom, now=now, today=now.date())
    assert "Ivan" in confirmed(cast, meeting, now)
    assert Moment.objects.get(verb="confirmed").context == {"voice": "family", "on_paper": True}


def test_who_lost_their_voice_is_named_only_where_they_confirmed(cast, plan, now):
    meeting = make_conference(cast, now, people=[cast.tom, cast.eve, cast.ruth])
    assert {guest.id for guest in conference_page(reader_of(cast, "tom", now), meeting, now).guests} == {
        cast.ada.pk,
        cast.tom.pk,
        cast.ruth.pk,
    }
    outcomes.hold_conference(conference=meeting, by=cast.ada, now=now, today=now.date())
    outcomes.confirm_conference(
        conference=meeting, person=cast.eve, voice="educator", by=cast.eve, now=now, today=now.date()
    )
    assert "Eve" in confirmed(cast, meeting, now)


# --- Due and next ------------------------------------------------------------------------------------


def test_due_goes_by_time_since_the_last_one_then_by_name(cast, plan, now):
    start = cast.term.starts_on
    due = conferences_due(cast.tom, now.date())
    assert [(line.name, line.last_on, line.due_on) for line in due] == [
        ("Ada Kovač", None, start + timedelta(days=90)),
        ("Ben Okafor", None, start + timedelta(days=90)),
    ]
    meeting = make_conference(cast, now)
    assert [line.name for line in conferences_due(cast.tom, now.date())] == ["Ben Okafor"]
    outcomes.hold_conference(conference=meeting, by=cast.ada, now=now, today=now.date())
    assert [line.name for line in conferences_due(cast.tom, now.date())] == ["Ben Okafor"]
    later = now.date() + timedelta(days=80)
    assert [(line.name, line.last_on) for line in conferences_due(cast.ines, later)] == [("Ada Kovač", now.date())]


def test_the_school_says_how_often(cast, plan, now):
    settle_policy(
        school=cast.school,
        asks_family=True,
        conference_every_days=300,
        spoken_every_days=14,
        expected=0,
        by=cast.omar,
        now=now,
    )
    assert conferences_due(cast.tom, now.date()) == ()


def test_nobody_but_their_educators_finds_a_learner_due(cast, now):
    found = {name: [line.name for line in conferences_due(getattr(cast, name), now.date())] for name in PEOPLE}
    assert {name: names for name, names in found.items() if names} == {
        "tom": ["Ada Kovač", "Ben Okafor"],
        "mira": ["Chidi Eze"],
        "ines": ["Ada Kovač"],
    }


def test_next_is_the_first_that_takes_place(cast, plan, now):
    assert next_conference(cast.ada, now) is None
    late, soon = (make_conference(cast, now, starts_at=now + timedelta(days=d)) for d in (5, 2))
    assert next_conference(cast.ada, now).id == soon.pk
    actions.cancel_conference(conference=soon, by=cast.tom, now=now)
    assert next_conference(cast.ada, now).id == late.pk


def test_lists_count_entries_for_the_learner_alone(cast, meeting, now):
    facet = make_facet(cast, now, "Radios", "family")
    actions.choose_topics(conference=meeting, goals=[], facets=[facet], by=cast.ada, now=now)
    counted = {n: conferences_for(getattr(cast, n), now).coming[0].n_topics for n in ("ada", "tom", "ruth")}
    assert counted == {"ada": 1, "tom": 0, "ruth": 0}
    assert next_conference(cast.ada, now).n_topics == 0
    assert next_conference(cast.ada, now, cast.ada).n_topics == 1
    assert conferences_for(cast.ben, now).coming == ()


def test_times_are_those_of_the_school_on_both_sides_of_the_change_of_clocks(cast, now):
    District.objects.filter(pk=cast.district.pk).update(time_zone="Europe/Madrid")
    cast.term.starts_on = cast.term.ends_on = None
    type(cast.term).objects.filter(pk=cast.term.pk).update(starts_on="2026-10-01", ends_on="2026-12-20")
    ada = Person.objects.select_related("district").get(pk=cast.ada.pk)
    for day, hour in ((23, 7), (26, 8)):
        at = datetime(2026, 10, day, hour, tzinfo=UTC)
        make_conference(cast, at - timedelta(days=1), learner=ada, starts_at=at, today=at.date())
    found = conferences_for(ada, datetime(2026, 10, 22, tzinfo=UTC)).coming
    assert [f"{line.starts_at:%d %H:%M}" for line in found] == ["23 09:00", "26 09:00"]


@pytest.mark.parametrize("n", [1, 20])
def test_the_page_of_a_conference_asks_the_same_however_long_it_is(
    cast, meeting, make_goal, n, django_assert_num_queries
):
    now = Now
    for k in range(n):
        actions.add_topic(conference=meeting, words=f"Topic {k}", by=cast.ada, now=now)
    for k in range(n):
        goal = make_goal(success="One")
        decide(cast, meeting, "ada", now, GoalChange(goal, 1, {"success": f"{k} and more"}))
    reader = reader_of(cast, "tom", now)
    conference_page(reader, meeting, now)
    with django_assert_num_queries(5):
        page = conference_page(reader, meeting, now)
    assert (len(page.topics), len(page.outcomes)) == (n, n)
