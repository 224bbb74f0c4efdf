"""The first steps of a coordinator: each saved on its own, left and come back to, refused with words."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core.scope import district_scope
from trellis.evidence.actions.policy import PURPOSES
from trellis.evidence.models import SealPurpose
from trellis.evidence.queries.policy import live_purposes
from trellis.framework.models import Framework
from trellis.home.forms import DistrictForm
from trellis.people import actions as people
from trellis.people.models import Account, Person, Role, School
from trellis.school.models import SchoolClass, Term


@pytest.fixture
def newly_founded(cast, sign_in):
    """A client signed in as the coordinator of a district with nothing in it."""
    now = timezone.now()  # the role holds from today
    district = people.create_district(name="New Valley", time_zone="UTC", now=now)
    account = people.create_coordinator(
        district_id=district.pk, given_name="Nia", family_name="Adeyemi", username="nia",
        password="a-long-enough-password", now=now,
    )  # fmt: skip
    with district_scope(district.pk):
        person = Person.objects.get(pk=Account.objects.get(pk=account.pk).person_id)
        yield sign_in(person)


STEPS = {
    "district": {"name": "New Valley", "time_zone": "Europe/Madrid", "language": "es"},
    "school": {"name": "Orchard School"},
    "term": {"title": "Autumn", "kind": "term", "starts_on": "2026-09-01", "last_day": "2099-12-18"},
    "framework": {},
    "people": {},
}


def test_a_coordinator_walks_from_an_empty_district_to_a_sample_class(newly_founded):
    walked = []
    while (where := newly_founded.get(reverse("home:setup"))["Location"]) != reverse("home:today"):
        step = where.rstrip("/").split("/")[-1]
        walked.append(step)
        assert newly_founded.get(where).status_code == 200
        assert newly_founded.post(where, STEPS[step]).status_code == 302
    assert walked == ["district", "school", "term", "framework", "people"]
    assert [school.name for school in School.objects.all()] == ["Orchard School"]
    assert [term.title for term in Term.objects.all()] == ["Autumn"]
    assert Framework.objects.exists()
    assert SchoolClass.objects.count() == 1
    assert Role.objects.filter(kind=Role.Kind.LEARNER).count() == 6


def test_a_new_district_begins_with_purposes_for_opening_a_past(newly_founded, now):
    assert not SealPurpose.objects.exists()
    newly_founded.post(reverse("home:setup-step", args=["district"]), STEPS["district"])
    assert [(one.words, one.translations["es"]["words"]) for one in live_purposes()] == list(PURPOSES)
    html = newly_founded.get(reverse("evidence:policy")).content.decode()
    assert [spanish for _words, spanish in PURPOSES if spanish not in html] == []  # it chose Spanish
    SealPurpose.objects.exclude(position=0).delete()
    newly_founded.post(reverse("home:setup-step", args=["district"]), STEPS["district"])
    assert SealPurpose.objects.count() == 1  # what its schools took off stays off


def test_today_of_a_new_district_leads_to_the_first_step(newly_founded):
    page = newly_founded.get("/").content.decode()
    assert [text for text in ("What is still to set up", "Go on setting up") if text not in page] == []


def test_a_sample_class_without_a_school_is_refused_in_words(newly_founded):
    answer = newly_founded.post(reverse("home:setup-step", args=["people"]))
    assert (answer.status_code, "Add a school first." in answer.content.decode()) == (200, True)
    assert not SchoolClass.objects.exists()


def test_a_step_with_a_mistake_keeps_what_was_written(newly_founded):
    given = {"title": "Autumn", "kind": "term", "starts_on": "2026-09-01", "last_day": "2026-08-01"}
    answer = newly_founded.post(reverse("home:setup-step", args=["term"]), given).content.decode()
    assert [
        text for text in ("The last day comes before the first.", "Autumn", "Step 3 of 5") if text not in answer
    ] == []
    assert not Term.objects.exists()


@pytest.mark.parametrize("name", ["ada", "tom", "ruth", "noor", "dana", "eve"])
def test_the_first_steps_do_not_exist_for_others(cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    pages = (reverse("home:setup"), reverse("home:setup-step", args=["school"]))
    assert [client.get(page).status_code for page in pages] == [404, 404]
    assert client.post(pages[1], {"name": "Mine"}).status_code == 404


def test_a_step_that_there_is_none_of_is_not_found(cast, sign_in):
    assert sign_in(cast.omar).get(reverse("home:setup-step", args=["lunch"])).status_code == 404


def test_a_district_keeps_a_time_zone_with_an_older_name(cast, sign_in):
    client, url = sign_in(cast.omar), reverse("home:setup-step", args=["district"])
    given = {"name": "Meadow Valley", "language": "en"}
    assert client.post(url, {**given, "time_zone": "US/Pacific"}).status_code == 200
    cast.district.time_zone = "US/Pacific"
    cast.district.save(update_fields=["time_zone"])
    assert len(client.get(url).content) < 40_000
    assert client.post(url, {**given, "time_zone": "US/Pacific"}).status_code == 302


def test_after_set_up_the_district_page_is_a_page_of_settings(cast, sign_in):
    client, url = sign_in(cast.omar), reverse("home:setup-step", args=["district"])
    assert "First steps" in client.get(url).text
    cast.district.set_up_at = timezone.now()
    cast.district.save(update_fields=["set_up_at"])
    html = client.get(url).text
    assert ("District settings" in html, "First steps" in html, "Later" in html) == (True, False, False)
    answer = client.post(url, {"name": "Meadow Valley", "time_zone": "madrid", "language": "en"})
    cast.district.refresh_from_db()
    assert (answer.url, cast.district.time_zone) == (url, "Europe/Madrid")


@pytest.mark.parametrize(("typed", "meant"), [("new york", "America/New_York"), ("europe/paris", "Europe/Paris")])
def test_a_time_zone_is_found_by_its_city(typed, meant):
    form = DistrictForm({"name": "A", "time_zone": typed, "language": "en"})
    assert (form.is_valid(), form.cleaned_data["time_zone"]) == (True, meant)
