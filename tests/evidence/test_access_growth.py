"""Who reads what grows: each rule of access_growth lets somebody in and refuses somebody."""

from __future__ import annotations

from django.utils import timezone
from tests.refusals import HIDDEN, answer_of

from trellis.core.audience import Audience
from trellis.core.scope import change_scope
from trellis.evidence.access import get_reader_for
from trellis.evidence.access_growth import (
    get_growth_reader_for,
    get_own_reflection,
    visible_goals_of,
)
from trellis.evidence.actions.journal import Thought, write_reflection
from trellis.plan.actions.goals import draft_goal
from trellis.plan.actions.plans import open_plan


def today():
    return timezone.localdate()


def test_the_learner_educators_and_family_read_what_grows_and_nobody_else(cast):
    for name in ("ada", "tom", "ines", "ruth"):
        reader = answer_of(get_growth_reader_for, getattr(cast, name), cast.ada.pk, today())
        assert reader.learner == cast.ada
    for name in ("ben", "chidi", "mira", "paul", "noor", "omar", "dana", "eve", "zed"):
        assert answer_of(get_growth_reader_for, getattr(cast, name), cast.ada.pk, today()) == HIDDEN


def test_a_draft_goal_is_a_bud_for_its_learner_alone(cast):
    change_scope(cast.district.pk, cast.ada.pk)
    plan = open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=timezone.now())
    draft_goal(plan=plan, clauses={"title": "A bridge"}, by=cast.ada, now=timezone.now())
    assert visible_goals_of(get_reader_for(cast.ada, cast.ada.pk, today())).count() == 1
    assert visible_goals_of(get_reader_for(cast.tom, cast.ada.pk, today())).count() == 0


def test_only_its_learner_has_an_entry_that_was_taken_away(cast):
    change_scope(cast.district.pk, cast.ada.pk)
    entry = write_reflection(
        learner=cast.ada, thought=Thought({}, "Hm"), audience=Audience.CIRCLE, by=cast.ada, now=timezone.now()
    )
    assert answer_of(get_own_reflection, cast.ada, entry.pk) == entry
    assert answer_of(get_own_reflection, cast.tom, entry.pk) == HIDDEN
    assert answer_of(get_own_reflection, cast.ruth, entry.pk) == HIDDEN
