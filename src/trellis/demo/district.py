"""The demo district itself: schools, people, classes, families and mentors, one action after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from trellis.core.scope import district_scope
from trellis.demo.calendar import NearDays, SchoolYear, Span, school_year
from trellis.demo.content import CAST, DemoPeople, DemoPerson, load_people, load_places
from trellis.demo.frame import add_own_competency
from trellis.demo.growth import let_grow
from trellis.demo.lessons import teach
from trellis.demo.life import Life, Town
from trellis.demo.lives import live
from trellis.demo.rounds import ask_around
from trellis.demo.sealing import seal_the_past
from trellis.demo.shown import show_evidence
from trellis.demo.stories import agree_on_words, read_older_notices, tell_stories
from trellis.demo.studio import open_studio
from trellis.framework.actions import adopt_starter_framework
from trellis.framework.models import Requirement
from trellis.people.actions import (
    create_district,
    create_person,
    create_school,
    finish_set_up,
    give_role,
    link_guardian,
    open_account,
    prefer,
    start_mentorship,
)
from trellis.people.models import Account, District, Person, Role, School
from trellis.people.signing_in import give_pictures
from trellis.school.actions import (
    create_class,
    create_course,
    create_term,
    end_enrolment,
    enrol,
    issue_class_code,
)
from trellis.school.models import Course, Enrolment, SchoolClass, Term

PASSWORD = "trellis"  # noqa: S105 - known to everybody, for a district in which nobody is real
YOUNG_CLASS = "otters"
PICTURE_SEED = 7  # every young learner of the demo draws the same pictures, so that one can be told them
OnProgress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Building:
    """What has been made so far, by the keys of the content files."""

    today: date
    now: datetime
    year: SchoolYear
    near: NearDays
    people: dict[str, Person] = field(default_factory=dict)
    accounts: dict[str, Account] = field(default_factory=dict)
    schools: dict[str, School] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)

    @property
    def omar(self) -> Person | None:
        """The coordinator in whose name the district is set up, as soon as he is there."""
        return self.people.get("omar")

    def has_password(self, entry: DemoPerson) -> bool:
        """Only the cast and the staff get one: each takes a moment to make. Everybody else enters by a click."""
        return bool(entry.username in CAST or entry.school or entry.invited_by)


def build_district(*, today: date, now: datetime, on_progress: OnProgress) -> UUID:
    """Make the district with everything in it; runs in the transaction of the caller."""
    people = load_people()
    building = Building(today, now, school_year(today), NearDays.around(today))
    district = create_district(**load_places()["district"], now=now)
    with district_scope(district.pk):
        add_people(building, people.everybody(), on_progress)
        _add_schools(building)
        _add_roles(building, people)
        add_terms(school_year(today - timedelta(days=365)), by=building.omar, now=now)  # what grew before is sealed
        building.terms = add_terms(building.year, by=building.omar, now=now)
        _add_classes(building)
        on_progress("classes", 1, 2)
        _add_enrolments(building, people)
        _add_families_and_mentors(building, people)
        on_progress("classes", 2, 2)
        adopt_starter_framework(district_id=district.pk, by=building.omar, now=now)
        add_own_competency(by=building.people["tom"], now=now)
        _settle_in(building, people, on_progress)
        town = _town(building, people)
        live(town, on_progress)
        let_grow(town, on_progress)
        ask_around(town)
        tell_stories(town)
        show_evidence(town)
        seal_the_past(town)
        teach(town)
        open_studio(town)
        read_older_notices(town)
        finish_set_up(district=District.objects.get(pk=district.pk), by=building.people["omar"], now=now)
    return district.pk


def add_people(building: Building, entries: Iterable[DemoPerson], on_progress: OnProgress) -> None:
    """Make persons with an account each; the username is the given name."""
    everybody = list(entries)
    for number, entry in enumerate(everybody, 1):
        person = create_person(
            given_name=entry.given_name,
            family_name=entry.family_name,
            email=entry.email,
            language=entry.language,
            grades=[entry.grade] if entry.grade else [],
            by=building.omar,
            now=building.now,
        )
        building.people[entry.username] = person
        building.accounts[entry.username] = open_account(
            person=person,
            username=entry.username,
            email=entry.email,
            password=PASSWORD if building.has_password(entry) else None,
            by=building.omar,
            now=building.now,
        )
        on_progress("people", number, len(everybody))


def add_terms(year: SchoolYear, *, by: Person | None, now: datetime) -> list[Term]:
    """Make the school year and its terms; return the terms."""

    def make(span: Span, kind: str, parent: Term | None) -> Term:
        return create_term(
            title=span.title,
            kind=kind,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
            parent=parent,
            by=by,
            now=now,
        )

    whole = make(year.year, Term.Kind.YEAR, None)
    return [make(span, Term.Kind.TERM, whole) for span in year.terms]


def _add_schools(building: Building) -> None:
    for entry in load_places()["schools"]:
        school = create_school(name=entry["name"], by=building.omar, now=building.now)
        building.schools[entry["key"]] = school


def _add_roles(building: Building, people: DemoPeople) -> None:
    school_of = {entry["key"]: building.schools[entry["school"]] for entry in load_places()["classes"]}

    def give(entry: DemoPerson, kind: str, school: School | None, ends_on: date | None = None) -> None:
        is_learner = kind == Role.Kind.LEARNER
        give_role(
            person=building.people[entry.username],
            kind=kind,
            school=school,
            starts_on=building.year.year.starts_on if is_learner else building.near.joined_on,
            ends_on=ends_on,
            by=building.omar,
            now=building.now,
        )

    for entry in people.learners:
        give(entry, Role.Kind.LEARNER, school_of[entry.classes[0]])
    for entry in people.educators:
        give(entry, Role.Kind.EDUCATOR, building.schools[entry.school])
    for entry in people.former:
        give(entry, Role.Kind.EDUCATOR, building.schools[entry.school], building.near.eve_left_on)
    for entry in people.coordinators:
        give(entry, Role.Kind.COORDINATOR, building.schools.get(entry.school))
    for entry in people.district:
        give(entry, Role.Kind.DISTRICT, None)


def _add_classes(building: Building) -> None:
    places = load_places()
    for entry in places["courses"]:
        building.courses[entry["key"]] = create_course(
            title=entry["title"],
            code=entry["code"],
            school=building.schools[entry["school"]],
            subjects=entry["subjects"],
            grades=entry["grades"],
            by=building.omar,
            now=building.now,
        )
    for entry in places["classes"]:
        course = building.courses.get(entry.get("course", ""))
        building.classes[entry["key"]] = create_class(
            school=building.schools[entry["school"]],
            title=entry["title"],
            kind=entry["kind"],
            terms=building.terms,
            course=course,
            place=entry["place"],
            grades=entry["grades"],
            subjects=course.subjects if course is not None else [],
            by=building.omar,
            now=building.now,
        )


def _add_enrolments(building: Building, people: DemoPeople) -> None:
    def add(entry: DemoPerson, key: str, role: str, starts_on: date, *, is_primary: bool = False) -> Enrolment:
        return enrol(
            person=building.people[entry.username],
            school_class=building.classes[key],
            role=role,
            starts_on=starts_on,
            is_primary=is_primary,
            by=building.omar,
            now=building.now,
        )

    began = building.year.year.starts_on
    led: set[str] = set()
    for entry in people.educators:
        for key in entry.teaches:
            add(entry, key, Enrolment.Role.EDUCATOR, began, is_primary=key not in led)
            led.add(key)
        for key in entry.helps:
            add(entry, key, Enrolment.Role.AIDE, began)
    for entry in people.former:
        for key in entry.taught:
            # Eve left her class when she left the school, whatever the day on which the demo is made.
            taught = add(entry, key, Enrolment.Role.EDUCATOR, building.near.joined_on)
            end_enrolment(enrolment=taught, on=building.near.eve_left_on, by=building.omar, now=building.now)
    for entry in people.learners:
        for key in entry.classes:
            add(entry, key, Enrolment.Role.LEARNER, began)


def _add_families_and_mentors(building: Building, people: DemoPeople) -> None:
    for entry in people.guardians:
        for child in entry.children:
            link_guardian(
                guardian=building.people[entry.username],
                learner=building.people[child],
                relation=entry.relation,
                starts_on=building.year.year.starts_on,
                by=building.omar,
                now=building.now,
            )
    for entry in people.mentors:
        start_mentorship(
            mentor=building.people[entry.username],
            learner=building.people[entry.learner],
            invited_by=building.people[entry.invited_by],
            purpose=entry.purpose,
            starts_on=building.today,
            ends_on=building.near.mentors_until,
            now=building.now,
        )


def _town(building: Building, people: DemoPeople) -> Town:
    return Town(
        people=building.people,
        schools=building.schools,
        classes=building.classes,
        lives=_lives(building, people),
        tags=agree_on_words(building.people["omar"], building.now),
        requirements=tuple(Requirement.objects.order_by("position", "pk")),
    )


def _lives(building: Building, people: DemoPeople) -> dict[str, Life]:
    """Say who is with each learner: the educator of their first class, and a guardian where there is one."""
    leads: dict[str, str] = {}
    for entry in people.educators:
        for key in entry.teaches:
            leads.setdefault(key, entry.username)
    home = {child: entry.username for entry in people.guardians for child in entry.children}
    span = next(term for term in building.terms if term.starts_on <= building.today < term.ends_on)
    lives: dict[str, Life] = {}
    for number, entry in enumerate(people.learners):
        language = "es" if entry.language == "es" and entry.username != "ada" else "en"
        lives[entry.username] = Life(
            number=number,
            script=sum(life.language == language for life in lives.values()),
            username=entry.username,
            learner=building.people[entry.username],
            educator=building.people[leads[next(key for key in entry.classes if key in leads)]],
            guardian=building.people.get(home.get(entry.username, "")),
            language=language,
            term=span,
            today=building.today,
            now=building.now,
        )
    return lives


def _settle_in(building: Building, people: DemoPeople, on_progress: OnProgress) -> None:
    """Let people read in their own language, and the youngest sign in with a class code and three pictures."""
    for entry in (*people.guardians, *people.learners):
        if entry.language != "en" and entry.username != "ada":  # Ada reads both, and English at school
            account = building.accounts[entry.username]
            prefer(
                account=account,
                language=entry.language,
                theme=account.theme,
                font=account.font,
                now=building.now,
            )
    young = [entry for entry in people.learners if YOUNG_CLASS in entry.classes]
    for number, entry in enumerate(young, 1):
        give_pictures(
            account=building.accounts[entry.username],
            by=building.people["omar"],
            now=building.now,
            chance=Random(PICTURE_SEED),
        )
        on_progress("pictures", number, len(young))
    issue_class_code(school_class=building.classes[YOUNG_CLASS], by=building.people["omar"], now=building.now)
