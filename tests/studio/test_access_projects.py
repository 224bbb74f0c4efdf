"""Who opens a project and what they may do with its parts: somebody is let in, somebody refused."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.refusals import FIXED, HIDDEN, answer_of
from tests.studio.making import make_frame, make_project

from trellis.core.audience import Audience
from trellis.core.ids import uuid7
from trellis.core.scope import change_scope
from trellis.evidence.models import Artefact, Authorship
from trellis.people.access import standing_of
from trellis.people.actions import give_role
from trellis.people.models import Role
from trellis.school.models import Enrolment
from trellis.studio import access
from trellis.studio import access_projects as parts
from trellis.studio.models import Frame, Member, Milestone, Project, ProjectMentor, Task

EVERYBODY = ("ada", "ben", "chidi", "tom", "mira", "ines", "ruth", "paul", "noor", "omar", "dana", "eve", "zed")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return now.date()


def make_mentor(cast, project, now, *, days=30, mentor=None, **given):
    today = now.date()
    return ProjectMentor.objects.create(
        project=project,
        mentor=mentor or cast.noor,
        name="Noor",
        why="She records sounds",
        asked_by=cast.ada,
        asked_at=now,
        **{"approved_by": cast.tom, "approved_at": now, **given},
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=days),
    )


def allowed(cast, project, today, to) -> dict[str, str]:
    answers = {}
    for name in EVERYBODY:
        answer = answer_of(access.get_project_for, getattr(cast, name), project.pk, today, to=to)
        answers[name] = answer if answer in {HIDDEN, FIXED} else "yes"
    return answers


def only(*names: str, fixed: tuple[str, ...] = ()) -> dict[str, object]:
    return {one: "yes" if one in names else FIXED if one in fixed else HIDDEN for one in EVERYBODY}


def test_a_project_is_seen_by_its_team_educators_families_and_mentors_of_today(cast, now, today):
    project = make_project(cast, now, frame=make_frame(cast, now))
    make_mentor(cast, project, now)
    seen = ("ada", "ben", "tom", "ines", "ruth", "noor")
    assert allowed(cast, project, today, "see") == only(*seen)
    for name in EVERYBODY:
        listed = access.visible_projects(getattr(cast, name), today).filter(pk=project.pk).exists()
        assert listed == (name in seen), name
    assert allowed(cast, project, today, "work") == only("ada", "ben", fixed=("tom", "ines", "ruth", "noor"))
    assert allowed(cast, project, today, "support") == only("ada", "ben", "tom", "ines", fixed=("ruth", "noor"))
    assert allowed(cast, project, today, "answer") == only("tom", fixed=("ada", "ben", "ines", "ruth", "noor"))
    assert allowed(cast, project, today, "join") == only(fixed=seen)
    assert answer_of(access.get_project_for, cast.tom, uuid7(), today) is HIDDEN


def test_a_project_from_nothing_is_answered_by_any_educator_of_a_member(cast, now, today):
    project = make_project(cast, now, state=Project.State.PROPOSED)
    assert allowed(cast, project, today, "answer") == only("tom", "ines", fixed=("ada", "ben", "ruth"))


def test_a_draft_is_for_its_team_and_whom_it_asked(cast, now, today):
    change_scope(cast.district.pk, cast.ada.pk)
    project = make_project(cast, now, learners=(cast.ada,), state=Project.State.DRAFT)
    Member.objects.create(project=project, learner=cast.ben, asked_by=cast.ada, asked_at=now)
    assert allowed(cast, project, today, "see") == only("ada", "ben")
    assert answer_of(access.get_project_for, cast.ben, project.pk, today, to="join").ties == {"asked"}
    assert answer_of(access.get_project_for, cast.ben, project.pk, today, to="work") is FIXED
    assert answer_of(access.get_project_for, cast.ada, project.pk, today, to="join") is FIXED


def test_a_mentors_reach_ends_on_the_day_in_access_and_in_the_database(cast, now, today):
    project = make_project(cast, now)
    make_mentor(cast, project, now, days=1)
    reader = access.get_project_for(cast.noor, project.pk, today)
    assert reader.is_mentor_alone and not reader.is_educator and not reader.is_member
    assert [link.project_id for link in parts.projects_mentored(cast.noor, today)] == [project.pk]
    tomorrow = today + timedelta(days=1)
    assert answer_of(access.get_project_for, cast.noor, project.pk, tomorrow) is HIDDEN
    assert list(parts.projects_mentored(cast.noor, tomorrow)) == []
    assert cast.noor.pk not in parts.project_circle(project.pk, tomorrow)
    change_scope(cast.district.pk, cast.noor.pk)
    assert Project.objects.filter(pk=project.pk).exists()
    ProjectMentor.objects.update(ends_on=today)
    assert not Project.objects.filter(pk=project.pk).exists()
    assert not Milestone.objects.filter(project=project).exists()
    change_scope(cast.district.pk, cast.ada.pk)
    assert Project.objects.filter(pk=project.pk).exists()


def test_before_an_educators_yes_a_mentor_sees_nothing(cast, now, today):
    project = make_project(cast, now)
    make_mentor(cast, project, now, approved_by=None, approved_at=None)
    assert answer_of(access.get_project_for, cast.noor, project.pk, today) is HIDDEN
    change_scope(cast.district.pk, cast.noor.pk)
    assert not Project.objects.filter(pk=project.pk).exists()


def test_only_learners_begin_projects(cast, today):
    parts.require_learner(standing_of(cast.ada, today))
    for name in ("tom", "ruth", "noor", "omar", "dana", "eve"):
        assert answer_of(parts.require_learner, standing_of(getattr(cast, name), today)) is HIDDEN, name


def test_a_frame_is_answered_by_learners_of_its_classes_while_it_is_open(cast, now, today):
    frame = make_frame(cast, now)

    def answered(name):
        person = getattr(cast, name)
        return answer_of(access.get_frame_for, person, standing_of(person, today), frame.pk, today, to="answer")

    assert answered("ada") == frame
    assert answered("tom") is FIXED
    assert answered("chidi") is HIDDEN
    assert answered("eve") is HIDDEN
    frame.state = Frame.State.CLOSED
    frame.save(update_fields=["state"])
    assert answered("ada") is FIXED


def test_parts_follow_their_project(cast, now, today):
    project, other = make_project(cast, now), make_project(cast, now, learners=(cast.chidi,))
    task = Task.objects.create(project=project, title="Borrow a recorder")
    found, reader = parts.get_part_for(cast.ada, Task, task.pk, today)
    assert (found, reader.project) == (task, project)
    assert answer_of(parts.get_part_for, cast.tom, Task, task.pk, today) is FIXED
    assert answer_of(parts.get_part_for, cast.chidi, Task, task.pk, today) is HIDDEN
    assert answer_of(parts.get_part_for, cast.ada, Task, uuid7(), today) is HIDDEN
    elsewhere = access.get_project_for(cast.chidi, other.pk, today)
    assert answer_of(parts.get_part_of, elsewhere, Task, task.pk) is HIDDEN


def test_work_is_over_when_the_project_is(cast, now, today):
    project = make_project(cast, now)
    task = Task.objects.create(project=project, title="Borrow a recorder")
    assert parts.get_team_work(cast.ada, project.pk, today).project == project
    assert answer_of(parts.get_team_work, cast.tom, project.pk, today) is FIXED
    assert answer_of(parts.get_team_work, cast.chidi, project.pk, today) is HIDDEN
    project.state = Project.State.FINISHED
    project.save(update_fields=["state"])
    assert answer_of(parts.get_team_work, cast.ada, project.pk, today) is FIXED
    assert answer_of(parts.get_part_for, cast.ada, Task, task.pk, today) is FIXED
    assert parts.get_part_for(cast.tom, Task, task.pk, today, to="support")[0] == task


def test_one_asks_who_learns_in_a_class_of_the_frame_or_with_oneself(cast, now, today):
    frame = make_frame(cast, now)
    assert list(parts.classmates_to_ask(cast.ada, frame, today)) == [cast.ben]
    assert list(parts.classmates_to_ask(cast.ada, None, today)) == [cast.ben]
    assert list(parts.classmates_to_ask(cast.chidi, None, today)) == []


def test_the_educators_of_a_team_are_those_who_lead_its_frame_else_all(cast, now, today):
    framed = make_project(cast, now, frame=make_frame(cast, now))
    assert set(parts.educators_around(framed, today)) == {cast.tom}
    assert set(parts.educators_around(make_project(cast, now), today)) == {cast.tom, cast.ines}
    Enrolment.objects.filter(person=cast.tom).update(ends_on=today)
    assert set(parts.educators_around(framed, today)) == {cast.ines}


def test_the_circle_of_a_project_is_its_team_educators_and_mentors_and_no_family(cast, now, today):
    project = make_project(cast, now, frame=make_frame(cast, now))
    make_mentor(cast, project, now)
    inside = {"ada", "ben", "tom", "noor"}
    assert parts.project_circle(project.pk, today) == {getattr(cast, one).pk for one in inside}
    for name in EVERYBODY:
        assert parts.may_take_part(getattr(cast, name), project.pk, today) == (name in inside), name
    assert parts.project_circle(uuid7(), today) == frozenset()
    change_scope(cast.district.pk, cast.ada.pk)
    draft = make_project(cast, now, state=Project.State.DRAFT)
    assert parts.project_circle(draft.pk, today) == frozenset()


def test_a_mentor_reads_first_names_alone(cast, now, today):
    project = make_project(cast, now)
    make_mentor(cast, project, now)
    assert parts.reads_first_names(cast.noor, project.pk, today)
    assert not parts.reads_first_names(cast.ada, project.pk, today)
    assert not parts.reads_first_names(cast.tom, project.pk, today)


def test_mentors_one_can_name_are_those_of_the_school_and_ones_own(cast, now, today):
    assert list(parts.mentors_to_ask(cast.ada, today)) == [cast.noor]
    assert list(parts.mentors_to_ask(cast.ben, today)) == []
    give_role(person=cast.paul, kind=Role.Kind.MENTOR, school=cast.school, starts_on=today, by=cast.omar, now=now)
    assert list(parts.mentors_to_ask(cast.ben, today)) == [cast.paul]


def test_a_wish_for_a_mentor_is_answered_by_who_answers_for_the_project(cast, now, today):
    project = make_project(cast, now, frame=make_frame(cast, now))
    wish = make_mentor(cast, project, now, approved_by=None, approved_at=None)

    def answers(to, link=wish):
        found = {}
        for name in EVERYBODY:
            answer = answer_of(parts.get_mentor_link_for, getattr(cast, name), link.pk, today, to=to)
            found[name] = answer if answer in {HIDDEN, FIXED} else "yes"
        return found

    assert answers("see") == only("ada", "ben", "tom", "ines")
    assert answers("answer") == only("tom", fixed=("ada", "ben", "ines"))
    assert answers("end") == only("tom", fixed=("ada", "ben", "ines"))
    assert answers("take back") == only("ada", "ben", fixed=("tom", "ines"))
    wish.approved_at = now
    wish.save(update_fields=["approved_at"])
    assert answers("take back") == only(fixed=("ada", "ben", "tom", "ines"))
    assert answer_of(parts.get_mentor_link_for, cast.tom, uuid7(), today) is HIDDEN


def test_a_link_holds_as_long_as_its_educator_answers_for_the_project(cast, now, today):
    project = make_project(cast, now, frame=make_frame(cast, now))
    link = make_mentor(cast, project, now)
    assert parts.still_vouched_for(link, today)
    own = make_mentor(cast, make_project(cast, now), now, approved_by=cast.ines)
    assert parts.still_vouched_for(own, today)
    for by in (None, cast.eve, cast.mira, cast.ines):
        link.approved_by = by
        assert not parts.still_vouched_for(link, today)


def test_a_link_is_no_way_in_for_learners_and_for_those_who_see_it_anyway(cast, now, today):
    link = make_mentor(cast, make_project(cast, now), now)
    for name, may in (
        ("noor", True),
        ("paul", True),
        ("mira", True),
        ("chidi", False),
        ("tom", False),
        ("ines", False),
    ):
        assert parts.may_become_mentor(getattr(cast, name), link, today) == may, name


def test_a_team_links_what_its_members_have_shown(cast, now, today):
    project = make_project(cast, now)
    change_scope(cast.district.pk, cast.ada.pk)

    def shown(learner, **given):
        made = Artefact.objects.create(
            kind="text", words="A sound", happened_on=today, made_by=learner, made_at=now, **given
        )
        Authorship.objects.create(artefact=made, learner=learner)
        return made

    linked = shown(cast.ada, shared_at=now, audience=Audience.EDUCATORS)
    shown(cast.ada, shared_at=now, audience=Audience.ME)
    shown(cast.ada, shared_at=None, audience=Audience.EDUCATORS)
    shown(cast.ada, shared_at=now, audience=Audience.EDUCATORS, removed_at=now)
    assert list(parts.artefacts_of_team(project)) == [linked]
    assert list(parts.people_of(project)) == [cast.ada, cast.ben]
