"""What somebody still reaches once a role has ended: nothing, whatever was forgotten."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.people import actions as people
from trellis.people.models import Guardianship, Role


@pytest.fixture
def today():
    return timezone.now().date()


def has_child_here(cast, person, today, now) -> Guardianship:
    return people.link_guardian(guardian=person, learner=cast.ben, starts_on=today, by=cast.omar, now=now)


def test_who_left_the_staff_sees_no_learners_even_if_a_class_was_forgotten(cast, sign_in, now, today):
    client = sign_in(cast.tom)
    pages = {
        "person": reverse("school:person", args=[cast.ada.pk]),
        "class": reverse("school:class", args=[cast.ada_class.pk]),
        "doors": reverse("school:class-doors", args=[cast.ada_class.pk]),
    }
    assert {name: client.get(path).status_code for name, path in pages.items()} == dict.fromkeys(pages, 200)
    people.end_role(role=Role.objects.get(person=cast.tom), on=today, by=cast.omar, now=now)
    assert {name: client.get(path).status_code for name, path in pages.items()} == dict.fromkeys(pages, 404)


def test_a_parent_who_left_the_staff_sees_their_own_child_in_the_class_and_no_other(cast, sign_in, now, today):
    people.end_role(role=Role.objects.get(person=cast.tom), on=today, by=cast.omar, now=now)
    has_child_here(cast, cast.tom, today, now)
    client, path = sign_in(cast.tom), reverse("school:class", args=[cast.ada_class.pk])
    page = client.get(path)
    assert ([member.person_id for member in page.context["page"].learners], page.context["may_edit"]) == (
        [cast.ben.pk],
        False,
    )
    assert client.get(reverse("school:class-doors", args=[cast.ada_class.pk])).status_code == 403
