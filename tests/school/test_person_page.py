"""A person's page links where its reader may go, and says what its buttons do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.people import actions as people
from trellis.people.models import Guardianship, Person, Role
from trellis.school.models import Enrolment


def page(client, person, **asked):
    return client.get(reverse("school:person", args=[person.pk]), asked).text


@pytest.mark.parametrize(("name", "linked"), [("tom", [True, False]), ("ines", [False, True]), ("ruth", [True, True])])
def test_classes_are_links_for_those_who_may_enter_them(cast, sign_in, name, linked):
    html = page(sign_in(getattr(cast, name)), cast.ada)
    urls = [reverse("school:class", args=[c.pk]) for c in (cast.ada_class, cast.advisory)]
    assert [f'href="{url}"' in html for url in urls] == linked
    assert ("Sounds and maps" in html, "Advisory Ines" in html) == (True, True)


@pytest.mark.parametrize("name", ["ada", "ruth", "noor"])
def test_who_teaches_nobody_is_led_to_their_own_page(cast, sign_in, name):
    me = getattr(cast, name)
    answer = sign_in(me).get(reverse("school:people"))
    assert answer.url == reverse("school:person", args=[me.pk])
    assert "What my school sees about me" in sign_in(me).get(reverse("people:account")).text


@pytest.mark.parametrize(("name", "status"), [("ada", 404), ("tom", 403)])
def test_an_error_keeps_the_menu_of_who_is_signed_in(cast, sign_in, client, name, status):
    path = {404: "/people/nowhere/", 403: reverse("school:edit-person", args=[cast.ada.pk])}[status]
    answer = sign_in(getattr(cast, name)).get(path)
    assert (answer.status_code, '<nav class="places"' in answer.text) == (status, True)
    assert '<nav class="places"' not in client.get("/people/nowhere/").text


def test_a_role_ends_with_its_places_and_comes_back_with_them(cast, sign_in):
    client, role = sign_in(cast.omar), Role.objects.get(person=cast.ada)
    html = page(client, cast.ada)
    assert ("End the role learner" in html, "Also end the places in 2 classes" in html) == (True, True)
    said = client.post(reverse("school:end-role", args=[role.pk]), {"places": "1"}, follow=True).text
    assert "The role learner of Ada has ended." in said
    today = timezone.now().date()
    live = Enrolment.objects.live(today).filter(person=cast.ada)
    assert live.count() == 0
    undo = said.split(f'action="{reverse("school:reopen-role", args=[role.pk])}')[1].split('"')[0].replace("&amp;", "&")
    client.post(reverse("school:reopen-role", args=[role.pk]) + undo)
    role.refresh_from_db()
    assert (live.count(), role.ends_on) == (2, None)


def test_a_role_ends_alone_where_the_places_stay(cast, sign_in):
    role = Role.objects.get(person=cast.ada)
    sign_in(cast.omar).post(reverse("school:end-role", args=[role.pk]))
    assert Enrolment.objects.live(timezone.now().date() + timedelta(days=1)).filter(person=cast.ada).count() == 2


def test_nobody_brings_back_a_place_that_is_no_place(cast, sign_in):
    role = Role.objects.get(person=cast.ada)
    assert sign_in(cast.omar).post(reverse("school:reopen-role", args=[role.pk]) + "?place=x").status_code == 404


def test_a_coordinator_adds_a_learner_to_a_class_from_their_page(cast, sign_in):
    client = sign_in(cast.omar)
    html = page(client, cast.ada, find="num nat")
    assert ("Add to Numbers in nature" in html, "Add to Sounds" in html) == (True, False)
    given = {"person": str(cast.ada.pk), "role": "learner", "from_person": "1"}
    answer = client.post(reverse("school:join-class", args=[cast.chidi_class.pk]), given)
    assert answer.url == reverse("school:person", args=[cast.ada.pk])
    assert "Add to Numbers" not in page(client, cast.ada, find="numbers")
    assert "Add to a class" not in page(client, cast.tom)


def new(cast, **given):
    return {"given_name": "Nia", "kind": "learner", "school": str(cast.school.pk), **given}


def test_somebody_new_gets_a_role_and_a_class(cast, sign_in):
    given = new(cast, school_class=str(cast.ada_class.pk))
    answer = sign_in(cast.omar).post(reverse("school:new-person"), given)
    nia = Person.objects.get(given_name="Nia")
    assert answer.url == reverse("school:person", args=[nia.pk])
    place = Enrolment.objects.get(person=nia)
    assert (place.role, place.school_class_id) == ("learner", cast.ada_class.pk)


def test_what_somebody_new_is_has_to_be_said(cast, sign_in):
    far = {"school": str(cast.other_school.pk), "school_class": str(cast.ada_class.pk)}
    client, refused = sign_in(cast.omar), []
    for given in ({"kind": ""}, far, {"kind": "other", "school_class": str(cast.ada_class.pk)}):
        form = client.post(reverse("school:new-person"), new(cast, **given)).context["form"]
        refused.append(list(form.errors))
    assert refused == [["kind"], ["school_class"], ["school_class"]]
    client.post(reverse("school:new-person"), new(cast, kind="other"))
    assert not Role.objects.filter(person__given_name="Nia").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [("ada", "their family"), ("tom", "the learners they teach"), ("ruth", "and the coordinators of the school")],
)  # fmt: skip
def test_who_sees_a_page_is_said_for_each_kind_of_person(cast, sign_in, name, words):
    assert words in page(sign_in(cast.omar), getattr(cast, name))


def test_a_common_relation_is_said_in_the_language_of_the_reader(cast, sign_in):
    links = Guardianship.objects.filter(learner=cast.ada)
    for stored, said in (("stepparent", "step-parent"), ("Great-aunt Jo", "Great-aunt Jo")):
        links.update(relation=stored)
        assert f"<small>{said}" in page(sign_in(cast.tom), cast.ada)


@pytest.mark.parametrize(
    ("name", "knows", "plans"),
    [("ada", 1, 1), ("tom", 1, 1), ("ruth", 1, 1), ("noor", 1, 0), ("omar", 0, 0)],
)
def test_the_page_of_a_learner_leads_to_profile_and_plan_for_who_may_open_them(cast, sign_in, name, knows, plans):
    client = sign_in(getattr(cast, name))
    html = client.get(f"/people/{cast.ada.pk}/").content.decode()
    profile, plan = f"/learners/{cast.ada.pk}/profile/", f"/learners/{cast.ada.pk}/plan/"
    assert (html.count(f'href="{profile}"'), html.count(f'href="{plan}"')) == (knows, plans)
    assert (client.get(profile).status_code != 404, client.get(plan).status_code != 404) == (bool(knows), bool(plans))


def test_a_coordinator_who_also_teaches_a_learner_comes_to_the_plan(cast, sign_in, now):
    start = cast.term.starts_on
    people.give_role(person=cast.tom, kind="coordinator", school=None, starts_on=start, by=None, now=now)
    html = sign_in(cast.tom).get(f"/people/{cast.ada.pk}/").content.decode()
    assert f'href="/learners/{cast.ada.pk}/plan/"' in html


def test_the_page_of_a_teacher_leads_to_no_plan(cast, sign_in):
    assert f"/learners/{cast.tom.pk}/" not in sign_in(cast.ada).get(f"/people/{cast.tom.pk}/").content.decode()


def test_the_school_leads_to_what_was_agreed_on(cast, sign_in):
    client = sign_in(cast.omar)
    html = client.get("/schools/").content.decode()
    for address in ("/policy/plans/", "/expectations/", "/check-ins/", "/profile-words/"):
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200
