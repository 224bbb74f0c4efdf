"""A coordinator of one school has no power over who runs more than that school."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.people import actions as people
from trellis.people.models import Account, Guardianship, Role


@pytest.fixture
def today():
    return timezone.now().date()


@pytest.fixture
def teresa(cast, now, today):
    """A coordinator of one school."""
    person = people.create_person(given_name="Teresa", by=cast.omar, now=now)
    role = Role.Kind.COORDINATOR
    people.give_role(person=person, kind=role, school=cast.school, starts_on=today, by=cast.omar, now=now)
    people.open_account(person=person, username="teresa", by=cast.omar, now=now)
    return person


def has_child_here(cast, person, today, now) -> Guardianship:
    return people.link_guardian(guardian=person, learner=cast.ben, starts_on=today, by=cast.omar, now=now)


def test_a_coordinator_of_one_school_does_not_edit_who_runs_the_district(cast, sign_in, teresa, now, today):
    has_child_here(cast, cast.omar, today, now)
    client, omar = sign_in(teresa), [cast.omar.pk]
    page = client.get(reverse("school:person", args=omar))
    assert (page.status_code, page.context["may_edit"], page.context["page"].relation) == (200, False, "learner")
    tried = {
        "edit-person": {"given_name": "O", "email": "teresa@example.org", "version": 1},
        "person-account": {"close": "1"},
        "give-role": {"kind": "learner", "school": str(cast.school.pk)},
        "link-guardian": {"email": "teresa@example.org", "relation": "aunt"},
    }
    assert {client.post(reverse(f"school:{name}", args=omar), data).status_code for name, data in tried.items()} == {
        403
    }
    assert Account.objects.get(person=cast.omar).is_active


def test_a_coordinator_of_one_school_still_edits_families_staff_and_themselves(cast, sign_in, teresa):
    client = sign_in(teresa)
    pages = [client.get(reverse("school:edit-person", args=[p.pk])) for p in (cast.ada, cast.tom, cast.ruth, teresa)]
    assert [page.status_code for page in pages] == [200, 200, 200, 200]
