"""Projects are begun, proposed, talked about, answered, taken up, ended and looked back on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.studio.making import make_frame, make_project

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.models import Decision
from trellis.core.registries import erase_everything_of
from trellis.core.scope import change_scope
from trellis.notice.models import Notice
from trellis.studio.actions import projects as actions
from trellis.studio.actions.answering import answer_proposal
from trellis.studio.actions.looking_back import look_back_on_choices
from trellis.studio.actions.projects import Written
from trellis.studio.actions.team import ask_into_team, decline_team, give_roles, join_team, leave_team, rotate_roles
from trellis.studio.choosing import Said, dimensions_for, is_time_to_look_back, open_ones
from trellis.studio.models import (
    Choice,
    Dimension,
    Member,
    Project,
    ProposalAnswer,
    RoleTurn,
    Variation,
    VariationFor,
)


@pytest.fixture
def now():
    return timezone.now()


def all_choices(frame, learner) -> dict[str, Said]:
    return {one.name: Said(f"our {one.name}", "it fits us") for one in open_ones(dimensions_for(frame, learner))}


def begun(cast, now, frame, **changed):
    change_scope(cast.district.pk, cast.ada.pk)
    written = Written(
        **{
            "title": "Sounds of our street",
            "question": "Where is it loud?",
            "first_steps": "Walk",
            "choices": all_choices(frame, cast.ada),
            **changed,
        }
    )
    return actions.begin_project(frame=frame, written=written, by=cast.ada, now=now)


def proposed(cast, now, frame, **changed):
    project = begun(cast, now, frame, **changed)
    project = actions.propose_project(project=project, by=cast.ada, now=now)
    change_scope(cast.district.pk, cast.tom.pk)
    return project


def test_a_draft_is_seen_in_the_database_by_its_team_alone(cast, now):
    project = begun(cast, now, make_frame(cast, now))
    assert Project.objects.filter(pk=project.pk).exists()
    assert Choice.objects.filter(project=project).count() == 7
    for who in (cast.tom, cast.ben, cast.ruth, cast.omar):
        change_scope(cast.district.pk, who.pk)
        assert not Project.objects.filter(pk=project.pk).exists()
        assert not Choice.objects.filter(project=project).exists()


def test_a_choice_needs_words_and_a_reason(cast, now):
    frame = make_frame(cast, now)
    for said, field in ((Said("a map", ""), "because-product"), (Said("", "maps last"), "choice-product")):
        with pytest.raises(ActionRefused) as refused:
            begun(cast, now, frame, choices={"product": said})
        assert refused.value.field == field
    with pytest.raises(ActionRefused) as refused:
        begun(cast, now, frame, title=" ")
    assert refused.value.field == "title"
    with pytest.raises(ActionRefused):
        begun(cast, now, frame, title="x" * 201)


def test_what_is_chosen_from_stands_on_the_list_and_a_variation_wins(cast, now):
    frame = make_frame(cast, now)
    change_scope(cast.district.pk, cast.tom.pk)
    variation = Variation.objects.create(
        frame=frame, title="With pictures", reason="It helps", by=cast.tom, made_at=now
    )
    VariationFor.objects.create(variation=variation, frame=frame, learner=cast.ada)
    Dimension.objects.create(
        frame=frame, variation=variation, name="product", mode=Dimension.Mode.CHOOSE, options=["a map", "a poster"]
    )
    held = {one.name: one for one in dimensions_for(frame, cast.ada)}
    assert held["product"].options == ("a map", "a poster")
    assert {one.name: one for one in dimensions_for(frame, cast.ben)}["product"].mode == Dimension.Mode.FREE
    with pytest.raises(ActionRefused) as refused:
        begun(cast, now, frame, choices={"product": Said("a film", "I like films")})
    assert refused.value.field == "choice-product"
    begun(cast, now, frame, choices={"product": Said("a map", "maps last")})


def test_everything_left_open_is_chosen_before_it_is_proposed(cast, now):
    frame = make_frame(cast, now)
    project = begun(cast, now, frame, choices={})
    with pytest.raises(ActionRefused):
        actions.propose_project(project=project, by=cast.ada, now=now)
    own = begun(cast, now, None, choices={}, first_steps="")
    with pytest.raises(ActionRefused):
        actions.propose_project(project=own, by=cast.ada, now=now)
    unasked = begun(cast, now, None, choices={}, question="")
    with pytest.raises(ActionRefused):
        actions.propose_project(project=unasked, by=cast.ada, now=now)
    own = begun(cast, now, None, choices={})
    actions.propose_project(project=own, by=cast.ada, now=now)
    with pytest.raises(ActionRefused):
        actions.propose_project(project=own, by=cast.ada, now=now)
    assert {notice.person for notice in Notice.objects.filter(subject_id=own.pk)} == {cast.tom, cast.ines}


def test_a_go_writes_down_who_decided_what(cast, now):
    frame = make_frame(cast, now)
    project = proposed(cast, now, frame)
    answer_proposal(project=project, version=project.version, verdict="go", by=cast.tom, now=now)
    project.refresh_from_db()
    assert project.state == Project.State.GOING
    decisions = list(Decision.objects.filter(learner_id=cast.ada.pk, subject_id=project.pk))
    assert len(decisions) == 8
    assert {one.decided_by for one in decisions if one.lens == "start"} == {"educator"}
    assert {one.decided_by for one in decisions if one.lens != "start"} == {"learner"}
    with pytest.raises(ActionRefused):
        answer_proposal(project=project, version=project.version, verdict="go", by=cast.tom, now=now)


def test_changes_are_accepted_by_the_team_and_count_as_decided_together(cast, now):
    frame = make_frame(cast, now)
    project = proposed(cast, now, frame)
    with pytest.raises(ActionRefused) as refused:
        answer_proposal(project=project, version=project.version, verdict="changes", by=cast.tom, now=now)
    assert refused.value.field == "changes"
    answer = answer_proposal(
        project=project, version=project.version, verdict="changes", changes="Ask a neighbour", by=cast.tom, now=now
    )
    change_scope(cast.district.pk, cast.ada.pk)
    project.refresh_from_db()
    assert project.state == Project.State.TALKING
    later = now + timedelta(hours=1)
    chosen = {**all_choices(frame, cast.ada), "audience": Said("our neighbours", "they live there")}
    written = Written(title=project.title, question=project.question, first_steps="Walk", choices=chosen)
    actions.change_project(project=project, expected=project.version, written=written, by=cast.ada, now=later)
    actions.accept_changes(answer=answer, by=cast.ada, now=later)
    project.refresh_from_db()
    assert project.state == Project.State.GOING
    together = Decision.objects.filter(subject_id=project.pk, decided_by="together")
    assert [one.reason for one in together] == ["they live there"]
    with pytest.raises(ActionRefused):
        actions.accept_changes(answer=answer, by=cast.ada, now=later)


def test_a_no_needs_a_reason_and_an_alternative_in_the_database_too(cast, now):
    project = proposed(cast, now, make_frame(cast, now))
    given = {"project": project, "version": project.version, "verdict": "no", "by": cast.tom, "now": now}
    for texts, field in (({"alternative": "a model"}, "reason"), ({"reason": "Too far away"}, "alternative")):
        with pytest.raises(ActionRefused) as refused:
            answer_proposal(**given, **texts)
        assert refused.value.field == field
    with pytest.raises(IntegrityError), transaction.atomic():
        ProposalAnswer.objects.create(project=project, version=1, verdict="no", reason="Too far", at=now)
    answer_proposal(**given, reason="Too far away", alternative="The park next door")
    project.refresh_from_db()
    assert project.state == Project.State.TALKING
    assert Notice.objects.filter(person=cast.ada, kind="studio.project-answered").count() == 1


@pytest.mark.parametrize(("verdict", "field"), [("", "verdict"), ("maybe", "verdict"), ("talk", "reason")])
def test_an_answer_says_something(cast, now, verdict, field):
    project = proposed(cast, now, make_frame(cast, now))
    with pytest.raises(ActionRefused) as refused:
        answer_proposal(project=project, version=project.version, verdict=verdict, by=cast.tom, now=now)
    assert refused.value.field == field


def test_an_answer_is_about_the_version_that_was_read(cast, now):
    project = proposed(cast, now, make_frame(cast, now))
    with pytest.raises(ActionRefused):
        answer_proposal(project=project, version=project.version + 1, verdict="go", by=cast.tom, now=now)


def test_two_who_write_at_once_lose_nothing(cast, now):
    project = begun(cast, now, None)
    written = Written(title="Other", question="Why?")
    actions.change_project(project=project, expected=1, written=written, by=cast.ada, now=now)
    with pytest.raises(StaleVersion):
        actions.change_project(project=project, expected=1, written=written, by=cast.ada, now=now)


def test_classmates_are_asked_join_decline_and_leave(cast, now):
    project = begun(cast, now, make_frame(cast, now))
    with pytest.raises(ActionRefused):
        ask_into_team(project=project, people=[cast.chidi], by=cast.ada, now=now)
    with pytest.raises(ActionRefused):
        ask_into_team(project=project, people=[], by=cast.ada, now=now)
    ask_into_team(project=project, people=[cast.ben], by=cast.ada, now=now)
    with pytest.raises(ActionRefused):
        leave_team(project=project, by=cast.ada, now=now)
    change_scope(cast.district.pk, cast.ben.pk)
    decline_team(project=project, by=cast.ben, now=now)
    assert not Project.objects.filter(pk=project.pk).exists()
    change_scope(cast.district.pk, cast.ada.pk)
    ask_into_team(project=project, people=[cast.ben], by=cast.ada, now=now)
    change_scope(cast.district.pk, cast.ben.pk)
    join_team(project=project, by=cast.ben, now=now)
    with pytest.raises(ActionRefused):
        join_team(project=project, by=cast.ben, now=now)
    leave_team(project=project, by=cast.ben, now=now)
    assert not Project.objects.filter(pk=project.pk).exists()
    assert Member.objects.get(project=project, learner=cast.ben).left_at == now


def test_roles_go_round_so_that_everybody_has_tried_each(cast, now):
    project = make_project(cast, now)
    change_scope(cast.district.pk, cast.ada.pk)
    with pytest.raises(ActionRefused):
        rotate_roles(project=project, by=cast.ada, now=now)
    give_roles(project=project, roles=[("asks", cast.ada), ("writes", cast.ben), ("", cast.ben)], by=cast.ada, now=now)
    rotate_roles(project=project, by=cast.ada, now=now + timedelta(days=7))
    running = dict(RoleTurn.objects.filter(ends_on__isnull=True).values_list("role", "learner__given_name"))
    assert running == {"asks": "Ben", "writes": "Ada"}
    with pytest.raises(ActionRefused):
        give_roles(project=project, roles=[("asks", cast.chidi)], by=cast.ada, now=now)


def test_choices_are_asked_about_some_weeks_later(cast, now):
    frame = make_frame(cast, now)
    project = proposed(cast, now, frame)
    with pytest.raises(ActionRefused):
        look_back_on_choices(project=project, said={"product": ("yes", "")}, by=cast.ada, now=now)
    answer_proposal(project=project, version=project.version, verdict="go", by=cast.tom, now=now)
    change_scope(cast.district.pk, cast.ada.pk)
    project.refresh_from_db()
    assert not is_time_to_look_back(project, now + timedelta(days=20))
    assert is_time_to_look_back(project, now + timedelta(days=21))
    for said in ({}, {"product": ("otherwise", "")}, {"product": ("never", "x")}):
        with pytest.raises(ActionRefused):
            look_back_on_choices(project=project, said=said, by=cast.ada, now=now)
    said = {"product": ("otherwise", "a film"), "tools": ("yes", ""), "topic": ("", "")}
    assert look_back_on_choices(project=project, said=said, by=cast.ada, now=now) == 2
    assert Choice.objects.get(project=project, name="product").next_time == "a film"


def test_an_end_has_a_look_back_and_can_be_undone(cast, now):
    project = make_project(cast, now)
    change_scope(cast.district.pk, cast.ada.pk)
    finished = Project.State.FINISHED
    with pytest.raises(ActionRefused):
        actions.end_project(project=project, state=finished, looking_back="", by=cast.ada, now=now)
    actions.end_project(project=project, state=finished, looking_back="We listened.", by=cast.ada, now=now)
    with pytest.raises(ActionRefused):
        actions.end_project(project=project, state=finished, looking_back="Again", by=cast.ada, now=now)
    assert actions.take_up_project(project=project, by=cast.ada, now=now).state == Project.State.GOING
    with pytest.raises(ActionRefused):
        actions.take_up_project(project=project, by=cast.ada, now=now)
    waiting = make_project(cast, now, state=Project.State.PROPOSED)
    with pytest.raises(ActionRefused):
        actions.end_project(project=waiting, state=finished, looking_back="x", by=cast.ada, now=now)
    actions.end_project(project=waiting, state=Project.State.LET_GO, looking_back="Too big.", by=cast.ada, now=now)
    draft = begun(cast, now, None)
    with pytest.raises(ActionRefused):
        actions.end_project(project=draft, state=Project.State.LET_GO, looking_back="x", by=cast.ada, now=now)
    with pytest.raises(ActionRefused):
        actions.throw_away_project(project=waiting, by=cast.ada, now=now)
    actions.throw_away_project(project=draft, by=cast.ada, now=now)
    assert not Project.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("left", [False, True])
def test_who_opened_a_draft_with_others_is_forgotten_and_the_draft_stays_with_them(cast, now, left):
    change_scope(cast.district.pk, cast.ada.pk)
    together = make_project(cast, now, state=Project.State.DRAFT)
    own = make_project(cast, now, learners=(cast.ada,), state=Project.State.DRAFT, title="Alone")
    if left:
        leave_team(project=together, by=cast.ada, now=now)
    change_scope(cast.district.pk)
    erase_everything_of(cast.ada.pk)
    change_scope(cast.district.pk, cast.ben.pk)
    together.refresh_from_db()
    assert together.opened_by is None
    assert list(Member.objects.filter(project=together).values_list("learner", flat=True)) == [cast.ben.pk]
    assert not Project.objects.filter(pk=own.pk).exists()
    assert not Member.objects.filter(project=own).exists()
