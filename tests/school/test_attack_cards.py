"""Nobody comes in as a colleague, a coordinator or a parent by a card or pictures that an educator made."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.people import actions as people
from trellis.people.models import Account, Role, SignInCard
from trellis.people.secrets import hash_pictures
from trellis.people.signing_in import make_cards
from trellis.school import actions as school
from trellis.school.models import Enrolment


@pytest.fixture
def today():
    return timezone.now().date()


def learns(person, where, today, now):
    return school.enrol(
        person=person, school_class=where, role=Enrolment.Role.LEARNER, starts_on=today, by=None, now=now
    )


@pytest.mark.parametrize("who", ["omar", "mira", "ruth", "noor"])
def test_an_educator_makes_no_card_for_somebody_who_is_more_than_a_learner(cast, sign_in, now, today, who):
    other = getattr(cast, who)
    learns(other, cast.ada_class, today, now)
    sign_in(cast.tom).post(reverse("school:class-cards", args=[cast.ada_class.pk]))
    assert set(SignInCard.objects.values_list("person", flat=True)) == {cast.ada.pk, cast.ben.pk}
    path = reverse("school:new-pictures", args=[cast.ada_class.pk])
    assert sign_in(cast.tom).post(path, {"learner": str(other.pk)}).status_code == 404


def test_a_card_stops_opening_when_its_learner_begins_to_teach(cast, now, today):
    tokens = make_cards(people=[cast.ada], by=cast.tom, now=now)
    path = reverse("people:card", args=[tokens[cast.ada.pk]])
    assert Client().get(path).status_code == 200
    role = Role.Kind.EDUCATOR
    people.give_role(person=cast.ada, kind=role, school=cast.school, starts_on=today, by=cast.omar, now=now)
    assert (Client().get(path).status_code, Client().post(path).status_code) == (404, 404)


def test_pictures_do_not_open_the_account_of_a_coordinator_who_learns_in_a_class(cast, now, today):
    code = school.issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now())
    learns(cast.omar, cast.ada_class, today, now)
    Account.objects.filter(person=cast.omar).update(picture_secret=hash_pictures(("cat", "sun", "key")))
    client = Client()
    client.post(reverse("school:class-code"), {"code": code.code})
    names = reverse("school:class-names")
    assert [comer.id for comer in client.get(names).context["people"]] == [cast.ada.pk, cast.ben.pk]
    assert client.post(names, {"person": str(cast.omar.pk)}).status_code == 200  # asked again, not let on
    session = client.session
    session["trellis_class_person"] = str(cast.omar.pk)
    session.save()
    assert client.get(reverse("school:class-pictures")).url == reverse("school:class-code")
