"""Critique: drafts stay as versions, rounds are dealt in balance and shown first, words are answered or hidden."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from tests.evidence.lessons import fill_class
from tests.evidence.showing import day, moment, show
from tests.studio.critiquing import WORDS, give, make_draft, make_teams, open_, prepare, turn_of
from tests.studio.making import make_frame, make_project

from trellis.core.actions import ActionRefused
from trellis.core.models import Decision, Moment
from trellis.notice.models import Notice
from trellis.studio.actions import critique as giving
from trellis.studio.actions import rounds
from trellis.studio.models import Critique, CritiqueTurn, Draft, Project
from trellis.studio.protocols import WAYS, hints_for
from trellis.studio.queries.drafts import compare
from trellis.studio.queries.rounds import givers_for, round_page


def by_tom(cast) -> dict[str, object]:
    return {"by": cast.tom, "now": moment()}


# --- Drafts


def test_a_second_draft_says_what_changed_and_the_first_stays(cast):
    project = make_project(cast, moment())
    first = make_draft(project, cast.ada)
    with pytest.raises(ActionRefused, match="what you changed") as refused:
        make_draft(project, cast.ada, words="Other", changed=" ")
    assert refused.value.field == "changed"
    second = make_draft(project, cast.ben, words="Here is the corner.\n\nIt is very loud.")
    assert [one.number for one in project.drafts.order_by("number")] == [1, 2]
    assert Draft.objects.get(pk=first.pk).words == "Here is the corner.\n\nIt is loud."
    page = compare(first, second)
    assert page.paragraphs == (
        ("stayed", "Here is the corner."),
        ("changed", "It is <ins>very </ins>loud."),
    )


@pytest.mark.parametrize(
    ("about", "field"),
    [
        ({"title": " "}, "title"),
        ({"words": ""}, "words"),
        ({"words": "x" * 20_001}, "words"),
        ({"question": "x" * 301}, "question"),
    ],
)
def test_a_draft_that_cannot_be_kept_says_why(cast, about, field):
    with pytest.raises(ActionRefused) as refused:
        make_draft(make_project(cast, moment()), cast.ada, **about)
    assert refused.value.field == field
    assert not Draft.objects.exists()


def test_what_only_its_learner_sees_is_no_draft_and_what_is_over_gets_none(cast):
    own = show(cast, audience="me")
    with pytest.raises(ActionRefused, match="Show it in Evidence first"):
        make_draft(make_project(cast, moment()), cast.ada, artefact=own)
    over = make_project(cast, moment(), state=Project.State.FINISHED, title="Over")
    with pytest.raises(ActionRefused, match="over"):
        make_draft(over, cast.ada)


# --- Rounds


def test_a_prepared_round_is_dealt_shown_first_and_told_only_when_opened(cast):
    frame, projects, others = make_teams(cast)
    found = prepare(cast, frame, each=2)
    page = round_page(found, day())
    assert [line.project for line in page.drafts] == ["Project 00", "Project 01", "Sounds of our street"]
    assert all(len(line.turns) >= 2 for line in page.drafts) and not page.short
    assert not Notice.objects.filter(kind="studio.critique-turn").exists()
    open_(cast, found)
    told = set(Notice.objects.filter(kind="studio.critique-turn").values_list("person", flat=True))
    assert told == {cast.ada.pk, cast.ben.pk, *(one.pk for one in others)}
    with pytest.raises(ActionRefused, match="open already"):
        open_(cast, found)
    del projects


def test_one_round_at_a_time_with_a_day_to_come_and_something_to_look_at(cast):
    frame = make_frame(cast, moment())
    with pytest.raises(ActionRefused, match="No draft"):
        prepare(cast, frame)
    make_teams(cast, frame=frame)
    with pytest.raises(ActionRefused) as refused:
        prepare(cast, frame, until=day() - timedelta(days=1))
    assert refused.value.field == "until"
    with pytest.raises(ActionRefused) as refused:
        prepare(cast, frame, each=9)
    assert refused.value.field == "each_gives"
    found = prepare(cast, frame)
    with pytest.raises(ActionRefused, match="Close it first"):
        prepare(cast, frame)
    rounds.close_round(of_round=found, **by_tom(cast))
    prepare(cast, frame)
    with pytest.raises(ActionRefused, match="Close it first"):
        rounds.reopen_round(of_round=found, **by_tom(cast))


def test_dealing_anew_takes_another_seed_until_the_round_is_open(cast):
    frame, _projects, _others = make_teams(cast, 6)
    found = prepare(cast, frame)
    before = set(CritiqueTurn.objects.values_list("draft", "giver"))
    rounds.deal_again(of_round=found, seed=2, today=day(), **by_tom(cast))
    assert set(CritiqueTurn.objects.values_list("draft", "giver")) != before
    rounds.deal_again(of_round=found, seed=1, today=day(), **by_tom(cast))
    assert set(CritiqueTurn.objects.values_list("draft", "giver")) == before
    open_(cast, found)
    with pytest.raises(ActionRefused, match="single turns"):
        rounds.deal_again(of_round=found, seed=3, today=day(), **by_tom(cast))


def test_a_single_turn_goes_to_somebody_else_but_never_to_the_own_team(cast):
    frame, projects, others = make_teams(cast, 3)
    found = prepare(cast, frame)
    turn = CritiqueTurn.objects.select_related("round", "draft__project").get(
        draft__project=projects[1], round=found, giver__in=[one.pk for one in people_not_in(projects[1], found)][:1]
    )
    free = [one for one, _n in givers_for(turn, day())]
    assert others[0] not in free and turn.giver not in free

    def to(person: UUID) -> CritiqueTurn:
        return rounds.give_turn_to(turn=turn, giver_id=person, today=day(), **by_tom(cast))

    with pytest.raises(ActionRefused, match="own team"):
        to(others[0].pk)
    with pytest.raises(ActionRefused, match="class of this frame"):
        to(cast.chidi.pk)
    assert to(free[0].pk).giver == free[0]
    open_(cast, found)
    give(turn)
    with pytest.raises(ActionRefused, match="given already"):
        to(free[1].pk)


def people_not_in(project: Project, found) -> list:
    return [one.giver for one in CritiqueTurn.objects.filter(round=found, draft__project=project)]


def test_who_looks_at_a_draft_already_does_not_get_it_twice(cast):
    frame, projects, others = make_teams(cast, 3)
    found = prepare(cast, frame, each=2)
    one, other = CritiqueTurn.objects.select_related("round", "draft__project").filter(draft__project=projects[0])[:2]
    with pytest.raises(ActionRefused, match="already"):
        rounds.give_turn_to(turn=one, giver_id=other.giver_id, today=day(), **by_tom(cast))
    del found, others


def test_who_comes_late_is_dealt_to_and_the_rest_stays(cast):
    frame, projects, _others = make_teams(cast, 2)
    found = open_(cast, prepare(cast, frame))
    before = set(CritiqueTurn.objects.values_list("pk", flat=True))
    with pytest.raises(ActionRefused, match="already"):
        rounds.deal_to_late(of_round=found, today=day(), **by_tom(cast))
    late = fill_class(cast, 1)[0]
    project = make_project(cast, moment(), frame=frame, learners=(late,), title="Late")
    make_draft(project, late)
    make_draft(projects[0], cast.ada)  # a newer version changes nothing about who looks
    page = round_page(found, day())
    assert (page.late, page.without_turn) == (("Late",), (late.full_name,))
    assert rounds.deal_to_late(of_round=found, today=day(), **by_tom(cast)) == 1
    assert before < set(CritiqueTurn.objects.values_list("pk", flat=True))
    assert Notice.objects.filter(person=late, kind="studio.critique-turn").exists()
    rounds.close_round(of_round=found, **by_tom(cast))
    with pytest.raises(ActionRefused, match="over"):
        rounds.deal_to_late(of_round=found, today=day(), **by_tom(cast))


def test_the_page_says_who_waits_by_name_and_by_need(cast):
    frame, projects, others = make_teams(cast, 2)
    make_project(cast, moment(), frame=frame, learners=(cast.ada,), title="No draft")
    found = open_(cast, prepare(cast, frame))
    give(turn_of(found, others[0]))
    page = round_page(found, day())
    assert page.without_draft == ("No draft",)
    assert list(page.still_give) == sorted(page.still_give) and others[0].full_name not in page.still_give
    waiting = [line.project for line in page.waiting]
    assert waiting == sorted(waiting, key=str.casefold) and len(waiting) == 2
    del projects


# --- Words


@pytest.mark.parametrize(("protocol", "missing"), [("kind", "third"), ("wonder", "second"), ("gallery", "first")])
def test_each_protocol_says_which_part_is_missing(cast, protocol, missing):
    frame, _projects, others = make_teams(cast)
    turn = turn_of(open_(cast, prepare(cast, frame, protocol)), others[0])
    with pytest.raises(ActionRefused) as refused:
        give(turn, **{missing: " "})
    assert refused.value.field == missing
    given = give(turn)
    assert (given.protocol, given.first, given.turn) == (protocol, WORDS["first"], turn)
    assert set(Notice.objects.filter(kind="studio.critique-given").values_list("person", flat=True)) == set(
        turn.draft.project.members.values_list("learner", flat=True)
    )


def test_words_are_said_anew_until_the_team_has_answered(cast):
    frame, projects, others = make_teams(cast)
    turn = turn_of(open_(cast, prepare(cast, frame)), others[0])
    critique = give(turn)
    assert give(turn, first="I could hear every corner without a map.").pk == critique.pk
    owner = turn.draft.by
    giving.say_what_became(critique=Critique.objects.get(), became="We keep it.", by=owner, now=moment())
    with pytest.raises(ActionRefused, match="answered already"):
        give(turn)
    assert Critique.objects.count() == 1
    del projects


def test_a_team_says_what_it_changed_and_that_is_the_learners_decision(cast):
    frame, projects, others = make_teams(cast)
    turn = turn_of(open_(cast, prepare(cast, frame)), others[0])
    critique = give(turn)
    project, owner = turn.draft.project, turn.draft.by
    other = next(one for one in projects if one.pk != project.pk)
    with pytest.raises(ActionRefused, match="what you changed"):
        giving.say_what_became(critique=critique, became=" ", by=owner, now=moment())
    with pytest.raises(ActionRefused, match="this project"):
        giving.say_what_became(
            critique=critique, became="A legend", changed_in=other.drafts.get(), by=owner, now=moment()
        )
    newer = make_draft(project, owner)
    about = {"critique": critique, "changed_in": newer, "by": owner, "now": moment()}
    giving.say_what_became(became="We added a legend.", **about)
    giving.say_what_became(became="We added a legend and a scale.", **about)
    decision = Decision.objects.get(learner_id=owner.pk)
    assert (decision.lens, decision.decided_by) == ("assessment", "learner")
    assert Notice.objects.filter(kind="studio.critique-answered", person=others[0]).count() == 1


def test_an_educator_gives_words_without_a_turn_and_hides_what_does_not_help(cast):
    draft = make_draft(make_project(cast, moment()), cast.ada)
    critique = giving.advise(draft=draft, parts=WORDS, **by_tom(cast))
    assert critique.turn is None
    with pytest.raises(ActionRefused) as refused:
        giving.hide_critique(critique=critique, reason=" ", **by_tom(cast))
    assert refused.value.field == "reason"
    giving.hide_critique(critique=critique, reason="It speaks of a person.", **by_tom(cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        Critique.objects.filter(pk=critique.pk).update(hidden_reason="")
    giving.show_critique(critique=critique, **by_tom(cast))
    assert Critique.objects.get().hidden_at is None


def test_hidden_words_are_not_said_anew(cast):
    frame, _projects, others = make_teams(cast)
    turn = turn_of(open_(cast, prepare(cast, frame)), others[0])
    giving.hide_critique(critique=give(turn), reason="Not about the work.", **by_tom(cast))
    with pytest.raises(ActionRefused, match="hidden"):
        give(turn)


def test_each_action_writes_one_moment_without_names(cast):
    frame, _projects, others = make_teams(cast)
    n = Moment.objects.count()
    found = prepare(cast, frame)
    open_(cast, found)
    give(turn_of(found, others[0]))
    rounds.close_round(of_round=found, **by_tom(cast))
    rounds.reopen_round(of_round=found, **by_tom(cast))
    new = Moment.objects.order_by("pk")[n:]
    assert [one.verb for one in new] == [
        "round.prepared",
        "round.opened",
        "critique.given",
        "round.closed",
        "round.reopened",
    ]


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (WORDS, []),
        ({**WORDS, "first": "Great job!"}, ["first"]),
        ({**WORDS, "third": "This is stupid and boring to look at"}, ["third"]),
        ({**WORDS, "second": "I would give it 8/10 for the whole of it"}, ["second"]),
        ({"first": "", "second": "", "third": ""}, []),
    ],
)
def test_a_coach_asks_once_about_empty_praise_hurtful_words_and_marks(words, fields):
    assert [hint.field for hint in hints_for(WAYS["kind"], words)] == fields
