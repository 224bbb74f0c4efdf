"""Three voices: proposals beside a goal, answers clause by clause, agreement to one and the same version."""

from __future__ import annotations

from datetime import timedelta

import pytest

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.decisions import decisions_about, mix_of
from trellis.people.models import Guardianship
from trellis.plan.actions.goals import change_goal, draft_goal, end_goal, take_up_goal
from trellis.plan.actions.negotiation import agree, answer_changes, propose_changes, withdraw_proposal
from trellis.plan.actions.plans import settle_policy
from trellis.plan.clauses import clauses_of
from trellis.plan.models import Agreement, Goal, GoalVersion, Proposal
from trellis.plan.queries.voices import voices_asked


def _counter(cast, goal, now, **clauses):
    whole = {**clauses_of(goal), **clauses}
    reasons = dict.fromkeys(clauses, "Your second aim is asking.")
    return propose_changes(
        goal=goal, clauses=whole, reasons=reasons, voice="educator", base_version=goal.version, by=cast.tom, now=now
    )


def _agree(goal, person, voice, now, words=""):
    return agree(goal=goal, version=goal.version, voice=voice, words=words, by=person, now=now, today=now.date())


def test_a_counter_proposal_stands_beside_the_goal_and_changes_nothing(cast, make_goal, now):
    goal = make_goal(show_as="a sound map")
    before = clauses_of(goal)
    proposal = _counter(cast, goal, now, show_as="a sound map and both interviews")
    goal.refresh_from_db()
    assert clauses_of(goal) == before
    [change] = proposal.changes.all()
    assert (change.clause, change.old, change.new) == ("show_as", "a sound map", "a sound map and both interviews")


def test_taking_one_clause_and_keeping_another_makes_a_version_that_the_proposer_has_not_agreed_to(
    cast, make_goal, now
):
    goal = make_goal(show_as="a map")
    later = (cast.term.ends_on - timedelta(days=3)).isoformat()
    proposal = _counter(cast, goal, now, show_as="a map and a page", finish_by=later)
    changed = answer_changes(
        proposal=proposal, answers={"show_as": True, "finish_by": False}, expected=goal.version, by=cast.ada, now=now
    )
    goal.refresh_from_db()
    assert [str(clause) for clause in changed] == ["show_as"]
    assert (goal.show_as, goal.finish_by, goal.version) == ("a map and a page", None, 2)
    spoken = set(Agreement.objects.filter(goal=goal, version=2).values_list("voice", flat=True))
    assert spoken == {"learner"}
    mix = mix_of(decisions_about(cast.ada.pk, now))
    assert mix["assessment"]["together"] == 1
    assert mix["design"]["learner"] == 1


def test_taking_everything_is_the_agreement_of_both(cast, make_goal, now):
    goal = make_goal(show_as="a map")
    proposal = _counter(cast, goal, now, show_as="a map and a page")
    answer_changes(proposal=proposal, answers={"show_as": True}, expected=goal.version, by=cast.ada, now=now)
    goal.refresh_from_db()
    assert set(Agreement.objects.filter(goal=goal, version=2).values_list("voice", flat=True)) == {
        "learner",
        "educator",
    }
    assert goal.state == Goal.State.PROPOSED
    assert _agree(goal, cast.ruth, "family", now, "Let her interview abuela.")
    goal.refresh_from_db()
    assert goal.state == Goal.State.AGREED


def test_a_goal_is_agreed_only_when_every_voice_that_is_asked_agrees_to_the_same_version(cast, make_goal, now):
    goal = make_goal()
    assert voices_asked(cast.ada, now.date()) == {"learner", "educator", "family"}
    assert not _agree(goal, cast.ruth, "family", now)
    change_goal(goal=goal, clauses={"why": "The trucks wake me."}, expected=goal.version, by=cast.ada, now=now)
    assert not _agree(goal, cast.tom, "educator", now)
    assert _agree(goal, cast.ruth, "family", now)


def test_where_the_school_does_not_ask_families_two_voices_are_enough(cast, make_goal, now):
    settle_policy(
        school=cast.school,
        asks_family=False,
        conference_every_days=90,
        spoken_every_days=14,
        expected=0,
        by=cast.omar,
        now=now,
    )
    assert _agree(make_goal(), cast.tom, "educator", now)


def test_a_learner_without_a_guardian_waits_for_nobody_at_home(cast, make_goal, now):
    Guardianship.objects.filter(learner=cast.ada).update(ends_on=now.date())
    assert voices_asked(cast.ada, now.date()) == {"learner", "educator"}


def test_changing_an_agreed_goal_asks_again_and_keeps_what_was_agreed(cast, make_goal, now):
    goal = make_goal(why="Before")
    _agree(goal, cast.tom, "educator", now)
    _agree(goal, cast.ruth, "family", now)
    goal.refresh_from_db()
    change_goal(goal=goal, clauses={"why": "After"}, expected=1, by=cast.ada, now=now)
    assert goal.state == Goal.State.PROPOSED
    assert GoalVersion.objects.get(goal=goal, number=1).clauses["why"] == "Before"
    assert Agreement.objects.filter(goal=goal, version=1).count() == 3


def test_nobody_agrees_to_what_they_have_not_read(cast, make_goal, now):
    goal = make_goal()
    change_goal(goal=goal, clauses={"why": "Newer"}, expected=1, by=cast.ada, now=now)
    with pytest.raises(ActionRefused, match="Read it once more"):
        agree(goal=goal, version=1, voice="educator", by=cast.tom, now=now, today=now.date())


def test_a_proposal_made_from_an_older_page_does_not_propose_back_what_the_learner_changed(cast, make_goal, now):
    goal = make_goal(why="One", show_as="a map")
    read = clauses_of(goal)
    change_goal(goal=goal, clauses={"why": "Two"}, expected=1, by=cast.ada, now=now)
    proposal = propose_changes(
        goal=goal,
        clauses={**read, "show_as": "a page"},
        reasons={},
        voice="educator",
        base_version=1,
        by=cast.tom,
        now=now,
    )
    assert [change.clause for change in proposal.changes.all()] == ["show_as"]


def test_a_page_that_is_older_than_the_goal_gets_both_texts_and_loses_nothing(cast, make_goal, now):
    goal = make_goal()
    same = Goal.objects.get(pk=goal.pk)
    change_goal(goal=goal, clauses={"why": "First"}, expected=1, by=cast.ada, now=now)
    with pytest.raises(StaleVersion) as stale:
        change_goal(goal=same, clauses={"why": "Second"}, expected=1, by=cast.ada, now=now)
    assert stale.value.current.why == "First"


def test_saving_the_same_again_is_no_new_version(cast, make_goal, now):
    goal = make_goal(why="Same")
    assert change_goal(goal=goal, clauses={"why": " Same "}, expected=1, by=cast.ada, now=now) == ()
    assert goal.version == 1


def test_a_draft_takes_no_proposals_and_an_answered_one_no_answers(cast, make_goal, now):
    draft = make_goal(draft=True)
    with pytest.raises(ActionRefused):
        _counter(cast, draft, now, why="x")
    goal = make_goal()
    proposal = _counter(cast, goal, now, why="Because")
    answer_changes(proposal=proposal, answers={"why": False}, expected=1, reason="Mine", by=cast.ada, now=now)
    with pytest.raises(ActionRefused):
        answer_changes(proposal=proposal, answers={"why": True}, expected=1, by=cast.ada, now=now)
    with pytest.raises(ActionRefused):
        withdraw_proposal(proposal=proposal, by=cast.tom, now=now)


def test_a_new_proposal_of_the_same_person_takes_the_place_of_the_old_one(cast, make_goal, now):
    goal = make_goal()
    first = _counter(cast, goal, now, why="One")
    second = _counter(cast, goal, now, why="Two")
    open_now = Proposal.objects.filter(goal=goal, settled_at__isnull=True, withdrawn_at__isnull=True)
    assert list(open_now) == [second]
    first.refresh_from_db()
    assert first.withdrawn_at == now


def test_a_date_out_of_the_term_and_an_empty_title_are_refused_at_their_clause(cast, plan, now):
    for clauses, field in (
        ({"title": "A", "finish_by": cast.term.ends_on}, "finish_by"),
        ({"title": "  "}, "title"),
        ({"title": "A", "why": "x" * 100_000}, "why"),
    ):
        with pytest.raises(ActionRefused) as refused:
            draft_goal(plan=plan, clauses=clauses, by=cast.ada, now=now)
        assert refused.value.field == field


def test_letting_go_wants_a_look_back_and_can_be_undone(cast, make_goal, now):
    goal = make_goal()
    with pytest.raises(ActionRefused):
        end_goal(goal=goal, state="let-go", reflection=" ", by=cast.ada, now=now)
    end_goal(goal=goal, state="let-go", reflection="I found something better.", by=cast.ada, now=now)
    take_up_goal(goal=goal, by=cast.ada, now=now)
    goal.refresh_from_db()
    assert (goal.state, goal.reflection) == ("proposed", "I found something better.")
