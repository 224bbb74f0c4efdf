"""No adult writes to a child where no educator reads along: of every kind of conversation of the house.

Each registered kind has a thing here that Ada, her mentor and her educators talk about. Words go through while an
educator is there; once the last educator's time has ended, nobody who is left can write until one is there again.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone
from tests.studio.making import make_frame, make_project
from tests.studio.test_access_projects import make_mentor

from trellis.core.actions import ActionRefused
from trellis.core.audience import Audience
from trellis.core.scope import change_scope
from trellis.evidence.actions.artefacts import Said, add_artefact
from trellis.people.access import standing_of
from trellis.people.models import Role
from trellis.plan.actions.goals import draft_goal, propose_goal
from trellis.plan.actions.plans import open_plan
from trellis.school.models import Enrolment
from trellis.studio.telling_projects import PROJECT
from trellis.talk.access import circle_of, is_watched, learner_of, registered_subjects, require_part
from trellis.talk.actions import say_words
from trellis.talk.models import Message
from trellis.talk.queries import conversation

EVERYBODY = ("ada", "ben", "chidi", "tom", "mira", "ines", "ruth", "paul", "noor", "omar", "dana", "eve")


@pytest.fixture
def now():
    return timezone.now()


def _project(cast, now):
    project = make_project(cast, now, frame=make_frame(cast, now))
    make_mentor(cast, project, now)
    return project


def _goal(cast, now):
    plan = open_plan(learner=cast.ada, term=cast.term, by=cast.ada, now=now)
    goal = draft_goal(plan=plan, clauses={"title": "Make a map of the sounds"}, by=cast.ada, now=now)
    return propose_goal(goal=goal, by=cast.ada, now=now) or goal


def _artefact(cast, now):
    return add_artefact(learners=[cast.ada], said=Said(title="A sound"), audience=Audience.CIRCLE, by=cast.ada, now=now)


THINGS = {"studio.project": _project, "plan.goal": _goal, "evidence.artefact": _artefact}


def kinds() -> list[str]:
    return sorted(one.kind for one in registered_subjects() if not one.kind.startswith("tests."))


def test_every_kind_of_conversation_of_the_house_stands_in_this_test():
    assert kinds() == sorted(THINGS)


def _may(cast, name, kind, thing, on) -> bool:
    person = getattr(cast, name)
    try:
        require_part(person, standing_of(person, on), kind, thing.pk, on)
    except Http404:
        return False
    return True


def _says(cast, name, kind, thing, now) -> None:
    say_words(
        subject_kind=kind,
        subject_id=thing.pk,
        learner=learner_of(kind, thing.pk),
        author=getattr(cast, name),
        body="What did you hear?",
        now=now,
    )


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_an_educator_is_in_every_conversation_and_without_one_nobody_writes(cast, now, kind):
    on = now.date()
    change_scope(cast.district.pk, cast.ada.pk)
    thing = THINGS[kind](cast, now)
    circle = circle_of(kind, thing.pk, learner_of(kind, thing.pk), on)
    assert cast.ada.pk in circle.children
    assert cast.tom.pk in circle.educators
    inside = [name for name in EVERYBODY if _may(cast, name, kind, thing, on)]
    assert "tom" in inside
    assert set(inside).isdisjoint({"chidi", "mira", "paul", "dana", "omar", "eve"})
    for name in inside:
        _says(cast, name, kind, thing, now)
    n = Message.objects.count()

    Enrolment.objects.filter(role__in=("educator", "aide")).update(ends_on=on)
    assert not is_watched(kind, thing.pk, learner_of(kind, thing.pk), on)
    for name in EVERYBODY:
        with pytest.raises(ActionRefused):
            _says(cast, name, kind, thing, now)
    assert Message.objects.count() == n

    Enrolment.objects.filter(person=cast.tom).update(ends_on=None)
    _says(cast, "ada", kind, thing, now)


@pytest.mark.parametrize("kind", sorted(THINGS))
def test_an_educator_who_left_the_staff_does_not_count(cast, now, kind):
    on = now.date()
    change_scope(cast.district.pk, cast.ada.pk)
    thing = THINGS[kind](cast, now)
    Role.objects.filter(kind="educator").update(ends_on=on)
    assert not _may(cast, "tom", kind, thing, on)
    for name in ("ada", "noor", "ruth"):
        with pytest.raises(ActionRefused):
            _says(cast, name, kind, thing, now)


def test_children_alone_do_not_write_about_a_project_either(cast, now):
    on = now.date()
    project = make_project(cast, now)
    Enrolment.objects.filter(role__in=("educator", "aide")).update(ends_on=on)
    assert circle_of(PROJECT, project.pk, None, on).is_watched  # two children, no adult: yet nobody reads along
    with pytest.raises(ActionRefused):
        _says(cast, "ada", PROJECT, project, now)


def test_a_mentor_reads_first_names_in_it_and_has_no_part_in_it_from_the_day(cast, now):
    on = now.date()
    project = _project(cast, now)
    _says(cast, "ben", PROJECT, project, now)
    assert [line.name for line in conversation(PROJECT, project.pk, cast.noor, on).lines] == ["Ben"]
    assert [line.name for line in conversation(PROJECT, project.pk, cast.tom, on).lines] == ["Ben Okafor"]
    assert _may(cast, "noor", PROJECT, project, on)
    assert not _may(cast, "noor", PROJECT, project, on + timedelta(days=30))
    assert not _may(cast, "ruth", PROJECT, project, on)
