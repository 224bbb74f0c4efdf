"""Somebody finds a card, or sees which pictures a neighbour taps: they do not get a way in of their own."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.people import STAFF_PASSWORD

from trellis.people.middleware import DISTRICT_KEY
from trellis.people.models import Account
from trellis.people.secrets import hash_pictures
from trellis.people.signing_in import make_cards
from trellis.school.actions import issue_class_code

LASTING = [
    "/account/email/",
    "/account/2fa/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/totp/activate/",
    "/account/3rdparty/",
    "/account/oidc/school/login/",
]
PICTURES = ("cat", "sun", "key")


@pytest.fixture
def ada(cast):
    """Ada's account, without a password."""
    account = Account.objects.get(person=cast.ada)
    account.set_unusable_password()
    account.picture_secret = hash_pictures(PICTURES)
    account.save()
    return account


@pytest.fixture
def by_card(cast, ada, now):
    """Somebody inside with Ada's card."""
    tokens, client = make_cards(people=[cast.ada], by=cast.tom, now=now), Client()
    client.post(reverse("people:card", args=[tokens[cast.ada.pk]]))
    return client


@pytest.fixture
def by_pictures(cast, ada):
    """Somebody inside with Ada's pictures."""
    code, client = issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now()), Client()
    client.post(reverse("school:class-code"), {"code": code.code})
    client.post(reverse("school:class-names"), {"person": str(cast.ada.pk)})
    for picture in PICTURES:
        client.post(reverse("school:class-pictures"), {"picture": picture})
    return client


@pytest.mark.parametrize("path", LASTING)
@pytest.mark.parametrize("door", ["by_card", "by_pictures"])
def test_a_found_way_in_does_not_reach_what_would_last(request, door, path):
    client = request.getfixturevalue(door)
    assert client.get("/account/").status_code == 200
    assert (client.get(path).url, client.post(path).url) == ("/account/", "/account/")
    assert "needs a password" in client.get("/account/").text


def test_a_first_password_is_chosen_with_a_card_and_not_with_pictures(by_card, by_pictures):
    assert by_card.get(reverse("account_set_password")).status_code == 200
    assert by_pictures.get(reverse("account_set_password")).url == "/account/"


def test_a_password_opens_these_pages_as_before(cast):
    client = Client()
    client.post("/account/login/", {"login": "ada", "password": STAFF_PASSWORD})
    assert client.get("/account/email/").url.startswith("/account/reauthenticate/")


def test_a_card_that_is_called_lost_takes_everything_back(cast, ada, by_card, sign_in):
    chosen = {"password1": "found it on the floor", "password2": "found it on the floor"}
    by_card.post(reverse("account_set_password"), chosen)
    Account.objects.filter(pk=ada.pk).update(email="finder@example.org")
    Authenticator.objects.create(user=ada, type=Authenticator.Type.WEBAUTHN, data={})
    again = Client()
    again.post("/account/login/", {"login": "ada", "password": chosen["password1"]})
    assert DISTRICT_KEY not in again.session  # waits for the second step that the finder added
    sign_in(cast.tom).post(reverse("school:lost-card", args=[cast.ada_class.pk, cast.ada.pk]))
    assert by_card.get("/").url.startswith("/account/login/")
    ada.refresh_from_db()
    assert (ada.has_usable_password(), ada.email) == (False, cast.ada.email)
    assert not Authenticator.objects.filter(user=ada).exists()
