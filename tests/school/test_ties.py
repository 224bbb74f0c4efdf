"""Ties: what a profile and a plan ask before they show anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404

from trellis.people.models import Guardianship
from trellis.school.models import Enrolment
from trellis.school.ties import get_tied_learner, learns, ties_to


@pytest.mark.parametrize(
    ("name", "ties"),
    [
        ("ada", {"self"}),
        ("tom", {"educator"}),
        ("ines", {"educator"}),
        ("ruth", {"family"}),
        ("noor", {"mentor"}),
        ("ben", set()),
        ("mira", set()),
        ("paul", set()),
        ("omar", set()),
        ("dana", set()),
        ("eve", set()),
    ],
)
def test_who_is_tied_to_ada_and_how(cast, now, name, ties):
    assert ties_to(cast.people[name], cast.ada, now.date()) == ties


def test_ties_end_with_the_enrolment_and_the_guardianship(cast, now):
    today = now.date()
    Enrolment.objects.filter(person=cast.ada, school_class=cast.ada_class).update(ends_on=today)
    Guardianship.objects.filter(guardian=cast.ruth).update(ends_on=today)
    assert ties_to(cast.tom, cast.ada, today) == ties_to(cast.ruth, cast.ada, today) == frozenset()
    assert ties_to(cast.tom, cast.ada, today - timedelta(days=1)) == {"educator"}


def test_only_a_tie_that_is_asked_for_opens_the_learner(cast, now, django_assert_num_queries):
    today = now.date()
    with django_assert_num_queries(2):
        assert get_tied_learner(cast.tom, cast.ada.pk, today, "educator")[0] == cast.ada
    for person, ties in ((cast.tom, ("self", "family")), (cast.noor, ("educator",)), (cast.omar, ("educator",))):
        with pytest.raises(Http404):
            get_tied_learner(person, cast.ada.pk, today, *ties)
    with pytest.raises(Http404):
        get_tied_learner(cast.tom, cast.district.pk, today, "educator")


def test_who_learns(cast, now):
    assert learns(cast.ada, now.date())
    assert not learns(cast.tom, now.date())
