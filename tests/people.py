"""The cast: people with a meaning. They live in the test database; what a test changes is rolled back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from trellis.core.scope import district_scope, front_door
from trellis.framework.actions import adopt_starter_framework
from trellis.people import actions as people
from trellis.people.models import Account, District, Person, Role, School
from trellis.school import actions as school
from trellis.school.models import Enrolment, SchoolClass, Term

Now = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STAFF_PASSWORD = "a-long-enough-password"


@dataclass(frozen=True)
class Cast:
    """Who is there. Everybody but Zed belongs to ``district``."""

    district: District
    elsewhere: District
    school: School
    other_school: School
    term: Term
    ada_class: SchoolClass
    chidi_class: SchoolClass
    advisory: SchoolClass
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        """``cast.ada`` is Ada."""
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


# name: (given, family, what they are)
PEOPLE = {
    "ada": ("Ada", "Kovač", Role.Kind.LEARNER),  # the learner of most stories
    "ben": ("Ben", "Okafor", Role.Kind.LEARNER),  # her classmate and teammate
    "chidi": ("Chidi", "Eze", Role.Kind.LEARNER),  # a learner in another class
    "tom": ("Tom", "Lindqvist", Role.Kind.EDUCATOR),  # teaches Ada
    "mira": ("Mira", "Rahman", Role.Kind.EDUCATOR),  # teaches Chidi only
    "ines": ("Ines", "Duarte", Role.Kind.EDUCATOR),  # Ada's adviser
    "ruth": ("Ruth", "Kovač", Role.Kind.FAMILY),  # Ada's guardian
    "paul": ("Paul", "Eze", Role.Kind.FAMILY),  # Chidi's guardian
    "noor": ("Noor", "Haddad", Role.Kind.MENTOR),  # mentor of Ada's project
    "omar": ("Omar", "Benali", Role.Kind.COORDINATOR),  # coordinator of the district
    "dana": ("Dana", "Whitefeather", Role.Kind.DISTRICT),  # district official: aggregates only
    "eve": ("Eve", "Castillo", Role.Kind.EDUCATOR),  # taught Ada's class until last month
}


def make_cast() -> None:
    """Make everybody through the actions that the pages use; committed once per test session."""
    today = timezone.now().date()
    start = today - timedelta(days=80)
    district = people.create_district(name="Meadow Valley", time_zone="UTC", now=Now)
    with district_scope(district.pk):
        _make_home_district(start, today)
    elsewhere = people.create_district(name="Elsewhere", time_zone="UTC", now=Now)
    with district_scope(elsewhere.pk):
        far = people.create_school(name="Far School", by=None, now=Now)
        zed = _person("Zed", "Moreau", Role.Kind.LEARNER, far, start)
        people.open_account(person=zed, username="zed", password=STAFF_PASSWORD, by=None, now=Now)


def _person(given: str, family: str, kind: str, where: School | None, start: date) -> Person:
    person = people.create_person(
        given_name=given, family_name=family, email=f"{given.lower()}@example.org", by=None, now=Now
    )
    if kind not in {Role.Kind.FAMILY, Role.Kind.MENTOR}:
        people.give_role(person=person, kind=kind, school=where, starts_on=start, by=None, now=Now)
    return person


def _make_home_district(start: date, today: date) -> None:
    river = people.create_school(name="Riverbank School", by=None, now=Now)
    people.create_school(name="Hillside School", by=None, now=Now)
    term = school.create_term(
        title="Autumn term", starts_on=start, ends_on=today + timedelta(days=40), by=None, now=Now
    )
    who: dict[str, Person] = {}
    for name, (given, family, kind) in PEOPLE.items():
        wide = kind in {Role.Kind.COORDINATOR, Role.Kind.DISTRICT}
        who[name] = _person(given, family, kind, None if wide else river, start)
        people.open_account(
            person=who[name],
            username=name,
            email=who[name].email,
            password=STAFF_PASSWORD,
            by=None,
            now=Now,
        )
    role = Role.objects.get(person=who["eve"])
    people.end_role(role=role, on=today - timedelta(days=30), by=who["omar"], now=Now)

    def klass(title: str, kind: str = SchoolClass.Kind.CLASS) -> SchoolClass:
        return school.create_class(school=river, title=title, kind=kind, terms=[term], by=None, now=Now)

    def enrol(name: str, where: SchoolClass, as_: str, ends_on: date | None = None) -> None:
        school.enrol(person=who[name], school_class=where, role=as_, starts_on=start, ends_on=ends_on, by=None, now=Now)

    ada_class, chidi_class = klass("Sounds and maps"), klass("Numbers in nature")
    advisory = klass("Advisory Ines", SchoolClass.Kind.ADVISORY)
    learner, educator = Enrolment.Role.LEARNER, Enrolment.Role.EDUCATOR
    enrol("ada", ada_class, learner)
    enrol("ben", ada_class, learner)
    enrol("tom", ada_class, educator)
    enrol("eve", ada_class, educator, ends_on=today - timedelta(days=30))
    enrol("chidi", chidi_class, learner)
    enrol("mira", chidi_class, educator)
    enrol("ada", advisory, learner)
    enrol("ines", advisory, educator)
    adopt_starter_framework(district_id=river.district_id, by=who["omar"], now=Now)
    people.link_guardian(guardian=who["ruth"], learner=who["ada"], starts_on=start, by=None, now=Now)
    people.link_guardian(guardian=who["paul"], learner=who["chidi"], starts_on=start, by=None, now=Now)
    people.start_mentorship(
        mentor=who["noor"],
        learner=who["ada"],
        invited_by=who["tom"],
        purpose="A sound map of our street",
        starts_on=start,
        ends_on=today + timedelta(days=60),
        now=Now,
    )


def meet() -> Cast:
    """Load everybody from the database."""
    with front_door():
        accounts = {a.username: a for a in Account.objects.filter(username__in=[*PEOPLE, "zed"])}
    home, far = accounts["ada"].district_id, accounts["zed"].district_id
    with district_scope(far):
        elsewhere = District.objects.get(pk=far)
        zed = Person.objects.select_related("district").get(pk=accounts["zed"].person_id)
    with district_scope(home):
        found = Person.objects.select_related("district").in_bulk([a.person_id for a in accounts.values()])
        classes = {c.title: c for c in SchoolClass.objects.select_related("school")}
        schools = {s.name: s for s in School.objects.all()}
        return Cast(
            district=District.objects.get(pk=home),
            elsewhere=elsewhere,
            school=schools["Riverbank School"],
            other_school=schools["Hillside School"],
            term=Term.objects.get(title="Autumn term"),
            ada_class=classes["Sounds and maps"],
            chidi_class=classes["Numbers in nature"],
            advisory=classes["Advisory Ines"],
            people={"zed": zed, **{name: found[accounts[name].person_id] for name in PEOPLE}},
        )
