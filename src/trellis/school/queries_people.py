"""Reads for the pages of people: lists by name, and one person as far as the reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.compiled import compiled
from trellis.people.access import Standing, coordinated_schools
from trellis.people.models import Account, Guardianship, Mentorship, Person, Role
from trellis.people.names import named
from trellis.people.relations import relation_words
from trellis.school.access import classes_taught, people_of_schools, places_of_role
from trellis.school.models import Enrolment, SchoolClass
from trellis.school.queries import educators_in

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody in a list: name, and what they are in words."""

    id: UUID
    name: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClassOfLearners:
    """The learners of one class, by name."""

    id: UUID
    title: str
    learners: tuple[Line, ...]


def search_people(
    standing: Standing, on: date, *, words: str = "", kind: str = "", school: str = "", page: int = 1
) -> tuple[tuple[Line, ...], bool]:
    """Return one page of the people of a coordinator's schools by family name, and whether there are more."""
    people = named(people_of_schools(standing, on).filter(left_on__isnull=True), words)
    people = _of_kind(people, on, kind, school)
    start = (page - 1) * PAGE
    rows = list(
        people.order_by("family_name", "given_name", "pk").values_list("pk", "called", "given_name", "family_name")[
            start : start + PAGE + 1
        ]
    )
    kinds = kinds_of([row[0] for row in rows[:PAGE]], on)
    lines = tuple(
        Line(pk, f"{called or given} {family}".strip(), kinds.get(pk, ())) for pk, called, given, family in rows[:PAGE]
    )
    return lines, len(rows) > PAGE


def _of_kind(people: QuerySet[Person], on: date, kind: str, school: str) -> QuerySet[Person]:
    if kind == Role.Kind.FAMILY:
        people = people.filter(pk__in=Guardianship.objects.live(on).values("guardian"))
    elif kind == Role.Kind.MENTOR:
        people = people.filter(pk__in=Mentorship.objects.live(on).values("mentor"))
    elif kind or school:
        roles = Role.objects.live(on)
        roles = roles.filter(kind=kind) if kind else roles
        roles = roles.filter(school=school) if school else roles
        people = people.filter(pk__in=roles.values("person"))
    return people


def kinds_of(people: list[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    """Return in words what each of these people is on this day, in three queries at most."""
    found: dict[UUID, set[str]] = defaultdict(set)
    for person_id, kind in Role.objects.live(on).filter(person__in=people).values_list("person_id", "kind"):
        found[person_id].add(kind)
    for person_id in Guardianship.objects.live(on).filter(guardian__in=people).values_list("guardian_id", flat=True):
        found[person_id].add(Role.Kind.FAMILY)
    for person_id in Mentorship.objects.live(on).filter(mentor__in=people).values_list("mentor_id", flat=True):
        found[person_id].add(Role.Kind.MENTOR)
    return {pk: tuple(str(Role.Kind(kind).label) for kind in sorted(kinds)) for pk, kinds in found.items()}


def my_learners(educator: Person, on: date) -> tuple[ClassOfLearners, ...]:
    """Return the learners somebody teaches or advises, by class, in one query."""
    rows = (
        Enrolment.objects.live(on)
        .filter(role=Enrolment.Role.LEARNER, school_class__in=classes_taught(educator, on).values("pk"))
        .filter(person__left_on__isnull=True)
        .order_by("school_class__title", "person__family_name", "person__given_name")
        .values_list(
            "school_class_id",
            "school_class__title",
            "person_id",
            "person__called",
            "person__given_name",
            "person__family_name",
        )
    )
    classes: dict[UUID, tuple[str, list[Line]]] = {}
    for class_id, title, pk, called, given, family in rows:
        classes.setdefault(class_id, (title, []))[1].append(Line(pk, f"{called or given} {family}".strip(), ()))
    return tuple(ClassOfLearners(pk, title, tuple(lines)) for pk, (title, lines) in classes.items())


@dataclass(frozen=True, slots=True)
class Related:
    """Somebody who belongs to a person, and the relation's id and words."""

    link_id: UUID
    person_id: UUID
    name: str
    relation: str
    starts_on: date
    ends_on: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class InClass:
    """A class of a person: its name, what they are there, and who teaches it."""

    id: UUID
    title: str
    kind: str
    role: str
    enrolment_id: UUID
    educators: tuple[tuple[UUID, str], ...]

    @property
    def educator_names(self) -> tuple[str, ...]:
        """Return who teaches it, by name."""
        return tuple(name for _person_id, name in self.educators)


@dataclass(frozen=True, slots=True)
class OtherTimes:
    """What does not hold today, before or later: for coordinators, who choose the dates."""

    roles: tuple[Role, ...] = ()
    guardians: tuple[Related, ...] = ()
    mentors: tuple[Related, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.roles or self.guardians or self.mentors)


@dataclass(frozen=True, slots=True)
class RoleToday:
    """What somebody is today, and in how many classes they are because of it."""

    role: Role
    n_places: int


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person as far as the reader may see: mentors get a first name and nothing else."""

    person: Person
    name: str
    relation: str
    kinds: tuple[str, ...]
    is_learner: bool
    is_educator: bool
    classes: tuple[InClass, ...]
    open_classes: frozenset[UUID]  # whose page the reader may open
    roles: tuple[RoleToday, ...]
    guardians: tuple[Related, ...]
    children: tuple[Related, ...]
    mentors: tuple[Related, ...]
    account: Account | None
    other_times: OtherTimes


def person_page(
    person: Person, *, relation: str, on: date, may_open: QuerySet[SchoolClass] | None = None
) -> PersonPage:
    """Return the page of ``person`` for a reader who stands in ``relation`` to them (see ``access.relation_to``).

    ``may_open`` are the classes whose page the reader may open.
    """
    close = relation in {"self", "coordinator", "educator", "family"}
    runs = relation == "coordinator"
    kinds = kinds_of([person.pk], on).get(person.pk, ())
    classes = () if relation == "mentor" else classes_of(person, on)
    opened = may_open.filter(pk__in=[c.id for c in classes]) if may_open is not None and classes else None
    return PersonPage(
        person=person,
        name=person.first_name if relation == "mentor" else person.full_name,
        relation=relation,
        kinds=kinds,
        is_learner=str(Role.Kind.LEARNER.label) in kinds,
        is_educator=str(Role.Kind.EDUCATOR.label) in kinds,
        classes=classes,
        open_classes=frozenset(opened.values_list("pk", flat=True)) if opened is not None else frozenset(),
        roles=_roles_today(person, on) if runs else (),
        guardians=_related("guardian", Guardianship.objects.live(on).filter(learner=person)) if close else (),
        children=_related("learner", Guardianship.objects.live(on).filter(guardian=person))
        if relation in {"self", "coordinator"}
        else (),
        mentors=_related("mentor", Mentorship.objects.live(on).filter(learner=person)) if close else (),
        account=Account.objects.filter(person=person).first() if runs else None,
        other_times=_other_times(person, on) if runs else OtherTimes(),
    )


def _roles_today(person: Person, on: date) -> tuple[RoleToday, ...]:
    roles = Role.objects.live(on).filter(person=person).select_related("school")
    return tuple(RoleToday(role, places_of_role(role, on).count()) for role in roles)


def classes_to_join(standing: Standing, person: Person, on: date, words: str) -> tuple[SchoolClass, ...]:
    """Return the first classes of a coordinator's schools with these words in their title that somebody is not in."""
    classes = SchoolClass.objects.filter(school__in=coordinated_schools(standing).values("pk"), closed_on__isnull=True)
    for word in words.split()[:4]:
        classes = classes.filter(title__icontains=word)
    mine = Enrolment.objects.live(on).filter(person=person).values("school_class")
    return tuple(classes.exclude(pk__in=mine).select_related("school").order_by("title", "pk")[:8])


def _other_times(person: Person, on: date) -> OtherTimes:
    not_today = Q(starts_on__gt=on) | Q(ends_on__lte=on)
    roles = Role.objects.filter(not_today, person=person).select_related("school").order_by("starts_on", "pk")
    return OtherTimes(
        roles=tuple(roles),
        guardians=_related("guardian", Guardianship.objects.filter(not_today, learner=person)),
        mentors=_related("mentor", Mentorship.objects.filter(not_today, learner=person)),
    )


def _related(end: str, links: QuerySet[Guardianship] | QuerySet[Mentorship]) -> tuple[Related, ...]:
    found = []
    for link in links.select_related(end).order_by(f"{end}__family_name", f"{end}__given_name"):
        other: Person = getattr(link, end)
        words = relation_words(link.relation) if isinstance(link, Guardianship) else link.purpose
        found.append(Related(link.pk, other.pk, other.full_name, words, link.starts_on, link.ends_on, link.last_day))
    return tuple(found)


def classes_of(person: Person, on: date) -> tuple[InClass, ...]:
    """Return the classes of a person with their educators, in two queries."""
    return classes_of_each([person.pk], on).get(person.pk, ())


def classes_of_each(people: Sequence[UUID], on: date) -> dict[UUID, tuple[InClass, ...]]:
    """Return the classes of several people with their educators, in two queries however many they are."""
    mine = _enrolments_of(list(people), on)
    educators: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for class_id, pk, called, given, family in educators_in([row[1] for row in mine], on):
        educators[class_id].append((pk, f"{called or given} {family}".strip()))
    found: dict[UUID, list[InClass]] = defaultdict(list)
    for person_id, class_id, title, kind, role, pk in mine:
        found[person_id].append(InClass(class_id, title, kind, role, pk, tuple(educators[class_id])))
    return {person_id: tuple(classes) for person_id, classes in found.items()}


@compiled
def _enrolments_of(people: list[UUID], on: date) -> QuerySet[Enrolment, tuple[UUID, UUID, str, str, str, UUID]]:
    return (
        Enrolment.objects.live(on)
        .filter(person__any_of=people, school_class__closed_on__isnull=True)
        .order_by("-school_class__kind", "school_class__title")
        .values_list("person_id", "school_class_id", "school_class__title", "school_class__kind", "role", "pk")
    )
