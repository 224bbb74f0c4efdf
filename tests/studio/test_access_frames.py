"""Who sees frames and changes their parts: each rule lets somebody in and refuses somebody."""

from __future__ import annotations

import pytest
from django.http import Http404
from django.utils import timezone
from tests.refusals import FIXED, HIDDEN, answer_of
from tests.studio.making import make_frame, make_project

from trellis.core.ids import uuid7
from trellis.core.scope import change_scope
from trellis.people.access import standing_of
from trellis.studio import access, access_frames
from trellis.studio.actions import criteria, frames
from trellis.studio.actions.frames import Decided
from trellis.studio.models import Criterion, Frame, Phase, Project, ProjectMentor, Theme, ThemeRound

EVERYBODY = ("ada", "ben", "chidi", "tom", "mira", "ines", "ruth", "paul", "noor", "omar", "dana", "eve")


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def today(now):
    return now.date()


@pytest.fixture
def frame(cast, now) -> Frame:
    change_scope(cast.district.pk, cast.tom.pk)
    return make_frame(cast, now)


def asks(cast, name, today):
    person = getattr(cast, name)
    return person, standing_of(person, today)


def who_sees(cast, frame, today) -> set[str]:
    return {
        name
        for name in EVERYBODY
        if answer_of(access.get_frame_for, *asks(cast, name, today), frame.pk, today) is not HIDDEN
    }


def test_a_published_frame_is_for_its_classes_their_families_and_who_runs_the_school(cast, frame, today, now):
    assert who_sees(cast, frame, today) == {"ada", "ben", "tom", "ruth", "omar"}
    frames.share_frame(frame=frame, is_shared=True, by=cast.tom, now=now)
    assert who_sees(cast, frame, today) == {"ada", "ben", "tom", "ruth", "omar", "mira", "ines"}


@pytest.mark.parametrize(
    ("to", "allowed"),
    [("lead", {"tom"}), ("answer", {"ada", "ben"}), ("remix", {"tom", "mira", "ines"})],
)
def test_what_is_done_with_it(cast, frame, now, to, allowed):
    today = now.date()
    frames.share_frame(frame=frame, is_shared=True, by=cast.tom, now=now)
    for name in ("ada", "ben", "tom", "ruth", "omar", "mira", "ines"):
        answer = answer_of(access.get_frame_for, *asks(cast, name, today), frame.pk, today, to=to)
        assert (answer is not FIXED) == (name in allowed), name


def test_parts_are_changed_by_who_leads(cast, frame, today, now):
    phase = Phase.objects.filter(frame=frame)[0]
    criterion = Criterion.objects.filter(frame=frame)[0]
    decided = {"product": Decided(mode="choose", options=("A song", "A drawing"))}
    variation = criteria.vary(
        frame=frame, title="", reason="Why", learners=[cast.ben], decided=decided, by=cast.tom, now=now
    )
    tom, ben, mira = asks(cast, "tom", today), asks(cast, "ben", today), asks(cast, "mira", today)
    assert access_frames.get_phase_for(*tom, phase.pk, today) == phase
    assert answer_of(access_frames.get_phase_for, *ben, phase.pk, today) is FIXED
    assert answer_of(access_frames.get_phase_for, *mira, phase.pk, today) is HIDDEN
    assert answer_of(access_frames.get_phase_for, *tom, uuid7(), today) is HIDDEN
    get = access_frames.get_criterion_for
    assert get(*tom, criterion.pk, today, to="change") == criterion
    assert answer_of(get, *tom, criterion.pk, today, to="voice") is FIXED
    assert get(*ben, criterion.pk, today, to="voice") == criterion
    assert answer_of(get, *ben, criterion.pk, today, to="change") is FIXED
    assert answer_of(get, *tom, uuid7(), today, to="change") is HIDDEN
    assert access_frames.get_variation_for(*tom, variation.pk, today) == variation
    assert answer_of(access_frames.get_variation_for, *ben, variation.pk, today) is HIDDEN
    assert answer_of(access_frames.get_variation_for, *tom, uuid7(), today) is HIDDEN


def test_only_educators_write_frames(cast, today):
    access_frames.require_educator(standing_of(cast.tom, today))
    with pytest.raises(Http404):
        access_frames.require_educator(standing_of(cast.ada, today))


def test_a_theme_that_the_own_class_chose_begins_a_frame(cast, now):
    asked = ThemeRound.objects.create(school_class=cast.ada_class, title="Spring", by=cast.tom, made_at=now)
    theme = Theme.objects.create(round=asked, by=cast.ada, title="Bees", why="They are few", at=now)
    mine = {cast.ada_class.pk}
    assert access_frames.get_theme_to_frame(str(theme.pk), mine) is None
    theme.became = Theme.Became.CHOSEN
    theme.save(update_fields=["became"])
    assert access_frames.get_theme_to_frame(str(theme.pk), mine) == theme
    assert access_frames.get_theme_to_frame(str(theme.pk), {cast.chidi_class.pk}) is None
    assert access_frames.get_theme_to_frame("no such", mine) is None


# --- Projects ----------------------------------------------------------------------------------------


def who_opens(cast, project, today) -> set[str]:
    seen = set()
    for name in EVERYBODY:
        person = getattr(cast, name)
        opened = answer_of(access.get_project_for, person, project.pk, today) is not HIDDEN
        assert opened == access.visible_projects(person, today).filter(pk=project.pk).exists(), name
        if opened:
            seen.add(name)
    return seen


def test_a_project_is_its_teams_their_educators_and_families(cast, frame, today, now):
    project = make_project(cast, now, frame=frame)
    assert who_opens(cast, project, today) == {"ada", "ben", "tom", "ines", "ruth"}
    assert answer_of(access.get_project_for, cast.ada, uuid7(), today) is HIDDEN


def test_a_draft_is_its_teams_alone(cast, frame, today, now):
    change_scope(cast.district.pk, cast.ada.pk)
    draft = make_project(cast, now, frame=frame, state=Project.State.DRAFT)
    assert {
        name
        for name in EVERYBODY
        if answer_of(access.get_project_for, getattr(cast, name), draft.pk, today) is not HIDDEN
    } == {"ada", "ben"}


@pytest.mark.parametrize(
    ("to", "allowed"),
    [("work", {"ada", "ben"}), ("support", {"ada", "ben", "tom", "ines"}), ("answer", {"tom"}), ("join", set())],
)
def test_what_is_done_with_a_project(cast, frame, now, to, allowed):
    today = now.date()
    project = make_project(cast, now, frame=frame)
    for name in ("ada", "ben", "tom", "ines", "ruth"):
        answer = answer_of(access.get_project_for, getattr(cast, name), project.pk, today, to=to)
        assert (answer is not FIXED) == (name in allowed), name


def test_a_project_from_nothing_is_answered_by_any_educator_of_a_member(cast, today, now):
    change_scope(cast.district.pk, cast.ada.pk)
    project = make_project(cast, now)
    for name in ("tom", "ines"):
        reader = access.get_project_for(getattr(cast, name), project.pk, today, to="answer")
        assert (reader.is_educator, reader.is_member, reader.is_mentor_alone) == (True, False, False)


def test_a_mentor_opens_one_project_until_the_day(cast, frame, today, now):
    project, other = make_project(cast, now, frame=frame), make_project(cast, now, title="Another")
    link = ProjectMentor.objects.create(
        project=project,
        mentor=cast.noor,
        name="Noor",
        why="Sound",
        asked_at=now,
        approved_by=cast.tom,
        approved_at=now,
        starts_on=today,
        ends_on=today.replace(year=today.year + 1),
    )
    assert access.get_project_for(cast.noor, project.pk, today).is_mentor_alone
    assert answer_of(access.get_project_for, cast.noor, other.pk, today) is HIDDEN
    assert answer_of(access.get_project_for, cast.noor, project.pk, link.ends_on) is HIDDEN
