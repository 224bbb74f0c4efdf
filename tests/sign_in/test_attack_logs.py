"""Who reads the logs learns no secret link and no address."""

from __future__ import annotations

import logging

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from trellis.people.signing_in import make_cards


@pytest.fixture
def written(caplog):
    """What the log of the settings would hold of the lines of this test."""
    words = dict(settings.LOGGING["formatters"]["plain"])
    plain = import_string(words.pop("()"))(**words)
    caplog.set_level(logging.WARNING)
    return lambda: "\n".join(plain.format(record) for record in caplog.records)


def test_a_refused_card_does_not_stand_in_the_log(cast, now, written):
    [token] = make_cards(people=[cast.ada], by=cast.tom, now=now).values()
    refused = Client(enforce_csrf_checks=True).post(reverse("people:card", args=[token]))
    assert (refused.status_code, token in written(), "/card/…/" in written()) == (403, False, True)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("people:card", "/card/…/"),
        ("people:invitation", "/invitation/…/"),
        ("people:confirm-email", "/account/email/…/"),
    ],
)
def test_a_link_that_opens_nothing_does_not_stand_in_the_log(cast, client, written, name, shown):
    client.get(reverse(name, args=["s3cret:in-parts"]))
    assert ("s3cret" in written(), shown in written()) == (False, True)


def test_a_failed_letter_does_not_name_its_reader(written):
    try:
        raise ConnectionRefusedError("ada.k+1@school.example refused")
    except ConnectionRefusedError:
        logging.getLogger("procrastinate.worker").exception("send(email='ruth@example.org')")
    assert ("ruth@" in written(), "ada.k" in written(), "ConnectionRefusedError: …@… refused" in written()) == (
        False,
        False,
        True,
    )
