"""Pages of projects over HTTP: a story by hand without JavaScript, what each reader sees, refusals, stale saves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.files.samples import picture_upload
from tests.studio.making import make_frame, make_project
from tests.studio.project_samples import project_samples
from tests.studio.test_access_projects import make_mentor

from trellis.core.scope import change_scope, district_scope
from trellis.evidence.models import Artefact
from trellis.people.models import Mentorship, Person, Role
from trellis.studio.models import (
    Choice,
    Dimension,
    FieldNote,
    Member,
    Milestone,
    Project,
    ProjectMentor,
    RoleTurn,
    Source,
    Task,
)


@pytest.fixture
def now():
    return timezone.now()


def text(response) -> str:
    return response.content.decode()


def post(client, route, /, *args, **data):
    return client.post(reverse(f"studio:{route}", args=args), data or {"sent": "1"})


def test_a_team_begins_proposes_takes_changes_up_and_goes(cast, sign_in, now):
    frame = make_frame(cast, now)
    Dimension.objects.filter(frame=frame).exclude(name__in=["question", "product"]).update(mode="fixed", words="Ours")
    ada, ben, tom, ruth = (sign_in(one) for one in (cast.ada, cast.ben, cast.tom, cast.ruth))
    assert "Build our city" in text(ada.get(reverse("studio:projects")))
    page = text(ada.get(reverse("studio:begin", args=[frame.pk])))
    assert "choice-product" in page and "choice-tools" not in page
    wrong = post(ada, "begin", frame.pk, title="Sounds", **{"choice-product": "A map"})
    assert "Say why. A reason of a few words is enough." in text(wrong)
    given = {"title": "Sounds", "question": "Where is it loud?", "first_steps": "Walk", "choice-product": "A map"}
    post(ada, "begin", frame.pk, **given, **{"because-product": "It lasts"})
    with district_scope(cast.district.pk, cast.ada.pk):
        project = Project.objects.get()
    for client in (ben, tom, ruth):
        assert client.get(reverse("studio:project", args=[project.pk])).status_code == 404
    assert "Ben Okafor" in text(ada.get(reverse("studio:ask-into-team", args=[project.pk])))
    post(ada, "ask-into-team", project.pk, people=[cast.ben.pk])
    assert "You are asked" in text(ben.get(reverse("studio:projects")))
    assert "Join" in text(ben.get(reverse("studio:project", args=[project.pk])))
    post(ben, "join-team", project.pk, joins="yes")
    post(ben, "propose-project", project.pk)
    assert "Answer the proposal" in text(tom.get(reverse("studio:project", args=[project.pk])))
    assert "A map" in text(ruth.get(reverse("studio:project", args=[project.pk])))
    assert "A no needs a way on." in text(
        post(tom, "answer-project", project.pk, verdict="no", reason="Too far", version=1)
    )
    post(tom, "answer-project", project.pk, verdict="changes", changes="Ask a neighbour", version=1)
    page = text(ada.get(reverse("studio:project", args=[project.pk])))
    assert "Ask a neighbour" in page and "We take the changes up, and go" in page
    with district_scope(cast.district.pk, cast.ada.pk):
        answer = project.answers.get()
    post(ada, "accept-changes", project.pk, answer.pk)
    with district_scope(cast.district.pk, cast.ada.pk):
        assert Project.objects.get().state == Project.State.GOING


def test_one_starts_from_nothing_and_throws_a_draft_away(cast, sign_in):
    ada = sign_in(cast.ada)
    assert ada.get(reverse("studio:begin-own")).status_code == 200
    assert "Give it a name" in text(post(ada, "begin-own", title=""))
    found = post(ada, "begin-own", do="search", title="Birds", find="map")
    assert "Birds" in text(found)
    post(ada, "begin-own", title="Birds")
    with district_scope(cast.district.pk, cast.ada.pk):
        project = Project.objects.get()
    post(ada, "propose-project", project.pk)
    assert "Write your question first" in text(ada.get(reverse("studio:project", args=[project.pk])))
    post(ada, "throw-project-away", project.pk)
    with district_scope(cast.district.pk, cast.ada.pk):
        assert not Project.objects.exists()


def test_a_stale_save_shows_both_texts(cast, sign_in, now):
    project = make_project(cast, now)
    ada, ben = sign_in(cast.ada), sign_in(cast.ben)
    post(ben, "edit-project", project.pk, title="Noise", question="Why?", version=1)
    page = post(ada, "edit-project", project.pk, title="Silence", question="Where?", version=1)
    assert "Noise" in text(page) and "Silence" in text(page) and 'value="2"' in text(page)
    post(ada, "edit-project", project.pk, title="Silence", question="Where?", version=2)
    project.refresh_from_db()
    assert project.title == "Silence"


def test_the_board_is_moved_by_buttons(cast, sign_in, now):
    project = make_project(cast, now)
    ada = sign_in(cast.ada)
    assert "Say what is to be done." in text(post(ada, "tasks", project.pk, title=""))
    for title in ("Walk", "Draw"):
        post(ada, "tasks", project.pk, title=title, doer=cast.ben.pk)
    walk, draw = Task.objects.order_by("position")
    post(ada, "move-task", draw.pk, to="up")
    assert list(Task.objects.order_by("position").values_list("title", flat=True)) == ["Draw", "Walk"]
    moved = ada.post(reverse("studio:move-task", args=[walk.pk]), {"column": "doing"}, headers={"hx-request": "true"})
    assert moved.status_code == 200 and "<html" not in text(moved)
    walk.refresh_from_db()
    assert walk.column == "doing"
    post(ada, "move-task", walk.pk, column="nowhere")
    post(ada, "edit-task", walk.pk, title="Walk twice", doer="", version=1)
    assert "Saved by them" in text(post(ada, "edit-task", walk.pk, title="Walk slowly", doer="", version=1))
    post(ada, "remove-task", walk.pk)
    assert (
        "Walk twice"
        not in text(ada.get(reverse("studio:tasks", args=[project.pk]), follow=True)).split("board-column", 1)[1]
    )
    tom = sign_in(cast.tom)
    assert "Draw" in text(tom.get(reverse("studio:tasks", args=[project.pk])))
    assert post(tom, "tasks", project.pk, title="x").status_code == 403


def test_milestones_roles_and_sources(cast, sign_in, now):
    project = make_project(cast, now)
    ada = sign_in(cast.ada)
    post(ada, "milestones", project.pk, title="The map", due_on="2026-12-01")
    milestone = Milestone.objects.get()
    post(ada, "reach-milestone", milestone.pk)
    post(ada, "edit-milestone", milestone.pk, title="The whole map", due_on="2026-12-02", version=1)
    assert "Saved by them" in text(post(ada, "edit-milestone", milestone.pk, title="x", due_on="", version=1))
    milestone.refresh_from_db()
    assert milestone.done_at and milestone.title == "The whole map"
    post(ada, "remove-milestone", milestone.pk)
    post(ada, "project-roles", project.pk, **{"role-0": "asks", "learner-0": str(cast.ada.pk)})
    assert RoleTurn.objects.get().role == "asks"
    post(ada, "rotate-roles", project.pk)
    assert "Say who made it" in text(post(ada, "sources", project.pk, title="A map"))
    post(ada, "sources", project.pk, title="A map", credit="The town")
    post(ada, "remove-source", Source.objects.get().pk)
    assert Source.objects.get().removed_at


def test_the_field_log_takes_notes_photos_and_a_printed_page(cast, sign_in, now):
    project = make_project(cast, now)
    ada, day = sign_in(cast.ada), now.date().isoformat()
    page = post(ada, "field-log", project.pk, kind="measurement", on=day, words="Noise at the corner")
    assert "Say how much you measured." in text(page)
    post(ada, "field-log", project.pk, kind="measurement", on=day, words="Noise", amount="71.5", unit="dB", minutes=20)
    upload = {"kind": "photo", "on": day, "words": "The corner", "uploads": picture_upload()}
    post(ada, "field-log", project.pk, **upload)
    note = FieldNote.objects.get(kind="photo")
    assert set(note.artefact.learners.all()) == {cast.ada, cast.ben}
    assert project.artefact_links.get().artefact == note.artefact
    lines = {"form-TOTAL_FORMS": 6, "form-INITIAL_FORMS": 0}
    lines |= {"form-0-kind": "interview", "form-0-on": day, "form-0-words": "She likes it", "form-0-minutes": 15}
    wrong = post(ada, "type-in-page", project.pk, **lines, **{"form-1-words": "no kind"})
    assert "Choose what it is." in text(wrong)
    bad = post(ada, "type-in-page", project.pk, **lines, **{"form-2-kind": "person", "form-2-on": day})
    assert "Write what you found" in text(bad)
    assert FieldNote.objects.count() == 2
    post(
        ada, "type-in-page", project.pk, **lines, **{"form-3-kind": "person", "form-3-on": day, "form-3-words": "Omid"}
    )
    assert FieldNote.objects.count() == 4
    assert "Type at least one line." in text(
        post(ada, "type-in-page", project.pk, **{"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0})
    )
    page = text(ada.get(reverse("studio:field-log", args=[project.pk])))
    assert "35 minutes away from the screen" in page and "71.5 dB" in page
    only = text(ada.get(reverse("studio:field-log", args=[project.pk]), {"kind": "interview"}))
    assert "She likes it" in only and "71.5 dB" not in only
    given = {"kind": "photo", "on": day, "words": "The corner at noon"}
    post(ada, "edit-note", note.pk, **given, version=1)
    assert "Saved by them" in text(post(ada, "edit-note", note.pk, **given | {"words": "x"}, version=1))
    post(ada, "remove-note", note.pk)
    sheet = text(ada.get(reverse("studio:project-sheet", args=[project.pk])))
    assert "She likes it" in sheet and "The corner at noon" not in sheet


def test_evidence_is_linked_and_unlinked(cast, sign_in, now):
    samples = project_samples(cast)
    ada = sign_in(cast.ada)
    post(ada, "unlink-artefact", samples["studio:unlink-artefact:link_id"])
    artefact = Artefact.objects.get()
    assert "A sound" in text(ada.get(reverse("studio:project-evidence", args=[samples["project_id"]])))
    given = {"artefact": artefact.pk, "milestone": samples["milestone_id"]}
    post(ada, "project-evidence", samples["project_id"], **given)
    page = text(sign_in(cast.tom).get(reverse("studio:project", args=[samples["project_id"]])))
    assert "A sound" in page
    assert "A sound" not in text(sign_in(cast.ruth).get(reverse("studio:project", args=[samples["project_id"]])))


def test_choices_are_looked_back_on_and_the_project_ends(cast, sign_in, now):
    project = Project.objects.get(pk=project_samples(cast)["project_id"])
    Project.objects.filter(pk=project.pk).update(going_at=now - timedelta(days=22))
    ada = sign_in(cast.ada)
    assert "Were your choices good ones?" in text(ada.get(reverse("studio:project", args=[project.pk])))
    assert "Say something to one" in text(post(ada, "look-back-on-choices", project.pk))
    post(ada, "look-back-on-choices", project.pk, **{"look-product": "otherwise", "next-product": "A film"})
    assert Choice.objects.get().next_time == "A film"
    assert "Look back in a few words" in text(post(ada, "finish-project", project.pk, words=""))
    post(ada, "finish-project", project.pk, words="We learned to listen.")
    assert "We learned to listen." in text(sign_in(cast.ruth).get(reverse("studio:project", args=[project.pk])))
    assert post(ada, "tasks", project.pk, title="x").status_code == 200
    assert ada.get(reverse("studio:milestones", args=[project.pk])).status_code == 403
    post(ada, "take-up-project", project.pk)
    post(ada, "let-project-go", project.pk, words="Something else is nearer to us.")
    project.refresh_from_db()
    assert project.state == Project.State.LET_GO


def test_a_mentor_of_the_school_comes_until_a_day_and_reads_first_names(cast, sign_in, now):
    project = make_project(cast, now, frame=make_frame(cast, now))
    ada, tom, noor = sign_in(cast.ada), sign_in(cast.tom), sign_in(cast.noor)
    assert "Say what they can help you with." in text(post(ada, "ask-mentor", project.pk, mentor=cast.noor.pk))
    post(ada, "ask-mentor", project.pk, mentor=cast.noor.pk, why="She records sounds")
    assert "You have asked for them already." in text(
        post(ada, "ask-mentor", project.pk, mentor=cast.noor.pk, why="again")
    )
    assert noor.get(reverse("studio:project", args=[project.pk])).status_code == 404
    link = ProjectMentor.objects.get()
    assert "Say until when." in text(post(tom, "answer-mentor", link.pk, ends_on="", do="approve"))
    until = (now + timedelta(days=20)).date().isoformat()
    post(tom, "answer-mentor", link.pk, ends_on=until, do="approve")
    page = text(noor.get(reverse("studio:project", args=[project.pk])))
    assert "Ben" in page and "Okafor" not in page and "Kovač" not in page
    assert "Sounds of our street" in text(noor.get(reverse("home:today")))
    for name in ("edit-project", "ask-into-team", "milestones", "ask-mentor", "project-evidence"):
        assert noor.get(reverse(f"studio:{name}", args=[project.pk])).status_code == 403
    assert "Okafor" not in text(noor.get(reverse("studio:tasks", args=[project.pk])))
    post(tom, "end-mentor", link.pk)
    assert noor.get(reverse("studio:project", args=[project.pk])).status_code == 404


def test_a_stranger_comes_in_by_a_link_to_one_project_and_nothing_else(cast, sign_in, client, now):
    project = make_project(cast, now, frame=make_frame(cast, now))
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    assert "Say who it is." in text(post(ada, "ask-mentor", project.pk, why="Maps"))
    assert "An e-mail is needed" in text(post(ada, "ask-mentor", project.pk, name="Rosa", why="Maps"))
    post(ada, "ask-mentor", project.pk, name="Rosa", email="rosa@example.org", why="She makes maps")
    link = ProjectMentor.objects.get()
    until = (now + timedelta(days=20)).date()
    page = text(client_get(tom, post(tom, "answer-mentor", link.pk, ends_on=until.isoformat(), do="approve")))
    address = "/project-invitation/" + page.split("/project-invitation/")[1].split('"')[0]
    assert "She makes maps" in text(client.get(address))
    who = {"given_name": "Rosa", "family_name": "Blau", "username": "rosa", "password": "maps-of-small-rivers"}
    assert client.post(address, who).status_code == 302
    assert sign_in(cast.mira).get(address).status_code == 404
    rosa = Person.objects.get(given_name="Rosa")
    assert not Mentorship.objects.filter(mentor=rosa).exists()
    assert Role.objects.get(person=rosa).ends_on == until
    page = text(client.get(reverse("studio:project", args=[project.pk])))
    assert "Sounds of our street" in page and "Okafor" not in page
    assert "Sounds of our street" in text(client.get("/"))
    assert client.get(reverse("plan:plan", args=[cast.ada.pk])).status_code == 404
    assert client.get(f"/learners/{cast.ada.pk}/evidence/").status_code == 404


def client_get(client, response):
    return client.get(response["Location"])


def test_a_link_is_not_for_learners_and_a_wish_can_be_declined_or_taken_back(cast, sign_in, now):
    project = make_project(cast, now)
    ada, tom = sign_in(cast.ada), sign_in(cast.tom)
    wish = {"name": "Rosa", "email": "rosa@example.org", "why": "Maps"}
    post(ada, "ask-mentor", project.pk, **wish)
    post(ada, "take-back-mentor", ProjectMentor.objects.get().pk)
    post(ada, "ask-mentor", project.pk, **wish)
    link = ProjectMentor.objects.get()
    assert "Say why, so that the team" in text(post(tom, "answer-mentor", link.pk, do="decline"))
    post(tom, "answer-mentor", link.pk, do="decline", reason="We know her too little")
    assert "We know her too little" in text(ada.get(reverse("studio:project", args=[project.pk])))
    post(ada, "ask-mentor", project.pk, **wish)
    link = ProjectMentor.objects.get(declined_at__isnull=True)
    until = str(now.date() + timedelta(days=9))
    page = client_get(tom, post(tom, "answer-mentor", link.pk, ends_on=until, do="approve"))
    address = "/project-invitation/" + text(page).split("/project-invitation/")[1].split('"')[0]
    chidi = sign_in(cast.chidi)
    assert "This invitation is for somebody else" in text(chidi.post(address))
    paul = sign_in(cast.paul)
    assert paul.get(address).status_code == 200
    assert paul.post(address).status_code == 302
    assert paul.get(reverse("studio:project", args=[project.pk])).status_code == 200


def test_each_reader_has_their_own_list(cast, sign_in, now):
    project = make_project(cast, now)
    make_mentor(cast, project, now)
    for name, sees in (("ada", 1), ("tom", 1), ("ruth", 1), ("noor", 1), ("chidi", 0), ("mira", 0), ("omar", 0)):
        page = text(sign_in(getattr(cast, name)).get(reverse("studio:projects")))
        assert ("Sounds of our street" in page) == bool(sees), name


def many(cast, now, n):
    for place in range(n):
        project = make_project(cast, now, title=f"Project {place}")
        Milestone.objects.create(project=project, title="A map", due_on=now.date())
    return project


@pytest.mark.parametrize("n", [1, 30])
def test_lists_ask_the_same_number_of_questions(cast, sign_in, now, n, django_assert_num_queries):
    from trellis.studio.queries.project_list import projects_of, projects_seen

    many(cast, now, n)
    with django_assert_num_queries(4):
        projects_of(cast.ada, now.date())
    with django_assert_num_queries(4):
        projects_seen(cast.tom, now.date())


@pytest.mark.parametrize("n", [1, 30])
def test_a_page_asks_the_same_number_of_questions(cast, now, n, django_assert_num_queries):
    from trellis.studio.access import get_project_for
    from trellis.studio.queries.projects import project_page

    project = make_project(cast, now, frame=make_frame(cast, now))
    for place in range(n):
        Task.objects.create(project=project, title=f"Task {place}")
        FieldNote.objects.create(project=project, kind="work", on=now.date(), words="x", minutes=1, at=now)
        Source.objects.create(project=project, title=f"Source {place}", credit="x", at=now)
        Milestone.objects.create(project=project, title="A map", due_on=now.date())
    reader = get_project_for(cast.ada, project.pk, now.date())
    with django_assert_num_queries(PAGE_QUERIES):
        project_page(reader, now)


PAGE_QUERIES = 16


def test_whoever_is_asked_declines(cast, sign_in, now):
    change_scope(cast.district.pk, cast.ada.pk)
    project = make_project(cast, now, learners=(cast.ada,), state=Project.State.DRAFT)
    Member.objects.create(project=project, learner=cast.ben, asked_by=cast.ada, asked_at=now)
    ben = sign_in(cast.ben)
    assert post(ben, "join-team", project.pk, joins="no").status_code == 302
    assert ben.get(reverse("studio:project", args=[project.pk])).status_code == 404
    assert post(ben, "leave-team", project.pk).status_code == 404
