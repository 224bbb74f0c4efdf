"""Projects join up with the rest: with goals, with what is shown, with the list of decisions."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.evidence.showing import show
from tests.plan.two_worlds import draft, through
from tests.studio.making import make_frame, make_project

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.decisions import record_decision
from trellis.core.models import Lens
from trellis.core.scope import change_scope
from trellis.plan.actions.goals import propose_goal
from trellis.studio.actions.serving import serve_goal
from trellis.studio.models import Member, Project, ProjectArtefact


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def goal(cast, now):
    """A goal of Ada's that is on the table."""
    made = draft(cast, cast.ada, "Hear our street")
    with through(cast, cast.ada):
        propose_goal(goal=made, by=cast.ada, now=now)
    made.refresh_from_db()
    return made


def test_a_member_ties_a_project_to_a_goal_and_the_goal_shows_it(cast, sign_in, now, goal):
    project = make_project(cast, now, frame=make_frame(cast, now))
    ada = sign_in(cast.ada)
    page = ada.get(f"/projects/{project.pk}/goal/").content.decode()
    assert "Hear our street" in page
    assert "none of them for now" in page
    answer = ada.post(f"/projects/{project.pk}/goal/", {"goal": goal.pk})
    assert answer.status_code == 302
    change_scope(cast.district.pk)
    assert Member.objects.get(project=project, learner=cast.ada).goal_id == goal.pk
    assert "Hear our street" in ada.get(f"/projects/{project.pk}/").content.decode()
    for name in ("ada", "tom", "ruth"):
        shown = sign_in(cast.people[name]).get(f"/goals/{goal.pk}/").content.decode()
        assert f'href="/projects/{project.pk}/"' in shown, name
    # It stands in her plan alone: her team mate does not read of her goal.
    assert "Hear our street" not in sign_in(cast.ben).get(f"/projects/{project.pk}/").content.decode()
    ada.post(f"/projects/{project.pk}/goal/", {"goal": ""})
    assert f"/projects/{project.pk}/" not in ada.get(f"/goals/{goal.pk}/").content.decode()


def test_a_draft_stands_beside_a_goal_for_its_team_alone(cast, sign_in, now, goal):
    with through(cast, cast.ada):
        project = make_project(cast, now, learners=(cast.ada,), state=Project.State.DRAFT)
        serve_goal(project=project, goal=goal, by=cast.ada, now=now)
    address = f'href="/projects/{project.pk}/"'
    assert address in sign_in(cast.ada).get(f"/goals/{goal.pk}/").content.decode()
    assert address not in sign_in(cast.tom).get(f"/goals/{goal.pk}/").content.decode()


def test_a_project_serves_no_goal_of_somebody_else_nor_one_that_is_over(cast, now, goal):
    project = make_project(cast, now)
    with through(cast, cast.ben), pytest.raises(ActionRefused):
        serve_goal(project=project, goal=goal, by=cast.ben, now=now)
    goal.state, goal.reflection = "let-go", "Another one."
    goal.save(update_fields=["state", "reflection"])
    with through(cast, cast.ada), pytest.raises(ActionRefused):
        serve_goal(project=project, goal=goal, by=cast.ada, now=now)


def test_only_who_works_on_a_project_says_what_it_serves(cast, sign_in, now):
    project = make_project(cast, now)
    answers = {name: sign_in(cast.people[name]).get(f"/projects/{project.pk}/goal/").status_code
               for name in ("ben", "tom", "ruth", "chidi", "noor", "eve")}  # fmt: skip
    assert answers == {"ben": 200, "tom": 403, "ruth": 403, "chidi": 404, "noor": 404, "eve": 404}


def test_an_artefact_says_which_project_it_came_of_to_those_who_may_open_it(cast, sign_in, now):
    project = make_project(cast, now, learners=(cast.ada,))
    with through(cast, cast.ada):
        shown = show(cast, said={"words": "A bench"}, audience="circle")
        ProjectArtefact.objects.create(project=project, artefact=shown, at=now)
    address = f'href="/projects/{project.pk}/"'
    seen = {name: sign_in(cast.people[name]).get(f"/evidence/{shown.pk}/") for name in ("ada", "tom", "ruth", "noor")}
    assert {name: page.status_code for name, page in seen.items()} == dict.fromkeys(seen, 200)
    told = {name for name, page in seen.items() if address in page.content.decode()}
    assert told == {"ada", "tom", "ruth"}  # Noor is Ada's mentor, not the project's


def test_a_decision_in_a_project_says_in_which(cast, sign_in, now):
    project = make_project(cast, now, title="Benches")
    moment = record_moment(at=now, actor=cast.ada, verb="x", thing=project, learner=cast.ada)
    record_decision(moment=moment, lens=Lens.START, decided_by="learner", basis=["own choice"])
    page = sign_in(cast.ruth).get(f"/learners/{cast.ada.pk}/decisions/").content.decode()
    assert f'<a href="/projects/{project.pk}/">Benches</a>' in page


def test_family_and_educators_find_the_projects_of_one_learner(cast, sign_in, now):
    make_project(cast, now, title="Benches")
    make_project(cast, now, learners=(cast.ben,), title="Rockets")
    with through(cast, cast.ada):
        make_project(cast, now, learners=(cast.ada,), state=Project.State.DRAFT, title="Kites")
    pages = {name: sign_in(cast.people[name]).get(f"/learners/{cast.ada.pk}/projects/") for name in cast.people}
    assert {name for name, page in pages.items() if page.status_code == 200} == {"tom", "ines", "ruth"}
    for name in ("tom", "ines", "ruth"):
        said = pages[name].content.decode()
        assert ("Benches" in said, "Rockets" in said, "Kites" in said) == (True, False, False)
    assert {page.status_code for name, page in pages.items() if name not in {"tom", "ines", "ruth"}} == {404}
