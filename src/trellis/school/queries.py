"""Reads for the pages of classes: what a class is, who is in it, and the lists of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.compiled import compiled
from trellis.people.access import Standing, coordinated_schools
from trellis.people.models import Person, School
from trellis.school.access import TEACHING, visible_classes
from trellis.school.models import Enrolment, SchoolClass, Term


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a class: who, since when, and the enrolment that says so."""

    person_id: UUID
    name: str
    enrolment_id: UUID
    role: str
    starts_on: date


@dataclass(frozen=True, slots=True)
class ClassPage:
    """Everything the page of one class shows."""

    school_class: SchoolClass
    educators: tuple[Member, ...]
    learners: tuple[Member, ...]
    ended: tuple[Member, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ClassCard:
    """One class in a list: its educators by name, and how many learn there."""

    id: UUID
    title: str
    kind: str
    place: str
    school: str
    educators: tuple[str, ...]
    learners: frozenset[UUID]

    @property
    def n_learners(self) -> int:
        """Return how many learn there."""
        return len(self.learners)


def class_page(
    school_class: SchoolClass, on: date, *, with_ended: frozenset[str], only: frozenset[UUID] | None = None
) -> ClassPage:
    """Return a class with its people by name, and who left of those roles that the reader may bring back. Two queries.

    ``only`` keeps the learners with these ids, for a family (see ``access.learners_seen_in``).
    """
    now_in, ended = [], []
    for person_id, called, given, family, enrolment_id, role, starts_on, ends_on in _members(school_class, on):
        member = Member(person_id, f"{called or given} {family}".strip(), enrolment_id, role, starts_on)
        if ends_on is None or ends_on > on:
            now_in.append(member)
        elif role in with_ended:
            ended.append(member)
    return ClassPage(
        school_class=school_class,
        educators=tuple(m for m in now_in if m.role in TEACHING),
        learners=tuple(m for m in now_in if m.role == Enrolment.Role.LEARNER and (only is None or m.person_id in only)),
        ended=tuple(ended),
        terms=tuple(_terms(school_class)),
    )


@compiled
def _members(
    school_class: SchoolClass, on: date
) -> QuerySet[Enrolment, tuple[UUID, str, str, str, UUID, str, date, date | None]]:
    return (
        Enrolment.objects.filter(school_class=school_class, starts_on__lte=on, person__left_on__isnull=True)
        .order_by("person__family_name", "person__given_name")
        .values_list(
            "person_id",
            "person__called",
            "person__given_name",
            "person__family_name",
            "id",
            "role",
            "starts_on",
            "ends_on",
        )
    )


@compiled
def _terms(school_class: SchoolClass) -> QuerySet[Term]:
    return Term.objects.filter(class_links__school_class=school_class).order_by("starts_on")


def class_cards(classes: list[UUID], on: date) -> tuple[ClassCard, ...]:
    """Return the open ones of these classes by title with their educators and learners, in three queries."""
    educators: dict[UUID, list[str]] = defaultdict(list)
    for class_id, _person_id, called, given, family in educators_in(classes, on):
        educators[class_id].append(f"{called or given} {family}".strip())
    learners: dict[UUID, set[UUID]] = defaultdict(set)
    for class_id, person_id in _learners_in(classes, on):
        learners[class_id].add(person_id)
    return tuple(
        ClassCard(pk, title, kind, place, school, tuple(educators[pk]), frozenset(learners[pk]))
        for pk, title, kind, place, school in _open_classes(classes)
    )


@compiled
def educators_in(classes: list[UUID], on: date) -> QuerySet[Enrolment, tuple[UUID, UUID, str, str, str]]:
    """Return who teaches in these classes by name: class, person, called, given name, family name."""
    return (
        Enrolment.objects.live(on)
        .filter(school_class__any_of=classes, role__in=TEACHING, person__left_on__isnull=True)
        .order_by("person__family_name", "person__given_name")
        .values_list("school_class_id", "person_id", "person__called", "person__given_name", "person__family_name")
    )


@compiled
def _open_classes(classes: list[UUID]) -> QuerySet[SchoolClass, tuple[UUID, str, str, str, str]]:
    return (
        SchoolClass.objects.filter(pk__any_of=classes, closed_on__isnull=True)
        .order_by("title")
        .values_list("id", "title", "kind", "place", "school__name")
    )


@compiled
def _learners_in(classes: list[UUID], on: date) -> QuerySet[Enrolment, tuple[UUID, UUID]]:
    return (
        Enrolment.objects.live(on)
        .filter(school_class__any_of=classes, role=Enrolment.Role.LEARNER, person__left_on__isnull=True)
        .values_list("school_class_id", "person_id")
    )


def classes_for(
    person: Person, standing: Standing, on: date, page: int, size: int = 30
) -> tuple[tuple[ClassCard, ...], bool]:
    """Return one page of the classes somebody may see, and whether there are more."""
    start = (page - 1) * size
    classes = visible_classes(person, standing, on).filter(closed_on__isnull=True).order_by("title", "pk")
    ids = list(classes.values_list("pk", flat=True)[start : start + size + 1])
    cards = class_cards(ids[:size], on)
    return cards, len(ids) > size


@dataclass(frozen=True, slots=True)
class Calendar:
    """The schools somebody runs and the terms of the district."""

    schools: tuple[School, ...]
    terms: tuple[Term, ...]


def calendar(standing: Standing) -> Calendar:
    """Return schools and terms for the coordinator's page, in two queries."""
    schools = coordinated_schools(standing).filter(closed_on__isnull=True).order_by("name")
    return Calendar(tuple(schools), tuple(Term.objects.filter(closed_on__isnull=True).order_by("-starts_on", "title")))


def terms_to_choose(standing: Standing, school_class: SchoolClass) -> QuerySet[Term] | None:
    """Return the terms in which a class may meet, those of now among them even if closed; None to its educators."""
    if not coordinated_schools(standing).filter(pk=school_class.school_id).exists():
        return None
    choices = Term.objects.filter(Q(closed_on__isnull=True) | Q(class_links__school_class=school_class))
    return choices.distinct().order_by("-starts_on", "title")


def calendar_choices(standing: Standing) -> tuple[QuerySet[School], QuerySet[Term]]:
    """Return the schools and terms among which somebody chooses for a new class."""
    schools = coordinated_schools(standing).filter(closed_on__isnull=True, kind=School.Kind.SCHOOL).order_by("name")
    return schools, Term.objects.filter(closed_on__isnull=True).order_by("-starts_on", "title")
