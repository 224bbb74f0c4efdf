"""Everybody of a district sees the framework; who writes, describes and shapes it follows from what they are."""

from __future__ import annotations

import pytest
from django.utils import timezone
from tests.framework.frames import make_framework
from tests.refusals import FIXED, HIDDEN, answer_of

from trellis.core.ids import uuid7
from trellis.framework import access
from trellis.framework.models import Requirement, Scale
from trellis.people import actions as people
from trellis.people.access import NOBODY, standing_of
from trellis.people.models import Role


@pytest.fixture
def standings(cast, now):
    """A learner, an educator, a coordinator of one school, one of the district, and somebody with no standing."""
    today = timezone.now().date()
    lena = people.create_person(given_name="Lena", by=None, now=now)
    people.give_role(
        person=lena, kind=Role.Kind.COORDINATOR, school=cast.other_school, starts_on=today, by=None, now=now
    )
    return [*(standing_of(p, today) for p in (cast.ada, cast.tom, lena, cast.omar)), NOBODY]


@pytest.fixture
def asked(standings):
    """What the five are answered, in their order."""

    def ask(get, *args, **kwargs):
        return [answer_of(get, standing, *args, **kwargs) for standing in standings]

    return ask


def test_nobody_without_standing_sees_anything(cast):
    for visible in (
        access.visible_frameworks,
        access.visible_competencies,
        access.visible_scales,
        access.visible_requirements,
    ):
        assert not visible(NOBODY).exists()


def test_framework_is_seen_by_all_written_by_staff_and_shaped_by_the_district(asked):
    framework = make_framework("Sounds", n=1)
    get, pk = access.get_framework_for, framework.pk
    assert asked(get, pk) == [framework] * 4 + [HIDDEN]
    assert asked(get, pk, to="write") == [FIXED, framework, framework, framework, HIDDEN]
    assert asked(get, pk, to="shape") == [FIXED, FIXED, FIXED, framework, HIDDEN]
    assert asked(get, uuid7()) == [HIDDEN] * 5


def test_competency_of_a_source_is_described_and_never_edited(asked):
    framework = make_framework("Sounds", n=2)
    theirs, ours = framework.competencies.order_by("code")
    ours.is_local = True
    ours.save(update_fields=["is_local"])
    get = access.get_competency_for
    assert asked(get, theirs.pk) == [theirs] * 4 + [HIDDEN]
    assert asked(get, theirs.pk, to="edit") == [FIXED] * 4 + [HIDDEN]
    assert asked(get, ours.pk, to="edit") == [FIXED, ours, ours, ours, HIDDEN]
    assert asked(get, theirs.pk, to="describe") == [FIXED, FIXED, theirs, theirs, HIDDEN]
    assert asked(get, ours.pk, to="describe") == [FIXED, ours, ours, ours, HIDDEN]
    assert asked(get, uuid7()) == [HIDDEN] * 5


def test_scales_and_requirements_are_seen_by_all_and_changed_by_the_district(asked, cast):
    scale, requirement = Scale.objects.first(), Requirement.objects.first()
    for get, thing in ((access.get_scale_for, scale), (access.get_requirement_for, requirement)):
        assert asked(get, thing.pk) == [thing] * 4 + [HIDDEN]
        assert asked(get, thing.pk, to="edit") == [FIXED, FIXED, FIXED, thing, HIDDEN]
        assert asked(get, uuid7()) == [HIDDEN] * 5
    assert asked(access.require_shaper) == [FIXED, FIXED, FIXED, None, HIDDEN]
