"""Who sees drafts and critique: their own circle, and who has a turn, from the opening of a round until it closes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.evidence.showing import age, day, eyes_of, moment, show
from tests.refusals import FIXED, HIDDEN, answer_of
from tests.studio.critiquing import give, make_draft, make_teams, open_, prepare, turn_of
from tests.studio.making import make_frame, make_project

from trellis.evidence.models import Artefact
from trellis.people.access import standing_of
from trellis.school.models import Enrolment
from trellis.studio import access_critique as access
from trellis.studio.actions.board import decline_mini_lesson
from trellis.studio.actions.critique import hide_critique
from trellis.studio.actions.rounds import close_round
from trellis.studio.models import Critique, FrameClass, Member, Project, ProjectMentor

EVERYBODY = ["ada", "ben", "tom", "ines", "ruth", "chidi", "mira", "paul", "noor", "omar", "dana", "eve"]
CIRCLE = {"ada", "ben", "tom", "ines", "ruth"}


def asked(cast, name, get, thing_id, **given):
    person = getattr(cast, name)
    with eyes_of(cast, person):
        return answer_of(get, person, thing_id, day(), **given)


def mentor(cast, project, **given) -> ProjectMentor:
    about = {"starts_on": day(), "ends_on": day() + timedelta(days=9), "approved_at": moment(), **given}
    return ProjectMentor.objects.create(
        project=project, mentor=cast.noor, name="Noor", why="She knows sounds", asked_at=moment(), **about
    )


@pytest.fixture
def frame_with_round(cast):
    """A frame, its projects (Ada and Ben's first), two more learners, and an open round."""
    frame, projects, others = make_teams(cast)
    return frame, projects, others, open_(cast, prepare(cast, frame))


# --- Drafts


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_draft_is_seen_by_its_own_circle_alone(cast, name):
    draft = make_draft(make_project(cast, moment(), frame=make_frame(cast, moment())), cast.ada)
    found = asked(cast, name, access.get_draft_for, draft.pk)
    assert (found == HIDDEN) is (name not in CIRCLE)
    if name in CIRCLE:
        assert found.draft == draft
        work = asked(cast, name, access.get_draft_for, draft.pk, to="work")
        assert (work == FIXED) is (name not in {"ada", "ben"})
        advise = asked(cast, name, access.get_draft_for, draft.pk, to="advise")
        assert (advise == FIXED) is (name not in {"tom", "ines"})


def test_somebody_of_another_district_finds_no_draft(cast):
    draft = make_draft(make_project(cast, moment()), cast.ada)
    assert answer_of(access.get_draft_for, cast.zed, draft.pk, day()) == HIDDEN
    assert answer_of(access.get_draft_for, cast.ada, cast.ada.pk, day()) == HIDDEN


def test_a_mentor_sees_drafts_until_the_day(cast):
    project = make_project(cast, moment())
    draft, link = make_draft(project, cast.ada), mentor(cast, project)
    assert asked(cast, "noor", access.get_draft_for, draft.pk).draft == draft
    ProjectMentor.objects.filter(pk=link.pk).update(starts_on=day() - timedelta(days=5), ends_on=day())
    assert asked(cast, "noor", access.get_draft_for, draft.pk) == HIDDEN


def test_drafts_of_a_project_that_is_only_a_draft_are_its_makers(cast):
    with eyes_of(cast, cast.ada):
        project = make_project(cast, moment(), state=Project.State.DRAFT)
        draft = make_draft(project, cast.ada)
    assert asked(cast, "ada", access.get_draft_for, draft.pk).is_member
    for name in ("tom", "ruth", "omar"):
        assert asked(cast, name, access.get_draft_for, draft.pk) == HIDDEN


# --- Turns


def test_a_turn_opens_one_version_to_whose_turn_it_is(cast, frame_with_round):
    _frame, projects, others, found = frame_with_round
    turn = turn_of(found, others[0])
    reader = answer_of(access.get_draft_for, others[0], turn.draft_id, day())
    assert reader.has_only_a_turn and reader.turn == turn
    assert answer_of(access.get_turn_for, others[0], turn.pk, day())[0] == turn
    assert answer_of(access.get_draft_for, others[0], turn.draft_id, day(), to="compare") == HIDDEN
    assert answer_of(access.get_draft_for, others[0], turn.draft_id, day(), to="work") == FIXED
    newer = make_draft(turn.draft.project, turn.draft.by)
    assert answer_of(access.get_draft_for, others[0], newer.pk, day()) == HIDDEN
    unseen = {draft.pk for project in projects for draft in project.drafts.all()} - {turn.draft_id}
    unseen -= {draft.pk for draft in projects[1].drafts.all()}
    assert all(answer_of(access.get_draft_for, others[0], pk, day()) == HIDDEN for pk in unseen)
    for name in ("ben", "chidi", "tom", "mira", "ruth", "omar", "eve"):
        if turn.draft.project.members.filter(learner=getattr(cast, name)).exists():
            continue
        assert asked(cast, name, access.get_turn_for, turn.pk) == HIDDEN


def test_before_the_opening_and_after_the_close_nobody_has_a_turn(cast):
    frame, _projects, others = make_teams(cast)
    found = prepare(cast, frame)
    turn = turn_of(found, others[0])
    assert answer_of(access.get_turn_for, others[0], turn.pk, day()) == HIDDEN
    open_(cast, found)
    assert answer_of(access.get_turn_for, others[0], turn.pk, day())[0] == turn
    close_round(of_round=found, by=cast.tom, now=moment())
    assert answer_of(access.get_turn_for, others[0], turn.pk, day()) == HIDDEN
    assert answer_of(access.get_draft_for, others[0], turn.draft_id, day()) == HIDDEN


def test_a_turn_ends_with_the_place_in_the_class_and_with_joining_the_team(cast, frame_with_round):
    _frame, _projects, others, found = frame_with_round
    turn, other = turn_of(found, others[0]), turn_of(found, others[1])
    Enrolment.objects.filter(person=others[0]).update(ends_on=day())
    assert answer_of(access.get_turn_for, others[0], turn.pk, day()) == HIDDEN
    Member.objects.create(
        project=other.draft.project, learner=others[1], asked_by=cast.ada, asked_at=moment(), joined_at=moment()
    )
    assert answer_of(access.get_turn_for, others[1], other.pk, day()) == HIDDEN


def test_only_who_leads_the_frame_gives_a_turn_to_somebody_else(cast, frame_with_round):
    _frame, _projects, others, found = frame_with_round
    turn = turn_of(found, others[0])
    assert asked(cast, "tom", access.get_dealt_turn_for, turn.pk) == turn
    for name in ("ada", "ruth", "ines", "mira", "omar", "eve", "noor", "dana"):
        assert asked(cast, name, access.get_dealt_turn_for, turn.pk) == HIDDEN
    assert asked(cast, "tom", access.get_dealt_turn_for, cast.ada.pk) == HIDDEN


def test_who_has_a_turn_opens_what_the_draft_shows_and_nothing_else(cast):
    frame, projects, others = make_teams(cast, 1)
    artefact = show(cast, learners=[cast.ada, cast.ben])
    make_draft(projects[0], cast.ada, artefact=artefact)
    turn = turn_of(open_(cast, prepare(cast, frame)), others[0])
    assert turn.draft.artefact_id == artefact.pk

    def may(person) -> bool:
        with eyes_of(cast, person):
            return access.may_open_shown_artefact(person, standing_of(person, day()), artefact.pk, day())

    assert (may(cast.ada), may(cast.tom), may(others[0]), may(cast.chidi)) == (True, True, True, False)
    with eyes_of(cast, cast.ada):
        Artefact.objects.filter(pk=artefact.pk).update(peers_may_see=False)
    assert not may(others[0])
    with eyes_of(cast, cast.ada):
        Artefact.objects.filter(pk=artefact.pk).update(peers_may_see=True, audience="me")
    assert not may(others[0])
    with eyes_of(cast, cast.ada):
        Artefact.objects.filter(pk=artefact.pk).update(audience="educators", removed_at=moment())
    assert not may(others[0])
    age(artefact, 0)


# --- Critique


def test_words_are_read_by_the_circle_of_the_draft_and_who_wrote_them(cast, frame_with_round):
    _frame, projects, others, found = frame_with_round
    turn = next(one for one in (turn_of(found, other) for other in others) if one.draft.project_id == projects[0].pk)
    critique = give(turn)
    for name in ("ada", "ben", "tom", "ines", "ruth"):
        assert asked(cast, name, access.get_critique_for, critique.pk)[0] == critique
    assert answer_of(access.get_critique_for, turn.giver, critique.pk, day())[0] == critique
    for name in ("chidi", "mira", "paul", "omar", "dana", "eve", "noor"):
        assert asked(cast, name, access.get_critique_for, critique.pk) == HIDDEN
    assert asked(cast, "ada", access.get_critique_for, cast.ada.pk) == HIDDEN
    answers = {name: asked(cast, name, access.get_critique_for, critique.pk, to="answer") for name in CIRCLE}
    assert {name for name, found in answers.items() if found != FIXED} == {"ada", "ben"}
    hides = {name: asked(cast, name, access.get_critique_for, critique.pk, to="hide") for name in CIRCLE}
    assert {name for name, found in hides.items() if found != FIXED} == {"tom", "ines"}


def test_others_who_look_do_not_read_each_other(cast, frame_with_round):
    _frame, projects, others, found = frame_with_round
    giver = next(one for one in others if turn_of(found, one).draft.project_id == projects[0].pk)
    critique = give(turn_of(found, giver))
    by_tom = Critique.objects.create(
        draft=critique.draft, protocol="kind", by=cast.tom, first="Good start", at=moment()
    )
    reader = access.get_draft_for(giver, critique.draft_id, day())
    assert list(access.visible_critiques(reader)) == [critique]
    assert answer_of(access.get_critique_for, giver, by_tom.pk, day()) == HIDDEN


def test_hidden_words_are_read_by_educators_and_by_who_wrote_them(cast, frame_with_round):
    _frame, projects, others, found = frame_with_round
    giver = next(one for one in others if turn_of(found, one).draft.project_id == projects[0].pk)
    critique = give(turn_of(found, giver))
    hide_critique(critique=critique, reason="It is about a person.", by=cast.tom, now=moment())
    assert asked(cast, "tom", access.get_critique_for, critique.pk)[0] == critique
    assert answer_of(access.get_critique_for, giver, critique.pk, day())[0] == critique
    for name in ("ada", "ben", "ruth"):
        assert asked(cast, name, access.get_critique_for, critique.pk) == HIDDEN


# --- Rounds


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_round_is_for_who_leads_and_once_opened_for_its_learners(cast, name):
    frame, _projects, _others = make_teams(cast)
    found = prepare(cast, frame)
    assert asked(cast, name, access.get_round_for, found.pk) == ((found, True) if name == "tom" else HIDDEN)
    open_(cast, found)
    expected = {"tom": (found, True), "ada": (found, False), "ben": (found, False)}
    assert asked(cast, name, access.get_round_for, found.pk) == expected.get(name, HIDDEN)
    to_lead = asked(cast, name, access.get_round_for, found.pk, to="lead")
    assert to_lead == {"tom": (found, True), "ada": FIXED, "ben": FIXED}.get(name, HIDDEN)
    assert asked(cast, name, access.get_round_for, cast.ada.pk) == HIDDEN


# --- The board


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_board_is_for_who_leads_the_frame(cast, name):
    frame = make_frame(cast, moment())
    person = getattr(cast, name)
    found = answer_of(access.get_board_frame_for, person, standing_of(person, day()), frame.pk, day())
    expected = {"tom": frame, "ada": FIXED, "ben": FIXED, "ruth": FIXED, "omar": FIXED}
    assert found == expected.get(name, HIDDEN)


def test_a_board_shows_projects_of_learners_whom_one_teaches_and_no_drafts(cast):
    frame = make_frame(cast, moment())
    FrameClass.objects.create(frame=frame, school_class=cast.chidi_class)
    ours = make_project(cast, moment(), frame=frame)
    theirs = make_project(cast, moment(), frame=frame, learners=(cast.chidi,), title="Numbers")
    with eyes_of(cast, cast.ada):
        make_project(cast, moment(), frame=frame, state=Project.State.DRAFT, title="Not yet shown")
    assert list(access.board_projects(cast.tom, day())) == [ours]
    assert list(access.board_projects(cast.mira, day())) == [theirs]
    assert not access.board_projects(cast.eve, day()).exists()
    standing = standing_of(cast.tom, day())
    assert access.get_board_project_for(cast.tom, standing, frame.pk, ours.pk, day())[1].project == ours
    assert answer_of(access.get_board_project_for, cast.tom, standing, frame.pk, theirs.pk, day()) == HIDDEN
    elsewhere = make_project(cast, moment(), title="From nothing")
    assert answer_of(access.get_board_project_for, cast.tom, standing, frame.pk, elsewhere.pk, day()) == HIDDEN
    ada = (cast.ada, standing_of(cast.ada, day()))
    assert answer_of(access.get_board_project_for, *ada, frame.pk, ours.pk, day()) == FIXED


def test_who_leads_a_frame_and_is_family_of_a_member_judges_nothing_on_its_board(cast):
    """A tie at home opens the project, not the board's page of it."""
    frame = make_frame(cast, moment(), by=cast.mira)
    project = make_project(cast, moment(), frame=frame)
    from trellis.people.models import Guardianship

    Guardianship.objects.create(guardian=cast.mira, learner=cast.ada, starts_on=day())
    standing = standing_of(cast.mira, day())
    assert access.get_board_frame_for(cast.mira, standing, frame.pk, day()) == frame
    assert answer_of(access.get_board_project_for, cast.mira, standing, frame.pk, project.pk, day()) == HIDDEN


def test_an_answer_to_a_suggestion_is_for_who_leads(cast):
    frame = make_frame(cast, moment())
    said = decline_mini_lesson(frame=frame, kind="idea", key="x", words="Longer is more", by=cast.tom, now=moment())
    assert asked(cast, "tom", access.get_mini_lesson_for, said.pk) == said
    for name in ("ada", "ruth", "mira", "omar", "eve"):
        assert asked(cast, name, access.get_mini_lesson_for, said.pk) == HIDDEN
    assert asked(cast, "tom", access.get_mini_lesson_for, cast.ada.pk) == HIDDEN
