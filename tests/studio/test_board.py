"""The board of a frame: who waits for whom, in the order of titles; few taps to words; what several have in common."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.evidence.lessons import answer as answer_check
from tests.evidence.lessons import ask as check_class
from tests.evidence.lessons import fill_class
from tests.evidence.showing import ask, day, eyes_of, levels, moment, show, some_competency
from tests.people import Cast
from tests.studio.critiquing import give, make_draft, make_teams, open_, prepare, turn_of
from tests.studio.making import make_frame, make_project

from trellis.core.actions import ActionRefused
from trellis.evidence.actions.announcing import announce
from trellis.evidence.actions.lessons import keep_idea
from trellis.evidence.models import Feedback, Judgement, Question
from trellis.people.models import Person
from trellis.school.models import SchoolClass
from trellis.studio.actions import board as actions
from trellis.studio.models import (
    Criterion,
    Frame,
    FrameClass,
    Milestone,
    MiniLesson,
    Project,
    ProjectArtefact,
    ProjectCompetency,
    ProjectMentor,
    ProposalAnswer,
)
from trellis.studio.queries.board import Board, Filter, board
from trellis.studio.queries.suggesting import suggestions


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name: str, *args: object, **data: object) -> str:
    response = client.post(reverse(name, args=args), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def seen(cast: Cast, frame: Frame, **narrowed: object) -> Board:
    return board(cast.tom, frame, Filter(**narrowed), day())


def waits(cast: Cast, frame: Frame) -> dict[str, list[str]]:
    return {row.title: [one.words for one in row.waits] for row in seen(cast, frame).all}


def answered(project: Project, by: Person, verdict: str, **given: object) -> ProposalAnswer:
    words = {"changes": "Fewer streets.", "reason": "It is a lot.", "alternative": "One street."}
    return ProposalAnswer.objects.create(
        project=project, version=project.version, by=by, verdict=verdict, at=moment(), **{**words, **given}
    )


# --- Rows


def test_projects_stand_in_the_order_of_their_titles_with_who_has_none(cast):
    frame = make_frame(cast, moment())
    third = fill_class(cast, 1)[0]
    for title in ("owls", "Bridges", "apples"):
        make_project(cast, moment(), frame=frame, title=title)
    found = seen(cast, frame)
    assert [row.title for row in found.rows] == ["apples", "Bridges", "owls"]
    assert found.without == (third.full_name,)
    assert found.rows[0].members == (cast.ada.full_name, cast.ben.full_name)


def test_who_waits_for_whom_is_said_in_words(cast):
    frame, projects, others = make_teams(cast, 1)
    proposed = make_project(cast, moment(), frame=frame, state="proposed", title="Asked", learners=(cast.ben,))
    assert waits(cast, frame)["Asked"] == ["a proposal waits for you"]
    said = answered(proposed, cast.tom, "changes")
    assert waits(cast, frame)["Asked"] == ["waits for the team: changes"]
    Project.objects.filter(pk=proposed.pk).update(version=2)
    assert waits(cast, frame)["Asked"] == ["a proposal waits for you"]
    said.delete()
    answered(Project.objects.get(pk=proposed.pk), cast.tom, "no")
    assert waits(cast, frame)["Asked"] == ["waits for the team: another proposal"]
    ProjectMentor.objects.create(
        project=projects[0], name="Noor", why="Sounds", asked_at=moment(), starts_on=day(), ends_on=day() + timedelta(9)
    )
    assert waits(cast, frame)["Sounds of our street"] == ["a mentor waits for your yes"]
    found = open_(cast, prepare(cast, frame))
    name = others[0].first_name
    assert f"waits for a look by {name}" in waits(cast, frame)["Sounds of our street"]
    assert f"{name} has a look to give" in waits(cast, frame)["Project 00"]
    give(turn_of(found, others[0]))
    assert "words on a draft wait for the team" in waits(cast, frame)["Sounds of our street"]
    over = make_project(cast, moment(), frame=frame, state="finished", title="Over")
    assert waits(cast, frame)[over.title] == []


def test_a_day_that_passed_is_said_as_it_was_and_never_as_a_judgement(cast, sign_in):
    frame = make_frame(cast, moment())
    project = make_project(cast, moment(), frame=frame)
    Milestone.objects.create(project=project, position=0, title="Done", due_on=day(), done_at=moment())
    Milestone.objects.create(project=project, position=1, title="Ask a neighbour", due_on=day() - timedelta(days=2))
    html = page(sign_in(cast.tom), "studio:board", frame.pk)
    assert "Ask a neighbour, was for <time" in html and "2 days ago" in html
    main = html.split("<main")[1].casefold()
    assert not any(word in main for word in ("behind", "overdue", " late", "failing", "at risk"))
    Milestone.objects.filter(title="Ask a neighbour").update(due_on=day() + timedelta(days=1))
    assert "Ask a neighbour, by <time" in page(sign_in(cast.tom), "studio:board", frame.pk)


def test_the_board_narrows_by_state_and_class_and_keeps_ones_place(cast, sign_in):
    frame = make_frame(cast, moment())
    FrameClass.objects.create(frame=frame, school_class=cast.advisory)
    for number, state in enumerate(("proposed", "going", "proposed")):
        make_project(cast, moment(), frame=frame, state=state, title=f"Project {number}", learners=(cast.ada,))
    make_project(cast, moment(), frame=frame, title="Project 9", learners=(cast.ben,))
    assert [row.title for row in seen(cast, frame, state="you").rows] == ["Project 0", "Project 2"]
    assert [row.title for row in seen(cast, frame, class_id=cast.advisory.pk).rows] == [
        f"Project {n}" for n in range(3)
    ]
    tom = sign_in(cast.tom)
    first = Project.objects.get(title="Project 0")
    html = page(tom, "studio:board-project", frame.pk, first.pk, state="you")
    following = reverse("studio:board-project", args=[frame.pk, Project.objects.get(title="Project 2").pk])
    assert f"{following}?state=you" in html
    Project.objects.filter(pk=first.pk).update(state="going")  # it has left what the filter shows: the place stays
    assert f"{following}?state=you" in page(tom, "studio:board-project", frame.pk, first.pk, state="you")
    assert "None here" in page(tom, "studio:board", frame.pk, state="finished")
    assert "Project 9" in page(tom, "studio:board", frame.pk, state="anything")
    wrong = page(tom, "studio:board", frame.pk, **{"class": "nonsense"})
    assert "Project 9" in wrong


@pytest.mark.parametrize("n", [1, 40])
def test_the_board_asks_the_same_however_many_projects_and_fits_in_60_kb(cast, sign_in, n):
    frame = make_frame(cast, moment())
    learners = fill_class(cast, n)
    for number, one in enumerate(learners):
        title = f"Project {number:02}"
        project = make_project(cast, moment(), frame=frame, learners=(one,), title=title, state="proposed")
        Milestone.objects.create(project=project, title="Ask a neighbour", due_on=day() - timedelta(days=2))
        make_draft(project, one, question="How do we draw a map to scale?")
    tom = sign_in(cast.tom)
    counted = []
    for _first in range(2):  # the second finds what was kept of the first
        with CaptureQueriesContext(connection) as asked:
            html = page(tom, "studio:board", frame.pk)
        mine = [one["sql"] for one in asked if '"studio_' in one["sql"] or "evidence_" in one["sql"]]
        counted.append(len(mine))
    assert counted == [13, 8]
    assert html.count('id="p-') == n
    assert len(html.encode()) < 60_000


# --- One project


def shown_project(cast: Cast, **given: object):
    """A project of Ada's with an artefact about a criterion's competency."""
    frame = make_frame(cast, moment())
    competency = some_competency()
    Criterion.objects.filter(title="Others can use it").update(competency=competency)
    project = make_project(cast, moment(), frame=frame)
    artefact = show(cast, learners=[cast.ada, cast.ben], links={"competencies": [competency]}, **given)
    ProjectArtefact.objects.create(project=project, artefact=artefact, at=moment())
    return frame, project, artefact, competency


def test_words_go_to_the_team_by_the_rules_of_evidence_and_on_to_the_next(cast, sign_in):
    frame, project, artefact, _competency = shown_project(cast)
    make_project(cast, moment(), frame=frame, title="Then this")
    tom, criterion = sign_in(cast.tom), Criterion.objects.get(title="Others can use it")
    html = page(tom, "studio:board-project", frame.pk, project.pk)
    assert "A map of our street" in html and "Words help most" in html
    said = {"artefact": artefact.pk, "criterion": criterion.pk, "works": "I could use it at once.", "next": ""}
    assert "Say what could be next" in post(tom, "studio:board-project", frame.pk, project.pk, **said)
    html = post(tom, "studio:board-project", frame.pk, project.pk, **{**said, "next": "Add a legend.", "then": "next"})
    assert "Then this" in html.split("<h1")[1][:200]
    feedback = Feedback.objects.get()
    assert (feedback.works, feedback.next) == ("Others can use it: I could use it at once.", "Add a legend.")
    assert feedback.judgement is None
    assert "Others can use it: I could" in page(tom, "studio:board-project", frame.pk, project.pk)


def test_a_level_is_offered_only_where_a_learner_asked_for_one(cast, sign_in):
    frame, project, artefact, competency = shown_project(cast)
    tom = sign_in(cast.tom)
    assert "You were asked for a level" not in page(tom, "studio:board-project", frame.pk, project.pk)
    ask(cast, artefact, cast.tom, wants_level=True)
    assert "You were asked for a level" in page(tom, "studio:board-project", frame.pk, project.pk)
    level = f"{competency.pk}:{levels(competency)[1].level_id}"
    said = {"artefact": artefact.pk, "criterion": "", "works": "I could use it at once.", "next": "A legend."}
    post(tom, "studio:board-project", frame.pk, project.pk, **said, level=level, reason="The corners fit.")
    with eyes_of(cast, cast.tom):
        judgement = Judgement.objects.get()
    assert (judgement.purpose, judgement.competency, judgement.by) == ("for", competency, cast.tom)


def test_an_announced_judgement_leads_to_its_own_page_on_its_day(cast, sign_in):
    frame, project, _artefact, competency = shown_project(cast)
    about = {"title": "The street", "words": "", "on": day() + timedelta(days=1), "competencies": [competency]}
    made = announce(school_class=cast.ada_class, **about, by=cast.tom, now=moment(), today=day())
    tom = sign_in(cast.tom)
    address = reverse("evidence:judge-announced", args=[made.pk, cast.ada.pk, competency.pk])
    assert address not in page(tom, "studio:board-project", frame.pk, project.pk)
    type(made).objects.filter(pk=made.pk).update(on=day())
    assert address in page(tom, "studio:board-project", frame.pk, project.pk)


def test_what_is_only_for_the_learner_is_not_on_the_board(cast, sign_in):
    frame, project, _artefact, _competency = shown_project(cast, audience="family")
    assert "Nothing shown in Evidence yet" in page(sign_in(cast.tom), "studio:board-project", frame.pk, project.pk)


# --- What several have in common


def two_teams(cast: Cast) -> tuple[Frame, list[Project], list[Person]]:
    frame = make_frame(cast, moment())
    learners = fill_class(cast, 2)
    projects = [
        make_project(cast, moment(), frame=frame, learners=(one,), title=f"Project {number}")
        for number, one in enumerate(learners)
    ]
    return frame, projects, learners


def found(cast: Cast, frame: Frame) -> dict[str, str]:
    return {one.words: one.reason for one in suggestions(cast.tom, seen(cast, frame), day()).open}


def test_the_same_question_in_drafts_calls_for_one_lesson(cast):
    frame, projects, learners = two_teams(cast)
    make_draft(projects[0], learners[0], question="How do we draw a map to scale?")
    assert found(cast, frame) == {}
    make_draft(projects[1], learners[1], question="Can somebody draw the map to scale?")
    assert found(cast, frame) == {
        "Can somebody draw the map to scale?": "these teams ask the same about their drafts"
    } or list(found(cast, frame).values()) == ["these teams ask the same about their drafts"]


def test_the_same_step_whose_day_has_come_calls_for_one_lesson(cast):
    frame, projects, _learners = two_teams(cast)
    for project in projects:
        Milestone.objects.create(project=project, title="Interview a neighbour", due_on=day() - timedelta(days=1))
    reason = found(cast, frame)["Interview a neighbour"]
    assert reason == "these teams have it before them; it was for yesterday"
    Milestone.objects.filter(project=projects[0]).update(done_at=moment())
    assert found(cast, frame) == {}


def test_an_idea_from_a_check_calls_for_one_lesson_until_it_is_settled(cast):
    frame, _projects, learners = two_teams(cast)
    check = check_class(cast)
    for one in learners:
        answer_check(check, one)
    idea = keep_idea(
        check=check, words="Longer is louder", learners=[one.pk for one in learners], by=cast.tom, now=moment()
    )
    assert found(cast, frame) == {"Longer is louder": "this idea came up in a check with members of these teams"}
    type(idea).objects.update(settled_at=moment())
    assert found(cast, frame) == {}


def test_a_competency_that_several_aim_for_and_have_not_shown_yet(cast):
    frame, projects, learners = two_teams(cast)
    frame.competency_links.all().delete()
    competency = some_competency()
    for project in projects:
        ProjectCompetency.objects.create(project=project, competency=competency)
    assert found(cast, frame) == {}  # too early to say anything
    Frame.objects.filter(pk=frame.pk).update(starts_on=day() - timedelta(days=20), ends_on=day() + timedelta(days=10))
    frame.refresh_from_db()
    assert list(found(cast, frame).values()) == ["2 teams aim for it and have not shown enough of it yet"]
    artefact = show(cast, learners=[learners[0]], links={"competencies": [competency]})
    ProjectArtefact.objects.create(project=projects[0], artefact=artefact, at=moment())
    assert found(cast, frame) == {}
    with eyes_of(cast, cast.tom):
        Feedback.objects.create(
            artefact=artefact, by=cast.tom, voice="educator", works="It is clear.", next="Add a scale.", at=moment()
        )
    reason = "1 team aims for it and has not shown enough of it yet; you named a next step to 1 team"
    assert list(found(cast, frame).values()) == [reason]


def test_a_suggestion_is_noted_for_a_class_or_declined_for_good_and_either_is_taken_back(cast, sign_in):
    frame, projects, _learners = two_teams(cast)
    for project in projects:
        Milestone.objects.create(project=project, title="Interview a neighbour", due_on=day() - timedelta(days=1))
    tom = sign_in(cast.tom)
    html = page(tom, "studio:board", frame.pk)
    assert "A mini-lesson for these 2 teams" in html and "because" in html
    one = suggestions(cast.tom, seen(cast, frame), day()).open[0]
    named = {"kind": one.kind, "key": one.key}
    assert "Interview a neighbour" in page(tom, "studio:mini-lesson", frame.pk, **named)
    assert "or is settled" in post(tom, "studio:mini-lesson", frame.pk, kind="idea", key="x", do="decline")
    plan = {**named, "school_class": cast.ada_class.pk, "text": "How do you begin an interview?"}
    html = post(tom, "studio:mini-lesson", frame.pk, **plan, on=day() - timedelta(days=1))
    assert "from today on" in html
    assert "Say what the mini-lesson asks" in post(
        tom, "studio:mini-lesson", frame.pk, **{**plan, "text": ""}, on=day()
    )
    html = post(tom, "studio:mini-lesson", frame.pk, **plan, on=day())
    assert "A mini-lesson for these" not in html and Question.objects.get().text == plan["text"]
    html = post(tom, "studio:mini-lesson-back", MiniLesson.objects.get().pk)
    assert "A mini-lesson for these" in html and Question.objects.get().removed_at is not None
    html = post(tom, "studio:mini-lesson", frame.pk, **named, do="decline")
    assert "A mini-lesson for these" not in html and "not now" in html
    Milestone.objects.filter(project=projects[0]).update(title="Interview the neighbour!")
    cache.clear()
    assert "A mini-lesson for these" not in page(tom, "studio:board", frame.pk)
    assert "A mini-lesson for these" in post(tom, "studio:mini-lesson-back", MiniLesson.objects.get().pk)
    for name in ("ada", "ruth"):
        client = sign_in(getattr(cast, name))
        assert (
            client.post(reverse("studio:mini-lesson", args=[frame.pk]), {**named, "do": "decline"}).status_code == 403
        )


def test_a_suggestion_is_answered_once(cast):
    frame = make_frame(cast, moment())
    said = {"frame": frame, "kind": "idea", "key": "x", "words": "Longer is louder", "by": cast.tom, "now": moment()}
    actions.decline_mini_lesson(**said)
    with pytest.raises(ActionRefused, match="answered already"):
        actions.decline_mini_lesson(**said)
    klass = SchoolClass.objects.get(pk=cast.ada_class.pk)
    with pytest.raises(ActionRefused, match="answered already"):
        actions.plan_mini_lesson(**said, text="Why?", school_class=klass, on=day(), today=day())
    with pytest.raises(ActionRefused) as refused:
        actions.plan_mini_lesson(**{**said, "key": "y"}, text="x" * 501, school_class=klass, on=day(), today=day())
    assert refused.value.field == "text"
