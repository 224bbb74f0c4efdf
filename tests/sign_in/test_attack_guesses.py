"""Nobody gets fresh guesses at a door by what they call themselves."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.people import STAFF_PASSWORD

from trellis.core.actions import ActionRefused
from trellis.people.actions import open_account
from trellis.people.doors import guard
from trellis.people.models import Person
from trellis.people.signing_in import open_accounts


def new_person(**more):
    return Person.objects.create(given_name="Guido", **more)


@pytest.mark.parametrize("door", [guard.CLASS_CODE, guard.CARD, guard.INVITATION, guard.EVERY_RESET])
def test_no_account_is_called_like_a_door(cast, door):
    assert ":" in door
    with pytest.raises(ActionRefused, match="colon"):
        open_account(person=new_person(), username=door, by=cast.omar, now=timezone.now())


def test_a_roster_names_no_account_like_a_door(cast):
    person = new_person(roster_username="pictures:1")
    accounts = open_accounts(people=[person], by=cast.omar, now=timezone.now())
    assert accounts[person.pk].username == "pictures1"


def test_signing_in_between_does_not_give_fresh_guesses_of_a_class_code(cast):
    open_account(person=new_person(), username="class-code", password=STAFF_PASSWORD, by=cast.omar, now=timezone.now())
    answers = []
    for guess in range(31):
        if guess % 10 == 9:
            Client().post("/account/login/", {"login": "class-code", "password": STAFF_PASSWORD})
        answers.append(Client().post(reverse("school:class-code"), {"code": f"river-otter-{guess}"}).status_code)
    assert answers[-1] == 429
