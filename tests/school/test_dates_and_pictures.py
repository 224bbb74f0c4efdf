"""What coordinators put right afterwards: dates of relations, a class's kind and terms, forgotten pictures."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.models import Moment
from trellis.people import actions as people
from trellis.people.access import standing_of
from trellis.people.actions_dates import change_dates
from trellis.people.models import Account, Guardianship, Mentorship, Role
from trellis.school import actions as school
from trellis.school.models import SchoolClass


@pytest.fixture
def today():
    return timezone.now().date()


@pytest.fixture
def relations(cast) -> dict[str, tuple[object, str]]:
    """One of each kind, with the address of the page for its dates."""
    role = Role.objects.get(person=cast.ada)
    link = Guardianship.objects.get(learner=cast.ada)
    mentoring = Mentorship.objects.get(learner=cast.ada)
    return {
        "role": (role, reverse("school:role-dates", args=[role.pk])),
        "guardianship": (link, reverse("school:guardianship-dates", args=[link.pk])),
        "mentorship": (mentoring, reverse("school:mentorship-dates", args=[cast.ada.pk, mentoring.pk])),
    }


# --- Dates ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["role", "guardianship", "mentorship"])
def test_a_coordinator_chooses_the_dates_of_a_relation(cast, sign_in, relations, today, kind):
    row, url = relations[kind]
    client, last = sign_in(cast.omar), today + timedelta(days=9)
    assert f'value="{row.starts_on}"' in client.get(url).content.decode()
    given = {"starts_on": row.starts_on, "last_day": last, "dates_seen": row.dates_seen}
    assert client.post(url, given).status_code == 302
    row.refresh_from_db()
    assert (row.ends_on, row.last_day) == (last + timedelta(days=1), last)
    assert Moment.objects.filter(verb=f"{kind}.dated", object_id=row.pk, actor_id=cast.omar.pk).count() == 1
    shown = client.get(reverse("school:person", args=[cast.ada.pk])).content.decode()
    assert url in shown


def test_dates_saved_from_an_older_page_show_both(cast, sign_in, relations, today):
    row, url = relations["role"]
    client, seen = sign_in(cast.omar), row.dates_seen
    first, second = today + timedelta(days=9), today + timedelta(days=19)
    client.post(url, {"starts_on": row.starts_on, "last_day": first, "dates_seen": seen})
    answer = client.post(url, {"starts_on": row.starts_on, "last_day": second, "dates_seen": seen})
    assert [text for text in (str(first), str(second)) if text not in answer.content.decode()] == []
    row.refresh_from_db()
    assert row.last_day == first
    client.post(url, {"starts_on": row.starts_on, "last_day": second, "dates_seen": row.dates_seen})
    row.refresh_from_db()
    assert row.last_day == second


def test_a_role_that_starts_later_waits_among_the_other_times(cast, sign_in, relations, today):
    row, url = relations["role"]
    client = sign_in(cast.omar)
    given = {"starts_on": today + timedelta(days=5), "last_day": "", "dates_seen": row.dates_seen}
    answer = client.post(url, given, follow=True).content.decode()
    assert "Before and later" in answer
    assert url in answer
    assert "learner" not in standing_of(cast.ada, today).kinds


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        ("role", ("2020-01-01", "The last day comes before the first.")),
        ("mentorship", ("", "A mentor comes for a time: choose a last day.")),
    ],
)
def test_dates_that_cannot_be_are_refused_beside_their_field(cast, sign_in, relations, kind, refused):
    last, sentence = refused
    row, url = relations[kind]
    given = {"starts_on": row.starts_on, "last_day": last, "dates_seen": row.dates_seen}
    answer = sign_in(cast.omar).post(url, given)
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)


def test_two_guardianships_of_the_same_two_are_never_open_at_once(cast, today, now):
    first = Guardianship.objects.get(learner=cast.ada)
    people.end_guardianship(link=first, on=today, by=cast.omar, now=now)
    people.link_guardian(guardian=cast.ruth, learner=cast.ada, starts_on=today, by=cast.omar, now=now)
    with pytest.raises(ActionRefused, match="linked already"):
        change_dates(
            relation=first, starts_on=first.starts_on, ends_on=None, dates_seen=first.dates_seen, by=cast.omar, now=now
        )


def test_an_action_on_other_dates_than_seen_changes_nothing(cast, today, now):
    role = Role.objects.get(person=cast.tom)
    with pytest.raises(StaleVersion):
        change_dates(relation=role, starts_on=today, ends_on=None, dates_seen="2001-01-01/", by=cast.omar, now=now)
    with pytest.raises(ActionRefused):
        change_dates(relation=role, starts_on=today, ends_on=today, dates_seen=role.dates_seen, by=cast.omar, now=now)


@pytest.mark.parametrize(
    ("name", "statuses"),
    [("tom", [404, 404, 200]), ("ruth", [404, 404, 403]), ("ada", [404, 404, 403]), ("mira", [404, 404, 404])],
)
def test_others_choose_no_dates_and_educators_those_of_their_learners_mentors(cast, sign_in, relations, name, statuses):
    client = sign_in(getattr(cast, name))
    assert [client.get(url).status_code for _row, url in relations.values()] == statuses


def test_a_role_and_a_guardian_come_with_dates(cast, sign_in, today):
    client = sign_in(cast.omar)
    start, last = today + timedelta(days=1), today + timedelta(days=30)
    given = {"kind": "educator", "school": cast.other_school.pk, "starts_on": start, "last_day": last}
    client.post(reverse("school:give-role", args=[cast.mira.pk]), given)
    role = Role.objects.get(person=cast.mira, school=cast.other_school)
    assert (role.starts_on, role.last_day) == (start, last)
    given = {"email": cast.ruth.email, "relation": "aunt", "starts_on": start, "last_day": last}
    client.post(reverse("school:link-guardian", args=[cast.ben.pk]), given)
    link = Guardianship.objects.get(learner=cast.ben)
    assert (link.starts_on, link.last_day, link.relation) == (start, last, "aunt")
    given = {"kind": "educator", "school": cast.school.pk, "starts_on": last, "last_day": start}
    answer = client.post(reverse("school:give-role", args=[cast.mira.pk]), given, follow=True).content.decode()
    assert "The last day comes before the first." in answer


# --- A class -------------------------------------------------------------------------------------


def test_a_coordinator_changes_kind_and_terms_of_a_class(cast, sign_in, now, today):
    spring = school.create_term(
        title="Spring", starts_on=cast.term.ends_on, ends_on=cast.term.ends_on + timedelta(days=90), by=None, now=now
    )
    client, url = sign_in(cast.omar), reverse("school:edit-class", args=[cast.ada_class.pk])
    given = {"title": "Sounds", "kind": "advisory", "place": "", "version": cast.ada_class.version}
    client.post(url, {**given, "terms": [spring.pk]})
    found = SchoolClass.objects.get(pk=cast.ada_class.pk)
    assert (found.title, found.kind, list(found.terms.all())) == ("Sounds", "advisory", [spring])
    stale = client.post(url, {**given, "kind": "class", "terms": [cast.term.pk]}).content.decode()
    words = ("Saved by them:", "<strong>Spring</strong>", "<strong>Autumn term</strong>", "<strong>advisory</strong>")
    assert [text for text in words if text not in stale] == []
    assert list(found.terms.all()) == [spring]
    client.post(url, {**given, "version": found.version, "terms": [spring.pk, cast.term.pk]})
    assert set(found.terms.all()) == {spring, cast.term}


def test_an_educator_changes_title_and_place_and_leaves_kind_and_terms(cast, sign_in):
    client, url = sign_in(cast.tom), reverse("school:edit-class", args=[cast.ada_class.pk])
    assert "Terms" not in client.get(url).content.decode()
    client.post(url, {"title": "Sounds", "place": "Hut", "kind": "advisory", "version": cast.ada_class.version})
    found = SchoolClass.objects.get(pk=cast.ada_class.pk)
    assert (found.title, found.place, found.kind, list(found.terms.all())) == ("Sounds", "Hut", "class", [cast.term])


# --- Pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["tom", "ines", "omar"])
def test_new_pictures_come_from_the_page_of_the_learner(cast, sign_in, now, name):
    client, url = sign_in(getattr(cast, name)), reverse("school:learner-pictures", args=[cast.ada.pk])
    code = school.issue_class_code(school_class=cast.ada_class, by=cast.tom, now=timezone.now())
    assert url in client.get(reverse("school:person", args=[cast.ada.pk])).content.decode()
    before = Account.objects.get(person=cast.ada).picture_secret
    answer = client.post(url, follow=True)
    assert (answer.status_code, answer.content.decode().count("<li>")) == (200, 3)
    assert client.get(url).content == answer.content  # a reload makes none anew
    assert code.code in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert Account.objects.get(person=cast.ada).picture_secret != before
    assert Moment.objects.filter(verb="account.pictures-given", learner_id=cast.ada.pk).count() == 1


@pytest.mark.parametrize(("name", "status"), [("ada", 403), ("ruth", 403), ("noor", 403), ("ben", 404), ("mira", 404)])
def test_others_give_no_pictures(cast, sign_in, name, status):
    assert (
        sign_in(getattr(cast, name)).post(reverse("school:learner-pictures", args=[cast.ada.pk])).status_code == status
    )
    assert not Account.objects.get(person=cast.ada).picture_secret


def test_an_educator_gives_forgotten_pictures_anew_from_the_page_of_the_class(cast, sign_in):
    client, url = sign_in(cast.tom), reverse("school:class", args=[cast.ada_class.pk])
    assert reverse("school:new-pictures", args=[cast.ada_class.pk]) not in client.get(url).content.decode()
    assert (
        reverse("school:new-pictures", args=[cast.ada_class.pk]) in client.get(url, {"forgotten": 1}).content.decode()
    )
    client.post(reverse("school:new-pictures", args=[cast.ada_class.pk]), {"learner": cast.ben.pk})
    assert Account.objects.get(person=cast.ben).picture_secret
    hidden = sign_in(cast.ada).get(url, {"forgotten": 1}).content.decode()
    assert "New pictures" not in hidden


def test_an_educator_has_no_pictures(cast, sign_in):
    client = sign_in(cast.omar)
    assert client.post(reverse("school:learner-pictures", args=[cast.tom.pk])).status_code == 404
    assert "Three pictures" not in client.get(reverse("school:person", args=[cast.tom.pk])).content.decode()
