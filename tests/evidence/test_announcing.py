"""Judgements OF learning: announced beforehand, few, explained, revisited by a newer row, side by side."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.evidence.pasts import let_in_mira, make_past

from trellis.core.actions import ActionRefused
from trellis.core.decisions import record_decision
from trellis.core.models import Moment
from trellis.core.scope import change_scope
from trellis.evidence.actions.announcing import announce, judge_of, own_judgement, withdraw_announcement
from trellis.evidence.actions.policy import settle_evidence
from trellis.evidence.models import Announcement, Judgement
from trellis.framework.models import Competency, Level
from trellis.notice.models import Notice


@pytest.fixture
def past(cast):
    let_in_mira(cast)
    return make_past(cast)


@pytest.fixture
def tell(cast, past):
    """Let Tom announce a judgement for the day after tomorrow, or as ``changes`` say."""

    def announced(**changes):
        asked = {
            "school_class": cast.ada_class,
            "title": "A sound map",
            "words": "Bring your map and say how you chose the places.",
            "on": past.today + timedelta(days=2),
            "competencies": [past.competency],
            "by": cast.tom,
            "now": past.now,
            "today": past.today,
        }
        return announce(**{**asked, **changes})

    return announced


def judge(cast, past, announcement, by, **changes):
    """Judge Ada three days from now."""
    change_scope(cast.district.pk, by.pk)
    asked = {
        "announcement": announcement,
        "learner": cast.ada,
        "competency": past.competency,
        "level": past.level,
        "reason": "The map lets me hear the street.",
        "by": by,
        "now": past.now + timedelta(days=3),
        "today": past.today + timedelta(days=3),
    }
    return judge_of(**{**asked, **changes})


def test_class_and_families_hear_of_it_and_a_moment_is_written(cast, past, tell):
    made = tell()
    told = Notice.objects.filter(subject_id=made.pk, kind="evidence.announced")
    assert set(told.values_list("person", flat=True)) == {cast.ada.pk, cast.ben.pk, cast.ruth.pk}
    assert made.term == cast.term
    assert Moment.objects.filter(object_id=made.pk).count() == 1


@pytest.mark.parametrize("days", [0, -1])
def test_it_is_announced_beforehand(past, tell, days):
    with pytest.raises(ActionRefused, match="after today"):
        tell(on=past.today + timedelta(days=days))


def test_it_names_competencies_and_a_day_in_a_term(cast, past, tell):
    with pytest.raises(ActionRefused, match="which competencies"):
        tell(competencies=[])
    with pytest.raises(ActionRefused, match="No term"):
        tell(on=cast.term.ends_on + timedelta(days=1))


def test_they_are_few(cast, past, tell):
    settle_evidence(
        school=cast.school,
        rule="model",
        times=3,
        opening_days=14,
        most_announced=1,
        expected=0,
        by=cast.omar,
        now=past.now,
    )
    first = tell()
    with pytest.raises(ActionRefused, match="at most 1 judgement in a class and term"):
        tell()
    tell(school_class=cast.chidi_class)
    withdraw_announcement(announcement=first, by=cast.tom, now=past.now)
    tell()


def test_nobody_is_judged_early_or_of_something_else_or_without_a_reason(cast, past, tell):
    made = tell()
    with pytest.raises(ActionRefused, match="for a later day"):
        judge(cast, past, made, cast.tom, today=past.today + timedelta(days=1))
    other = Competency.objects.exclude(pk=past.competency.pk).filter(framework=past.competency.framework)[0]
    with pytest.raises(ActionRefused, match="not announced"):
        judge(cast, past, made, cast.tom, competency=other)
    with pytest.raises(ActionRefused, match="what you saw"):
        judge(cast, past, made, cast.tom, reason=" ")
    strange = Level.objects.exclude(scale=past.competency.framework.scale_id).first()
    if strange is not None:
        with pytest.raises(ActionRefused, match="level of this competency"):
            judge(cast, past, made, cast.tom, level=strange)
    withdraw_announcement(announcement=made, by=cast.tom, now=past.now)
    with pytest.raises(ActionRefused, match="taken back"):
        judge(cast, past, made, cast.tom)
    with pytest.raises(ActionRefused, match="already"):
        withdraw_announcement(announcement=made, by=cast.tom, now=past.now)


def test_what_somebody_was_judged_by_stays(cast, past, tell):
    made = tell()
    judge(cast, past, made, cast.mira)
    change_scope(cast.district.pk, cast.tom.pk)  # he sees no row of Mira's
    made = Announcement.objects.get(pk=made.pk)
    with pytest.raises(ActionRefused, match="judged by this already"):
        withdraw_announcement(announcement=made, by=cast.tom, now=past.now)


def test_looking_again_makes_a_newer_row_and_keeps_the_old_one(cast, past, tell):
    made = tell()
    first = judge(cast, past, made, cast.tom)
    with pytest.raises(ActionRefused, match="meanwhile"):
        judge(cast, past, made, cast.tom)
    second = judge(cast, past, made, cast.tom, revisits=first, reason="She brought the key to the map.")
    first.refresh_from_db()
    assert (first.reason, second.revisits) == ("The map lets me hear the street.", first)
    assert own_judgement(made, cast.ada, past.competency, cast.tom) == second
    with pytest.raises(ActionRefused, match="meanwhile"):
        judge(cast, past, made, cast.tom, revisits=first)


def test_two_educators_stand_side_by_side(cast, past, tell):
    made = tell()
    judge(cast, past, made, cast.tom, reason="Tom says this.")
    judge(cast, past, made, cast.mira, reason="Mira says that.")
    change_scope(cast.district.pk, cast.ada.pk)
    both = Judgement.objects.filter(announcement=made).order_by("reason")
    assert [row.reason for row in both] == ["Mira says that.", "Tom says this."]
    assert [row.revisits for row in both] == [None, None]
    told = Notice.objects.filter(kind="evidence.judged", subject_id=made.pk)
    assert set(told.values_list("person", flat=True)) == {cast.ada.pk, cast.ruth.pk}


@pytest.mark.parametrize("basis", [["past judgement"], ["past result", "past estimate"]])
def test_a_decision_that_names_only_the_past_is_refused(cast, past, basis):
    moment = Moment(at=past.now, actor_id=cast.tom.pk, learner_id=cast.ada.pk, object_kind="x", object_id=cast.ada.pk)
    about = {"moment": moment, "lens": "objectives", "decided_by": "educator"}
    with pytest.raises(ActionRefused, match="cannot make it"):
        record_decision(**about, basis=basis)
    assert record_decision(**about, basis=[*basis, "interest"]).basis == [*basis, "interest"]
