"""Reads for Today: one dataclass for each role, a handful of queries for each."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trellis.core.compiled import compiled
from trellis.core.queries import until_something_happens
from trellis.framework.access import visible_frameworks
from trellis.framework.models import CompetencyLink, Framework
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.access import Standing, children_of
from trellis.people.models import Mentorship, Person, Role, School
from trellis.school.access import teaching_of
from trellis.school.models import Enrolment, SchoolClass
from trellis.school.queries import ClassCard, class_cards
from trellis.school.queries_people import InClass, classes_of, classes_of_each

SMALLEST_COUNT = 5  # smaller groups of people could be recognised
FACES = 12
FIELDS = 12  # fields to explore on Today


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """A framework of the school: its name and where to read it."""

    id: UUID
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the framework to explore: what stands right under an academic framework."""

    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Face:
    """Somebody one meets: an id for the colour, and a name."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class LearnerToday:
    """My classes, my adviser, and the people I learn with."""

    classes: tuple[InClass, ...]
    advisories: tuple[InClass, ...]
    mates: tuple[Face, ...]
    n_more_mates: int
    mentors: tuple[tuple[str, str, date | None], ...]

    @property
    def only_class(self) -> UUID | None:
        """Return the one class or advisory in which all of them are, if there is but one."""
        all_of_them = (*self.classes, *self.advisories)
        return all_of_them[0].id if len(all_of_them) == 1 else None


@dataclass(frozen=True, slots=True)
class EducatorToday:
    """The classes and advisories I teach; ``led`` are those whose doors I open, which an aide does not."""

    classes: tuple[ClassCard, ...]
    advisories: tuple[ClassCard, ...]
    n_learners: int
    led: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Child:
    """One child of a family, with classes and the people there."""

    id: UUID
    first_name: str
    name: str
    advisers: tuple[str, ...]
    classes: tuple[InClass, ...]


@dataclass(frozen=True, slots=True)
class Mentee:
    """A learner whom a mentor works with: the first name and nothing else."""

    id: UUID
    first_name: str
    purpose: str
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class SchoolNumbers:
    """How many people a school has; None where there are too few to tell."""

    name: str
    n_learners: int | None
    n_educators: int | None
    n_classes: int


def frameworks(standing: Standing) -> tuple[FrameworkLine, ...]:
    """Return the frameworks in use, in the reader's language. One query."""
    language = reader_language()
    return tuple(
        FrameworkLine(pk, in_language(translations, language, "title", title), kind)
        for pk, title, translations, kind in _frameworks(standing)
    )


@compiled
def _frameworks(standing: Standing) -> QuerySet[Framework, tuple[UUID, str, dict[str, Any], str]]:
    in_use = visible_frameworks(standing).filter(retired_at__isnull=True)
    return in_use.order_by("kind", "title").values_list("pk", "title", "translations", "kind")


def frame_of_learner(standing: Standing) -> tuple[tuple[FrameworkLine, ...], tuple[Field, ...]]:
    """Return the frameworks in use and their fields: the same for all learners, so kept until something happens."""
    key = f"frame-{reader_language()}-{bool(standing.kinds)}"
    return until_something_happens(key, lambda: (frameworks(standing), fields_to_explore(standing)))


def fields_to_explore(standing: Standing) -> tuple[Field, ...]:
    """Return the fields of the academic frameworks in use, in their order and the reader's language. One query."""
    language = reader_language()
    return tuple(
        Field(pk, shortened(statement_plain(short or plain, translations, language), 60))
        for pk, short, plain, translations, unresolved in _fields(standing)
        if not unresolved
    )


@compiled
def _fields(standing: Standing) -> QuerySet[CompetencyLink, tuple[UUID, str, str, dict[str, Any], str]]:
    return (
        CompetencyLink.objects.filter(
            kind=CompetencyLink.Kind.CHILD_OF,
            destination__isnull=True,
            origin__retired_at__isnull=True,
            framework__in=visible_frameworks(standing).filter(kind=Framework.Kind.ACADEMIC, retired_at__isnull=True),
        )
        .exclude(origin__isnull=True)
        .order_by("framework__title", "sequence", "pk")
        .values_list(
            "origin_id", "origin__short_statement", "origin__statement_plain", "origin__translations", "unresolved"
        )[:FIELDS]
    )


def learner_today(learner: Person, on: date) -> LearnerToday:
    """Return a learner's classes and the people they learn with, by name. Four queries."""
    mine = classes_of(learner, on)
    mates = _mates(learner, [item.id for item in mine if item.role == Enrolment.Role.LEARNER], on)
    faces = tuple(Face(pk, f"{called or given} {family}".strip()) for pk, called, given, family in mates[:FACES])
    return LearnerToday(
        classes=tuple(c for c in mine if c.kind == SchoolClass.Kind.CLASS),
        advisories=tuple(c for c in mine if c.kind == SchoolClass.Kind.ADVISORY),
        mates=faces,
        n_more_mates=len(mates) - len(faces),
        mentors=tuple((link.mentor.full_name, link.purpose, link.ends_on) for link in _mentorships_of(learner, on)),
    )


@compiled
def _mates(learner: Person, classes: list[UUID], on: date) -> QuerySet[Enrolment, tuple[UUID, str, str, str]]:
    together = Enrolment.objects.live(on).filter(role=Enrolment.Role.LEARNER, school_class__any_of=classes)
    return (
        together.filter(person__left_on__isnull=True)
        .exclude(person=learner)
        .order_by("person__given_name", "person__family_name")
        .values_list("person_id", "person__called", "person__given_name", "person__family_name")
        .distinct()
    )


@compiled
def _mentorships_of(learner: Person, on: date) -> QuerySet[Mentorship]:
    return Mentorship.objects.live(on).filter(learner=learner).select_related("mentor")


def educator_today(educator: Person, on: date) -> EducatorToday:
    """Return what an educator teaches, with numbers of learners. Four queries."""
    taught = _classes_taught(educator, on)
    cards = class_cards([class_id for class_id, _role in taught], on)
    return EducatorToday(
        classes=tuple(c for c in cards if c.kind == SchoolClass.Kind.CLASS),
        advisories=tuple(c for c in cards if c.kind == SchoolClass.Kind.ADVISORY),
        n_learners=len(frozenset[UUID]().union(*(card.learners for card in cards))),
        led=frozenset(class_id for class_id, role in taught if role == Enrolment.Role.EDUCATOR),
    )


@compiled
def _classes_taught(educator: Person, on: date) -> QuerySet[Enrolment, tuple[UUID, str]]:
    return teaching_of(educator, on).values_list("school_class_id", "role")


def family_today(guardian: Person, on: date) -> tuple[Child, ...]:
    """Return a guardian's own children with their classes. Three queries, however many children."""
    children = []
    mine = _children(guardian, on)
    classes_by_child = classes_of_each([child.pk for child in mine], on)
    for child in mine:
        classes = classes_by_child.get(child.pk, ())
        advisers = tuple(
            name for c in classes if c.kind == SchoolClass.Kind.ADVISORY for _person_id, name in c.educators
        )
        taught = tuple(c for c in classes if c.kind == SchoolClass.Kind.CLASS)
        children.append(Child(child.pk, child.first_name, child.full_name, advisers, taught))
    return tuple(children)


@compiled
def _children(guardian: Person, on: date) -> QuerySet[Person]:
    return children_of(guardian, on).order_by("given_name", "family_name")


def mentor_today(mentor: Person, on: date) -> tuple[Mentee, ...]:
    """Return the learners a mentor works with: first names, what for and until when. One query."""
    return tuple(Mentee(m.learner_id, m.learner.first_name, m.purpose, m.ends_on) for m in _mentorships_by(mentor, on))


@compiled
def _mentorships_by(mentor: Person, on: date) -> QuerySet[Mentorship]:
    return Mentorship.objects.live(on).filter(mentor=mentor).select_related("learner").order_by("learner__given_name")


def district_today(on: date) -> tuple[SchoolNumbers, ...]:
    """Return numbers of each school, never names; counts under five are kept back. Three queries."""
    return until_something_happens(f"schools-{on}", lambda: _count_schools(on))


def _count_schools(on: date) -> tuple[SchoolNumbers, ...]:
    people: dict[tuple[UUID | None, str], int] = defaultdict(int)
    counted = Role.objects.live(on).values_list("school_id", "kind").annotate(n=Count("person", distinct=True))
    for school_id, kind, n in counted:
        people[school_id, kind] = n
    open_classes = Count("classes", filter=Q(classes__closed_on__isnull=True))
    schools = School.objects.filter(kind=School.Kind.SCHOOL, closed_on__isnull=True).annotate(n=open_classes)
    return tuple(
        SchoolNumbers(
            school.name,
            _enough(people[school.pk, Role.Kind.LEARNER]),
            _enough(people[school.pk, Role.Kind.EDUCATOR]),
            school.n,
        )
        for school in schools.order_by("name")
    )


def _enough(count: int) -> int | None:
    return count if count >= SMALLEST_COUNT or count == 0 else None
