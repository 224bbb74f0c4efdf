"""What a visitor finds of each feature of knowing and planning in the demo, whoever they enter as."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from trellis.agenda.models import Attendance, Event
from trellis.core.audience import Audience
from trellis.core.scope import district_scope, front_door
from trellis.demo.build import Demo, build_demo
from trellis.demo.calendar import morning_of
from trellis.demo.life import load_texts
from trellis.demo.pictures import DRAWINGS, drawn
from trellis.demo.sounds import SECONDS, heard
from trellis.evidence.queries.picture import class_picture
from trellis.notice.models import Notice
from trellis.people.access import standing_of
from trellis.people.models import Account, Person
from trellis.plan.models import (
    Agreement,
    Conference,
    Confirmation,
    FamilyLink,
    Goal,
    Outcome,
    OwnExpectation,
    Plan,
    Proposal,
    Suggestion,
)
from trellis.plan.queries.expectations import ending_soon, lasting
from trellis.plan.queries.voices import voices_asked
from trellis.profile.models import Answer, CheckIn, Facet, FacetVersion, NoticedStrength, Tag
from trellis.profile.queries import OLD_AFTER
from trellis.profile.queries_check_ins import answers_by_name, counted_answers, open_rounds, trends_of
from trellis.school.access import learners_of
from trellis.school.models import SchoolClass
from trellis.talk.models import MessageReport

TODAY = date(2026, 11, 24)
NOW = morning_of(TODAY)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[Demo]:
    """The demo district, made once for this file and taken back afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        with front_door():
            # The cast of the tests has the same names: it steps aside for a moment.
            Account.objects.update(username=Concat(Value("cast-"), "username"))
        yield build_demo(today=TODAY)
        transaction.set_rollback(True)


@pytest.fixture
def here(demo) -> Iterator[Demo]:
    """The demo seen from inside its district."""
    with district_scope(demo.district_id):
        yield demo


def the(username: str) -> Person:
    return Account.objects.select_related("person__district").get(username=username).person


def plan_of(username: str) -> Plan:
    return Plan.objects.get(learner=the(username))


def test_every_learner_has_a_profile_a_plan_and_goals(here) -> None:
    learners = Person.objects.filter(roles__kind="learner").distinct()
    without = learners.exclude(facets__isnull=False, plans__isnull=False)
    assert learners.count() == 110
    assert list(without) == []
    for learner in learners.filter(pk__in=[the(name).pk for name in ("ada", "mateo", "efua")]):
        with district_scope(here.district_id, learner.pk):  # a draft is shown to its learner alone
            assert Goal.objects.filter(learner=learner).count() >= 2


def test_the_vocabulary_has_words_in_two_languages_and_entries_carry_them(here) -> None:
    assert Tag.objects.filter(retired_at__isnull=True, translations__has_key="es").count() >= 10
    assert Tag.objects.filter(retired_at__isnull=False).count() == 1
    assert Facet.objects.filter(learner=the("ada"), tags__isnull=False).distinct().count() >= 3
    assert Facet.objects.filter(learner=the("mateo"), tags__words="animals").exists()


def test_ada_drew_a_map_and_recorded_her_street_with_words_for_who_cannot_see_or_hear(here) -> None:
    picture = Facet.objects.get(learner=the("ada"), picture__isnull=False).picture
    voice = Facet.objects.get(learner=the("ada"), voice__isnull=False).voice
    assert (picture.media_type, picture.width, picture.height) == ("image/webp", 640, 480)
    assert (voice.media_type, voice.seconds) == ("audio/wav", SECONDS)
    assert picture.words
    assert voice.words


def test_pictures_and_sound_of_the_demo_are_made_by_the_same_rule_every_time() -> None:
    for name in DRAWINGS:
        assert drawn(name, "").checked == drawn(name, "").checked
    assert heard("").checked == heard("").checked


def test_some_entries_of_ada_are_for_nobody_else_and_one_has_grown_old(here) -> None:
    assert not Facet.objects.filter(learner=the("ada"), audience=Audience.ME).exists()
    with district_scope(here.district_id, the("ada").pk):
        assert Facet.objects.filter(learner=the("ada"), audience=Audience.ME).exists()
    old = Facet.objects.filter(learner=the("ada"), still_true_at__lte=NOW - OLD_AFTER)
    assert old.count() == 1
    assert FacetVersion.objects.filter(learner=the("ada")).count() == 2


def test_strengths_that_others_noticed_wait_are_kept_and_are_let_go(here) -> None:
    of_ada = NoticedStrength.objects.filter(learner=the("ada"))
    assert set(of_ada.values_list("answer", flat=True)) == {"open", "kept", "declined"}
    assert of_ada.get(answer="open").by == the("ruth")
    others = NoticedStrength.objects.exclude(learner=the("ada")).values_list("answer", flat=True)
    assert set(others) == {"open", "kept", "declined"}


def test_school_and_educators_ask_in_rounds_that_are_open_and_over(here) -> None:
    over, open_now = Q(closes_on__lte=TODAY), Q(opens_on__lte=TODAY, closes_on__gt=TODAY)
    for when in (over, open_now):
        assert CheckIn.objects.filter(when, school__isnull=False).exists()
        assert CheckIn.objects.filter(when, school_class__isnull=False, author=the("tom")).exists()
    assert set(CheckIn.objects.values_list("told", flat=True)) == {"author", "educators", "nobody"}


def test_ada_has_a_trend_and_two_rounds_to_answer_and_tom_reads_what_was_looked_at(here) -> None:
    assert len([one for one in open_rounds(the("ada"), TODAY) if not one.is_answered]) == 2
    assert max(len(trend.points) for trend in trends_of(the("ada"))) >= 3
    asked = CheckIn.objects.filter(author=the("tom"), closes_on__lte=TODAY).earliest("opens_on")
    said = answers_by_name(the("tom"), asked, TODAY)
    assert 5 < len(said) < Answer.objects.filter(check_in=asked).count()
    riverbank = CheckIn.objects.filter(school__name="Riverbank School").earliest("opens_on")
    counts = counted_answers(standing_of(the("omar"), TODAY), riverbank)
    assert counts
    assert all(n is None or n >= 5 for count in counts for _words, _mouth, n in count.steps)


def test_goals_are_in_every_state_and_begin_in_every_way(here) -> None:
    states, origins = set(), set()
    for learner in Person.objects.filter(roles__kind="learner"):
        with district_scope(here.district_id, learner.pk):
            for state, origin in Goal.objects.filter(learner=learner).values_list("state", "origin"):
                states.add(state)
                origins.add(origin)
    assert states == set(Goal.State.values)
    assert origins == set(Goal.Origin.values)
    assert Proposal.objects.filter(settled_at__isnull=True).count() >= 10
    assert set(Suggestion.objects.values_list("answer", flat=True)) >= {"open", "taken", "declined"}


def _asked_again(username: str) -> set[str]:
    """Return the voices that agreed to an earlier version of a goal and not to the one it has."""
    missing: set[str] = set()
    for goal in Goal.objects.filter(learner=the(username), state=Goal.State.PROPOSED):
        spoken = Agreement.objects.filter(goal=goal)
        before = set(spoken.filter(version__lt=F("goal__version")).values_list("voice", flat=True))
        missing |= before - set(spoken.filter(version=goal.version).values_list("voice", flat=True))
    return missing


@pytest.mark.parametrize("username", ["ben", "camila"])
def test_three_voices_agree_to_whole_plans_in_english_and_spanish(here, username: str) -> None:
    goals = Goal.objects.filter(plan=plan_of(username))
    assert voices_asked(the(username), TODAY) == {"learner", "educator", "family"}
    assert {goal.state for goal in goals} == {Goal.State.AGREED}
    for goal in goals:
        spoken = Agreement.objects.filter(goal=goal, version=goal.version).values_list("voice", flat=True)
        assert set(spoken) == {"learner", "educator", "family"}


def test_ada_and_lucia_changed_something_and_are_asked_about_again(here) -> None:
    assert _asked_again("ada") == {"family"}
    assert _asked_again("lucia") == {"educator", "family"}


def test_an_expectation_that_is_over_is_brought_to_the_adviser_for_renewal(here) -> None:
    for educator in ("tom", "ines"):
        lines = ending_soon(the(educator), TODAY)
        assert {line.learner.split()[0] for line in lines} == {"Hugo", "Mariam"}
        assert [line.learner.split()[0] for line in lines if line.until <= TODAY] == ["Hugo"]


def test_a_lowering_that_comes_back_is_surfaced_to_adviser_and_coordinator(here) -> None:
    of_ines = lasting(learners_of(the("ines"), TODAY), TODAY)
    of_all = lasting(Person.objects.all(), TODAY)
    assert [(line.learner.split()[0], line.times) for line in of_ines] == [("Mariam", 2)]
    assert [line.id for line in of_all] == [line.id for line in of_ines]


def test_decisions_of_past_conferences_stand_in_plans_and_others_are_to_come(here) -> None:
    held = Conference.objects.filter(held_at__isnull=False)
    assert held.count() >= 40
    landed = Outcome.objects.filter(proposal__settled_at__isnull=False)
    assert landed.count() >= 10
    of_ada = Outcome.objects.get(conference__learner=the("ada"))
    assert of_ada.goal.with_whom == load_texts("stories")["ada"]["with_whom"]
    confirmed = Confirmation.objects.filter(conference__learner=the("ada")).values_list("person", flat=True)
    assert set(confirmed) == {the("tom").pk}
    coming = Event.objects.filter(starts_at__gt=NOW, cancelled_at__isnull=True)
    assert coming.filter(attendances__person=the("ada")).count() == 1
    assert Event.objects.filter(starts_at__gt=NOW, cancelled_at__isnull=False).exists()
    assert set(Attendance.objects.values_list("answer", flat=True)) >= {"asked", "yes"}


def test_one_family_link_is_open_one_ran_out_one_was_ended_and_one_waits_for_the_school(here) -> None:
    with district_scope(here.district_id):
        links = {link.plan.learner.given_name: link for link in FamilyLink.objects.select_related("plan__learner")}
    assert set(links) == {"Emma", "Noa", "Tim", "Kenji"}
    live = [
        name
        for name, link in links.items()
        if link.confirmed_at is not None and link.revoked_at is None and link.expires_at > NOW
    ]
    assert live == ["Emma"]
    assert links["Noa"].expires_at < NOW
    assert links["Tim"].revoked_at is not None
    assert links["Kenji"].confirmed_at is None
    assert Agreement.objects.filter(link=links["Emma"], voice="family").exists()


def test_a_message_waits_for_an_educator_to_look_at_it(here) -> None:
    report = MessageReport.objects.select_related("message__thread").get(settled_at__isnull=True)
    assert report.by == report.message.thread.learner == the("suki")


def test_some_notices_are_new_and_those_older_than_a_week_are_read(here) -> None:
    for username in ("ada", "tom", "ruth"):
        mine = Notice.objects.filter(person=the(username))
        assert mine.filter(read_at__isnull=False).exists()
        assert mine.filter(read_at__isnull=True).exists()
    assert not Notice.objects.filter(read_at__isnull=True, at__lt=NOW - timedelta(days=7)).exists()


def test_ada_and_the_older_ones_expect_something_of_themselves_for_graduation(here) -> None:
    assert OwnExpectation.objects.filter(learner=the("ada")).count() == 2
    with district_scope(here.district_id, the("ada").pk):
        assert Goal.objects.filter(learner=the("ada"), requirement_links__isnull=False).exists()
    assert OwnExpectation.objects.values("learner").distinct().count() >= 10


def test_spanish_lives_are_told_in_spanish_throughout(here) -> None:
    told = [Goal.objects.filter(learner=the(name)).first() for name in ("lola", "camila", "lucia")]
    english = {goal["title"] for script in load_texts("lives")["en"] for goal in script["goals"]}
    assert all(goal is not None and goal.title not in english for goal in told)
    assert len({goal.title for goal in told if goal is not None}) == 3


def test_the_demo_can_be_made_on_the_second_day_of_a_term(db) -> None:
    with transaction.atomic():
        with front_door():
            Account.objects.update(username=Concat(Value("cast-"), "username"))
        assert build_demo(today=date(2027, 1, 2)).made
        transaction.set_rollback(True)


def test_the_picture_of_toms_class_shows_who_is_ready_for_what(here) -> None:
    tom = the("tom")
    with district_scope(here.district_id, tom.pk):
        river = SchoolClass.objects.get(enrolments__person=tom, enrolments__role="educator", title="River class")
        found = class_picture(tom, river, TODAY, NOW)
    assert any(line.ready for line in found.lines)
    assert any(line.reached for line in found.lines)
    assert any(line.on_the_way for line in found.lines)
