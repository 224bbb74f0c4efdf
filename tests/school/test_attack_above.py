"""A coordinator of one school has no power over who runs more than that school."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.people import actions as people
from trellis.people.models import Account, Guardianship, Role
from trellis.school.actions import create_class, enrol

DAY = timedelta(days=1)


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


# --- Who also belongs to another school --------------------------------------------------------


def works_elsewhere(cast, now, today, how):
    if how == "role":
        kind = Role.Kind.EDUCATOR
        people.give_role(
            person=cast.tom, kind=kind, school=cast.other_school, starts_on=today + DAY, by=cast.omar, now=now
        )
    if how == "class":
        there = create_class(school=cast.other_school, title="Far", by=cast.omar, now=now)
        enrol(person=cast.tom, school_class=there, role="educator", starts_on=today, by=cast.omar, now=now)


@pytest.mark.parametrize("how", ["role", "class"])
def test_a_coordinator_of_one_school_opens_no_door_for_who_works_elsewhere(cast, sign_in, teresa, now, how):
    works_elsewhere(cast, now, timezone.now().date(), how)
    client, tom, version = sign_in(teresa), [cast.tom.pk], cast.tom.version
    url = reverse("school:person-account", args=tom)
    answers = [client.post(url, {word: "1"}).status_code for word in ("close", "reopen", "username")]
    given = {"given_name": "Tom", "family_name": "L", "email": "teresa@example.org", "version": version}
    client.post(reverse("school:edit-person", args=tom), given)
    cast.tom.refresh_from_db()
    assert (answers, cast.tom.email, cast.tom.family_name) == ([403, 403, 403], "tom@example.org", "L")
    assert 'action="' + url not in client.get(reverse("school:person", args=tom)).text


def test_a_coordinator_of_one_school_still_closes_and_opens_the_accounts_of_that_school(cast, sign_in, teresa):
    client, url = sign_in(teresa), reverse("school:person-account", args=[cast.tom.pk])
    said = client.post(url, {"close": "1"}, follow=True).text
    closed = Account.objects.get(person=cast.tom).is_active
    client.post(f"{url}?reopen=1")
    assert ("The account of Tom is closed." in said, f'action="{url}?reopen=1"' in said) == (True, True)
    assert (closed, Account.objects.get(person=cast.tom).is_active) == (False, True)
