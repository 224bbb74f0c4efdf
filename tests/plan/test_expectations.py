"""High expectations: below the expected stage only with a reason, a person and an end, and never beyond the limit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from trellis.core.actions import ActionRefused
from trellis.core.decisions import decisions_about, mix_of
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.actions.expectations import end_expectation, lower_expectation, set_limit
from trellis.plan.actions.negotiation import agree
from trellis.plan.models import Goal
from trellis.plan.queries.expectations import ending_soon, lasting, unanswered_for
from trellis.plan.stages import stages_below


@pytest.mark.parametrize(
    ("grades", "levels", "stages"),
    [
        (["06"], ["05"], 1),
        (["06"], ["04", "05"], 1),
        (["06"], ["06"], 0),
        (["06"], ["09"], 0),
        (["05", "06"], ["04"], 1),
        ([], ["01"], 0),
        (["06"], [], 0),
        (["01"], ["KG"], 1),
        (["06"], ["unheard of"], 0),
    ],
)
def test_stages_are_counted_on_grades_and_above_is_free(grades, levels, stages):
    assert stages_below(grades, levels) == stages


@pytest.fixture
def lower(cast, as_ada):
    """A competency one stage below Ada's, and one three below; Ada is in grade 6."""
    Person.objects.filter(pk=cast.ada.pk).update(grades=["06"])
    cast.ada.refresh_from_db()
    one, three = Competency.objects.filter(framework__kind="academic", retired_at__isnull=True)[20:22]
    Competency.objects.filter(pk=one.pk).update(education_levels=["05"])
    Competency.objects.filter(pk=three.pk).update(education_levels=["03"])
    return one, three


def _lower(cast, goal, competency, now, *, reason="We start with the fractions she has.", days=20, renews=None):
    today = now.date()
    return lower_expectation(
        goal=goal,
        competency_id=competency.pk,
        reason=reason,
        until=today + timedelta(days=days),
        by=cast.tom,
        now=now,
        today=today,
        renews=renews,
    )


def test_a_goal_beyond_the_limit_is_refused_at_its_clause(cast, lower, make_goal, now):
    with pytest.raises(ActionRefused) as refused:
        make_goal(competencies=[lower[1]])
    assert refused.value.field == "competencies"
    set_limit(framework=lower[1].framework, stages_below=3, expected=0, by=cast.omar, now=now)
    assert make_goal(competencies=[lower[1]]).state == Goal.State.PROPOSED


def test_a_goal_below_is_agreed_only_once_somebody_answers_for_it(cast, lower, make_goal, now):
    goal = make_goal(competencies=[lower[0]])
    today = now.date()
    assert [item.stages for item in unanswered_for(goal, today)] == [1]
    agree(goal=goal, version=1, voice="educator", by=cast.tom, now=now, today=today)
    assert not agree(goal=goal, version=1, voice="family", by=cast.ruth, now=now, today=today)
    _lower(cast, goal, lower[0], now)
    assert agree(goal=goal, version=1, voice="educator", by=cast.tom, now=now, today=today)
    assert mix_of(decisions_about(cast.ada.pk, now))["objectives"]["educator"] == 1


def test_it_needs_a_reason_and_an_end_in_the_term(cast, lower, make_goal, now):
    goal = make_goal(competencies=[lower[0]])
    for wrong, field in (({"reason": " "}, "reason"), ({"days": 0}, "until"), ({"days": 400}, "until")):
        with pytest.raises(ActionRefused) as refused:
            _lower(cast, goal, lower[0], now, **wrong)
        assert refused.value.field == field


def test_what_is_not_lower_cannot_be_lowered_and_nothing_is_lowered_twice(cast, lower, make_goal, now):
    above = Competency.objects.filter(framework__kind="academic", retired_at__isnull=True)[30]
    Competency.objects.filter(pk=above.pk).update(education_levels=["08"])
    goal = make_goal(competencies=[lower[0], above])
    with pytest.raises(ActionRefused):
        _lower(cast, goal, above, now)
    _lower(cast, goal, lower[0], now)
    with pytest.raises(ActionRefused):
        _lower(cast, goal, lower[0], now)


def test_it_is_shown_for_renewal_before_it_ends_and_a_lowering_that_lasts_is_surfaced(cast, lower, make_goal, now):
    goal, today = make_goal(competencies=[lower[0]]), now.date()
    first = _lower(cast, goal, lower[0], now, days=30)
    assert ending_soon(cast.tom, today) == ()
    later = today + timedelta(days=20)
    assert [line.id for line in ending_soon(cast.tom, later)] == [first.pk]
    assert ending_soon(cast.mira, later) == ()
    everybody = Person.objects.filter(pk=cast.ada.pk)
    assert lasting(everybody, today) == ()
    second = _lower(cast, goal, lower[0], now, days=35, renews=first)
    [line] = lasting(everybody, today)
    assert (line.id, line.times, line.learner) == (second.pk, 2, "Ada Kovač")


def test_coming_back_to_the_expected_stage(cast, lower, make_goal, now):
    goal = make_goal(competencies=[lower[0]])
    made = _lower(cast, goal, lower[0], now)
    end_expectation(expectation=made, by=cast.tom, now=now, today=now.date())
    assert unanswered_for(goal, now.date())
    with pytest.raises(ActionRefused):
        end_expectation(expectation=made, by=cast.tom, now=now, today=now.date())
