"""A guardian without an account takes part by a link: confirmed by the school, for one plan, until a day."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.actions import ActionRefused
from trellis.core.scope import change_scope, district_scope
from trellis.people import actions as people
from trellis.people.models import Account, Guardianship
from trellis.plan.actions.family_links import ask_family_link, confirm_family_link, revoke_family_link
from trellis.plan.models import Agreement, FamilyLink


@pytest.fixture
def abuela(cast, now):
    """Ada's grandmother, who has no account and reads Spanish."""
    person = people.create_person(given_name="Lucía", family_name="Kovač", language="es", by=None, now=now)
    people.link_guardian(guardian=person, learner=cast.ada, starts_on=cast.term.starts_on, by=None, now=now)
    return person


@pytest.fixture
def link(cast, plan, abuela, now):
    return ask_family_link(plan=plan, guardian=abuela, by=cast.ada, now=now, today=now.date())


def _get(token):
    return Client().get(reverse("plan:with", args=[token]))


def test_it_opens_only_once_the_school_confirmed_it(cast, link, make_goal, now):
    make_goal(title="Un mapa de sonidos")
    token = confirm_family_link(link=link, by=cast.tom, now=now)
    page = _get(token)
    assert page.status_code == 200
    assert "Un mapa de sonidos" in page.content.decode()
    assert page["Content-Language"] == "es"
    assert page["Referrer-Policy"] == "strict-origin"
    assert _get("x" * 43).status_code == 404


def test_it_shows_no_draft_and_no_other_page(cast, link, make_goal, now):
    make_goal(draft=True, title="Nobody reads this yet")
    token = confirm_family_link(link=link, by=cast.tom, now=now)
    client = Client()
    assert "Nobody reads this yet" not in client.get(reverse("plan:with", args=[token])).content.decode()
    assert client.get(reverse("plan:plan", args=[cast.ada.pk])).status_code == 302
    assert client.get("/").status_code == 302


def test_the_voice_counts_as_the_familys(cast, link, make_goal, abuela, now):
    goal = make_goal()
    token = confirm_family_link(link=link, by=cast.tom, now=now)
    given = {"goal": str(goal.pk), "version": 1, "words": "Que entreviste a la abuela."}
    assert Client().post(reverse("plan:with", args=[token]), given).status_code == 302
    said = Agreement.objects.get(goal=goal, person=abuela)
    assert (said.voice, said.words, said.link_id) == ("family", "Que entreviste a la abuela.", link.pk)


def test_it_speaks_about_this_plan_only(cast, link, now):
    token = confirm_family_link(link=link, by=cast.tom, now=now)
    given = {"goal": str(cast.ada.pk), "version": 1, "words": "x"}
    assert Client().post(reverse("plan:with", args=[token]), given).status_code == 404


def test_it_ends_by_time_by_hand_and_with_the_guardianship(cast, link, abuela, now):
    token = confirm_family_link(link=link, by=cast.tom, now=now)
    FamilyLink.objects.filter(pk=link.pk).update(expires_at=now - timedelta(days=400))
    assert _get(token).status_code == 404
    FamilyLink.objects.filter(pk=link.pk).update(expires_at=now + timedelta(days=4000))
    assert _get(token).status_code == 200
    Guardianship.objects.filter(guardian=abuela).update(ends_on=cast.term.starts_on)
    assert _get(token).status_code == 404
    Guardianship.objects.filter(guardian=abuela).update(ends_on=None)
    revoke_family_link(link=link, by=cast.ada, now=now)
    assert _get(token).status_code == 404


def test_a_new_link_ends_the_old_one(cast, link, now):
    first = confirm_family_link(link=link, by=cast.tom, now=now)
    second = confirm_family_link(link=link, by=cast.tom, now=now)
    assert (_get(first).status_code, _get(second).status_code) == (404, 200)


def test_it_is_not_for_strangers_nor_for_who_has_an_account(cast, plan, now):
    for guardian in (cast.paul, cast.ruth):
        with pytest.raises(ActionRefused):
            ask_family_link(plan=plan, guardian=guardian, by=cast.ada, now=now, today=now.date())


def test_the_learner_asks_an_educator_confirms_and_nobody_else(cast, plan, abuela, sign_in):
    change_scope(cast.district.pk)
    address = reverse("plan:family-links", args=[cast.ada.pk, cast.term.pk])
    assert sign_in(cast.ada).post(address, {"guardian": abuela.pk}).status_code == 302
    row = FamilyLink.objects.get(guardian=abuela)
    confirm = reverse("plan:confirm-family-link", args=[row.pk])
    assert sign_in(cast.ada).post(confirm).status_code == 403
    for who in ("ben", "omar", "mira", "eve", "noor"):
        assert sign_in(cast.people[who]).post(confirm).status_code == 404
        assert sign_in(cast.people[who]).get(address).status_code == 404
    made = sign_in(cast.tom).post(confirm)
    assert "/with/" in made.content.decode()
    assert "no-store" in made["Cache-Control"]


def test_only_a_hash_is_kept(cast, link, now):
    token = confirm_family_link(link=link, by=cast.tom, now=now)
    link.refresh_from_db()
    assert token not in str(FamilyLink.objects.filter(pk=link.pk).values()[0])
    with district_scope(cast.elsewhere.pk):
        assert not FamilyLink.objects.filter(pk=link.pk).exists()
    assert not Account.objects.filter(person=link.guardian).exists()
