"""Pages of people and classes: what each reader sees there, what they may change, and how it is taken back."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from trellis.people import actions as people
from trellis.people.models import Account, Guardianship, Person, Role
from trellis.school import actions as school
from trellis.school.models import Enrolment, SchoolClass, Term


def page(client, name: str, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def count_queries(client, name: str, *args: object) -> int:
    client.get(reverse(name, args=args))
    with CaptureQueriesContext(connection) as seen:
        assert client.get(reverse(name, args=args)).status_code == 200
    return len(seen)


def newcomers(cast, now, number: int, **role: object) -> list[Person]:
    made = []
    for n in range(number):
        made.append(people.create_person(given_name=f"New{n:02}", family_name="Comer", by=None, now=now))
        start = cast.term.starts_on
        people.give_role(
            person=made[-1], kind=Role.Kind.LEARNER, school=cast.school, starts_on=start, by=None, now=now, **role
        )
    return made


@pytest.fixture
def school_coordinator(cast, now) -> Person:
    """Somebody who runs Hillside School alone, where nobody from the cast is."""
    person = people.create_person(given_name="Hilda", by=None, now=now)
    start = cast.term.starts_on
    people.give_role(
        person=person, kind=Role.Kind.COORDINATOR, school=cast.other_school, starts_on=start, by=None, now=now
    )
    people.open_account(person=person, username="hilda", by=None, now=now)
    return person


# --- A class -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        ("ada", ["Ada Kovač", "Ben Okafor", "Tom Lindqvist"], ["Code and cards", "Leaves"]),
        ("tom", ["Ada Kovač", "Ben Okafor", "Code and cards"], ["Somebody joins"]),
        ("ruth", ["Ada Kovač", "Tom Lindqvist", "You see your own family here"], ["Ben Okafor", "Code and cards"]),
        ("omar", ["Ada Kovač", "Ben Okafor", "Code and cards", "Somebody joins"], []),
    ],
)
def test_a_class_shows_each_reader_their_own_people(cast, sign_in, name, there, absent):
    html = page(sign_in(getattr(cast, name)), "school:class", cast.ada_class.pk)
    assert [text for text in there if text not in html] == []
    assert [text for text in absent if text in html] == []


@pytest.mark.parametrize("name", ["chidi", "mira", "paul", "noor", "dana", "eve", "ines", "zed"])
def test_a_class_does_not_exist_for_those_outside_it(cast, sign_in, name):
    assert sign_in(getattr(cast, name)).get(reverse("school:class", args=[cast.ada_class.pk])).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("tom", 200), ("omar", 200), ("ada", 403), ("ruth", 403), ("mira", 404)])
def test_only_its_educators_and_coordinators_change_a_class(cast, sign_in, name, status):
    response = sign_in(getattr(cast, name)).get(reverse("school:edit-class", args=[cast.ada_class.pk]))
    assert response.status_code == status


def test_a_class_of_thirty_costs_as_much_as_a_class_of_two(cast, sign_in, now):
    client = sign_in(cast.tom)
    with_two = count_queries(client, "school:class", cast.ada_class.pk)
    for person in newcomers(cast, now, 28):
        school.enrol(
            person=person, school_class=cast.ada_class, role="learner", starts_on=cast.term.starts_on, by=None, now=now
        )
    html = page(client, "school:class", cast.ada_class.pk)
    assert (with_two, count_queries(client, "school:class", cast.ada_class.pk)) == (12, 12)
    assert len(html.encode()) < 40_000


def test_people_of_a_class_stand_by_family_name(cast, sign_in):
    html = page(sign_in(cast.tom), "school:class", cast.ada_class.pk)
    assert html.index("Ada Kovač") < html.index("Ben Okafor")


def test_somebody_who_starts_tomorrow_or_left_the_school_is_not_in_the_class_today(cast, sign_in, now):
    later, gone = newcomers(cast, now, 2)
    for person, start in ((later, cast.term.ends_on), (gone, cast.term.starts_on)):
        school.enrol(person=person, school_class=cast.ada_class, role="learner", starts_on=start, by=None, now=now)
    Person.objects.filter(pk=gone.pk).update(left_on=cast.term.starts_on)
    html = page(sign_in(cast.tom), "school:class", cast.ada_class.pk)
    assert "Comer" not in html


def test_leaving_ends_access_at_once_and_can_be_taken_back(cast, sign_in):
    coordinator, educator = sign_in(cast.omar), sign_in(cast.tom)
    enrolment = Enrolment.objects.get(person=cast.tom, school_class=cast.ada_class)
    answer = coordinator.post(reverse("school:leave-class", args=[enrolment.pk]), follow=True).content.decode()
    assert "Tom Lindqvist left the class." in answer
    assert reverse("school:come-back", args=[enrolment.pk]) in answer
    statuses = [
        educator.get(reverse("school:class", args=[cast.ada_class.pk])).status_code,
        educator.get(reverse("school:person", args=[cast.ada.pk])).status_code,
    ]
    assert statuses == [404, 404]
    coordinator.post(reverse("school:come-back", args=[enrolment.pk]))
    assert educator.get(reverse("school:class", args=[cast.ada_class.pk])).status_code == 200


@pytest.mark.parametrize(("name", "status"), [("ada", 403), ("ruth", 403), ("mira", 404), ("eve", 404)])
def test_others_end_no_enrolment(cast, sign_in, name, status):
    enrolment = Enrolment.objects.get(person=cast.ben, school_class=cast.ada_class)
    response = sign_in(getattr(cast, name)).post(reverse("school:leave-class", args=[enrolment.pk]))
    enrolment.refresh_from_db()
    assert (response.status_code, enrolment.ends_on) == (status, None)


def test_a_coordinator_finds_somebody_and_lets_them_join(cast, sign_in):
    client = sign_in(cast.omar)
    assert "Chidi Eze" in page(client, "school:class", cast.ada_class.pk, find="chi")
    url = reverse("school:join-class", args=[cast.ada_class.pk])
    client.post(url, {"person": cast.chidi.pk, "role": "learner"})
    again = client.post(url, {"person": cast.chidi.pk, "role": "learner"}, follow=True).content.decode()
    assert "They belong to this class already." in again
    assert Enrolment.objects.filter(person=cast.chidi, school_class=cast.ada_class).count() == 1


def test_a_coordinator_makes_an_advisory(cast, sign_in):
    given = {"title": "Advisory Mira", "kind": "advisory", "school": cast.school.pk, "terms": [cast.term.pk]}
    sign_in(cast.omar).post(reverse("school:new-class"), given)
    made = SchoolClass.objects.get(title="Advisory Mira")
    assert (made.kind, made.school_id, list(made.terms.all())) == ("advisory", cast.school.pk, [cast.term])


# --- A person ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "there", "absent"),
    [
        ("ada", ["Ada Kovač", "Sounds and maps", "Ruth Kovač", "Noor Haddad"], ["Signing in", "Give a role"]),
        ("tom", ["Ada Kovač", "Sounds and maps", "Ruth Kovač", "Who sees this page"], ["Signing in", "End the role"]),
        ("ruth", ["Ada Kovač", "Sounds and maps", "Advisory Ines"], ["Signing in", "Ben"]),
        ("noor", ["Ada", "You work together"], ["Kovač", "Sounds and maps", "Ruth"]),
        ("omar", ["Ada Kovač", "Signing in", "Give a role", "End the role learner", "Take out of Sounds and maps"], []),
    ],
)
def test_a_person_shows_as_much_as_the_relation_allows(cast, sign_in, name, there, absent):
    html = page(sign_in(getattr(cast, name)), "school:person", cast.ada.pk)
    assert [text for text in there if text not in html] == []
    assert [text for text in absent if text in html] == []


@pytest.mark.parametrize("name", ["ben", "chidi", "mira", "paul", "dana", "eve", "zed"])
def test_a_learner_does_not_exist_for_strangers(cast, sign_in, name):
    assert sign_in(getattr(cast, name)).get(reverse("school:person", args=[cast.ada.pk])).status_code == 404


@pytest.mark.parametrize(("name", "status"), [("omar", 200), ("tom", 403), ("ruth", 403), ("ada", 403), ("mira", 404)])
def test_only_coordinators_change_a_person(cast, sign_in, name, status):
    response = sign_in(getattr(cast, name)).get(reverse("school:edit-person", args=[cast.ada.pk]))
    assert response.status_code == status


def person_fields(person: Person, **other: object) -> dict[str, object]:
    kept = ("given_name", "family_name", "called", "email", "language", "version")
    return {**{name: getattr(person, name) for name in kept}, **other}


def test_a_stale_save_answers_with_both_texts(cast, sign_in):
    client, url = sign_in(cast.omar), reverse("school:edit-person", args=[cast.ada.pk])
    client.post(url, person_fields(cast.ada, called="Adita"))
    answer = client.post(url, person_fields(cast.ada, called="Addie")).content.decode()
    assert [name for name in ("Adita", "Addie") if name not in answer] == []
    cast.ada.refresh_from_db()
    assert cast.ada.called == "Adita"
    client.post(url, person_fields(cast.ada, called="Addie"))
    cast.ada.refresh_from_db()
    assert cast.ada.called == "Addie"


def test_a_stale_class_term_and_school_answer_with_both_texts(cast, sign_in):
    client = sign_in(cast.omar)
    dates = {"starts_on": cast.term.starts_on, "last_day": cast.term.last_day}
    for name, row, more in (
        ("school:edit-class", cast.ada_class, {"place": "Room 1", "kind": "class", "terms": [cast.term.pk]}),
        ("school:edit-term", cast.term, dates),
        ("school:edit-school", cast.school, {}),
    ):
        url = reverse(name, args=[row.pk])
        field = "name" if name == "school:edit-school" else "title"
        assert client.post(url, {field: "First text", "version": row.version, **more}).status_code == 302
        answer = client.post(url, {field: "Second text", "version": row.version, **more})
        assert answer.status_code == 200
        assert [text for text in ("First text", "Second text") if text not in answer.content.decode()] == []
        row.refresh_from_db()
        assert getattr(row, field) == "First text"


def test_a_role_ends_and_comes_back(cast, sign_in):
    client = sign_in(cast.omar)
    role = Role.objects.get(person=cast.mira)
    answer = client.post(reverse("school:end-role", args=[role.pk]), follow=True).content.decode()
    assert reverse("school:reopen-role", args=[role.pk]) in answer
    role.refresh_from_db()
    assert role.ends_on is not None
    client.post(reverse("school:reopen-role", args=[role.pk]))
    role.refresh_from_db()
    assert role.ends_on is None


def test_a_guardianship_ends_and_comes_back(cast, sign_in):
    client, guardian = sign_in(cast.omar), sign_in(cast.ruth)
    link = Guardianship.objects.get(guardian=cast.ruth, learner=cast.ada)
    answer = client.post(reverse("school:end-guardianship", args=[link.pk]), follow=True).content.decode()
    undo = reverse("school:reopen-guardianship", args=[link.pk])
    assert undo in answer
    assert guardian.get(reverse("school:person", args=[cast.ada.pk])).status_code == 404
    client.post(undo)
    assert guardian.get(reverse("school:person", args=[cast.ada.pk])).status_code == 200


def test_a_guardianship_linked_anew_meanwhile_is_not_doubled(cast, sign_in, now):
    client = sign_in(cast.omar)
    link = Guardianship.objects.get(guardian=cast.ruth, learner=cast.ada)
    client.post(reverse("school:end-guardianship", args=[link.pk]))
    url = reverse("school:link-guardian", args=[cast.ada.pk])
    client.post(url, {"email": cast.ruth.email, "relation": "mother"})
    answer = client.post(reverse("school:reopen-guardianship", args=[link.pk]), follow=True).content.decode()
    assert "They are linked already." in answer
    assert Guardianship.objects.filter(learner=cast.ada, ends_on__isnull=True).count() == 1


@pytest.mark.parametrize("name", ["ada", "tom", "ruth", "mira", "dana"])
def test_nobody_else_touches_roles_and_families(cast, sign_in, name):
    client = sign_in(getattr(cast, name))
    role, link = Role.objects.get(person=cast.ada), Guardianship.objects.get(learner=cast.ada)
    doors = (("end-role", role), ("reopen-role", role), ("end-guardianship", link), ("reopen-guardianship", link))
    statuses = [client.post(reverse(f"school:{door}", args=[row.pk])).status_code for door, row in doors]
    assert statuses == [404, 404, 404, 404]


def test_an_account_opens_closes_and_opens_again(cast, sign_in, now):
    (person,) = newcomers(cast, now, 1)
    client, url = sign_in(cast.omar), reverse("school:person-account", args=[person.pk])
    taken = client.post(url, {"username": "ada"}, follow=True).content.decode()
    assert "This username is taken" in taken
    states = []
    for given in ({"username": "newcomer"}, {"close": "1"}, {"reopen": "1"}):
        client.post(url, given)
        states.append(Account.objects.get(person=person).is_active)
    assert states == [True, False, True]


# --- A coordinator of one school -----------------------------------------------------------------


def test_a_coordinator_of_one_school_sees_no_other_school(cast, sign_in, school_coordinator):
    client = sign_in(school_coordinator)
    listed = page(client, "school:people")
    assert ("Hilda" in listed, "Kovač" in listed) == (True, False)
    refused = [
        client.get(reverse("school:person", args=[cast.ada.pk])).status_code,
        client.get(reverse("school:class", args=[cast.ada_class.pk])).status_code,
        client.get(reverse("school:edit-school", args=[cast.school.pk])).status_code,
        client.get(reverse("school:edit-term", args=[cast.term.pk])).status_code,
    ]
    assert refused == [404, 404, 404, 404]


def test_a_coordinator_of_one_school_ends_no_role_of_another(cast, sign_in, school_coordinator, now):
    here = people.give_role(
        person=cast.omar, kind=Role.Kind.EDUCATOR, school=cast.other_school, starts_on=cast.term.starts_on,
        by=None, now=now,
    )  # fmt: skip
    wide = Role.objects.get(person=cast.omar, kind=Role.Kind.COORDINATOR)
    client = sign_in(school_coordinator)
    assert client.post(reverse("school:end-role", args=[wide.pk])).status_code == 403
    assert client.post(reverse("school:end-role", args=[here.pk])).status_code == 302
    wide.refresh_from_db()
    assert wide.ends_on is None
    client.post(reverse("school:reopen-role", args=[here.pk]))
    here.refresh_from_db()
    assert here.ends_on is None


def test_a_coordinator_of_one_school_gives_no_role_in_the_district(cast, sign_in, school_coordinator, now):
    hilde = people.create_person(given_name="Hilde", by=None, now=now)
    start, where = cast.term.starts_on, cast.other_school
    people.give_role(person=hilde, kind="learner", school=where, starts_on=start, by=None, now=now)
    client, url = sign_in(school_coordinator), reverse("school:give-role", args=[hilde.pk])
    for given in ({"kind": "coordinator", "school": ""}, {"kind": "district", "school": where.pk}):
        client.post(url, given)
    client.post(url, {"kind": "educator", "school": cast.school.pk})
    assert {role.kind for role in Role.objects.filter(person=hilde)} == {"learner"}
    client.post(url, {"kind": "educator", "school": where.pk})
    assert {role.kind for role in Role.objects.filter(person=hilde)} == {"learner", "educator"}


# --- Lists ---------------------------------------------------------------------------------------


def test_a_coordinator_looks_for_people_by_name_kind_and_school(cast, sign_in):
    client = sign_in(cast.omar)
    found = page(client, "school:people", words="kov")
    assert ("Ada Kovač" in found, "Ruth Kovač" in found, "Ben Okafor" in found) == (True, True, False)
    found = page(client, "school:people", words="kov", kind="learner")
    assert ("Ada Kovač" in found, "Ruth Kovač" in found) == (True, False)
    found = page(client, "school:people", school=str(cast.other_school.pk))
    assert "Nobody found" in found


def test_people_come_fifty_to_a_page(cast, sign_in, now):
    newcomers(cast, now, 51)
    client = sign_in(cast.omar)
    first, second = page(client, "school:people", words="Comer"), page(client, "school:people", words="Comer", page="2")
    assert (first.count("Comer</span>"), second.count("Comer</span>")) == (50, 1)


def test_an_educator_finds_their_own_learners_only(cast, sign_in):
    html = page(sign_in(cast.tom), "school:people")
    assert ("Ada Kovač" in html, "Ben Okafor" in html, "Chidi" in html) == (True, True, False)


@pytest.mark.parametrize(("name", "n"), [("tom", 9), ("omar", 13)])
def test_lists_of_people_cost_the_same_with_one_and_with_thirty(cast, sign_in, now, name, n):
    client = sign_in(getattr(cast, name))
    with_few = count_queries(client, "school:people")
    for person in newcomers(cast, now, 30):
        school.enrol(
            person=person, school_class=cast.ada_class, role="learner", starts_on=cast.term.starts_on, by=None, now=now
        )
    assert (with_few, count_queries(client, "school:people")) == (n, n)


def test_the_list_of_classes_costs_the_same_with_one_and_with_thirty(cast, sign_in, now):
    client = sign_in(cast.tom)
    with_one = count_queries(client, "school:classes")
    for n in range(29):
        made = school.create_class(school=cast.school, title=f"Class {n:02}", by=None, now=now)
        school.enrol(
            person=cast.tom, school_class=made, role="educator", starts_on=cast.term.starts_on, by=None, now=now
        )
    assert (with_one, count_queries(client, "school:classes")) == (12, 12)


# --- Schools and terms ---------------------------------------------------------------------------


def test_a_coordinator_adds_a_school_and_a_term(cast, sign_in):
    client = sign_in(cast.omar)
    client.post(reverse("school:new-school"), {"name": "Lakeside School"})
    given = {"title": "Spring", "kind": "term", "starts_on": "2027-01-08", "last_day": "2027-04-02"}
    client.post(reverse("school:new-term"), given)
    html = page(client, "school:schools")
    assert [text for text in ("Lakeside School", "Spring") if text not in html] == []
    assert str(Term.objects.get(title="Spring").ends_on) == "2027-04-03"


def test_a_term_that_ends_before_it_starts_is_refused(cast, sign_in):
    given = {"title": "Spring", "kind": "term", "starts_on": "2027-01-08", "last_day": "2027-01-07"}
    answer = sign_in(cast.omar).post(reverse("school:new-term"), given).content.decode()
    assert "The last day comes before the first." in answer
    assert not Term.objects.filter(title="Spring").exists()


@pytest.mark.parametrize("name", ["ada", "tom", "ruth", "noor", "dana", "eve"])
@pytest.mark.parametrize("door", ["schools", "new-school", "new-term", "new-person", "new-class"])
def test_the_coordinators_pages_do_not_exist_for_others(cast, sign_in, name, door):
    assert sign_in(getattr(cast, name)).get(reverse(f"school:{door}")).status_code == 404


def test_somebody_new_is_added_by_hand(cast, sign_in):
    given = {"given_name": "Lena", "family_name": "Brandt", "kind": "learner", "school": cast.school.pk}
    sign_in(cast.omar).post(reverse("school:new-person"), given)
    made = Person.objects.get(given_name="Lena")
    assert [(role.kind, role.school_id) for role in made.roles.all()] == [("learner", cast.school.pk)]
