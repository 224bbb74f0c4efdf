"""Reads for the pages of classes: what a class is, who is in it, and the lists of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

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
    n_learners: int


def class_page(
    school_class: SchoolClass, on: date, *, with_ended: bool, only: frozenset[UUID] | None = None
) -> ClassPage:
    """Return a class with its people by name; those who left only for whoever may bring them back. Two queries.

    ``only`` keeps the learners with these ids, for a family (see ``access.learners_seen_in``).
    """
    rows = (
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
    now_in, ended = [], []
    for person_id, called, given, family, enrolment_id, role, starts_on, ends_on in rows:
        member = Member(person_id, f"{called or given} {family}".strip(), enrolment_id, role, starts_on)
        if ends_on is None or ends_on > on:
            now_in.append(member)
        else:
            ended.append(member)
    return ClassPage(
        school_class=school_class,
        educators=tuple(m for m in now_in if m.role in TEACHING),
        learners=tuple(m for m in now_in if m.role == Enrolment.Role.LEARNER and (only is None or m.person_id in only)),
        ended=tuple(ended) if with_ended else (),
        terms=tuple(Term.objects.filter(class_links__school_class=school_class).order_by("starts_on")),
    )


def class_cards(classes: QuerySet[SchoolClass], on: date, limit: int = 60) -> tuple[ClassCard, ...]:
    """Return classes by title with educators and number of learners, in two queries."""
    rows = list(
        classes.filter(closed_on__isnull=True)
        .order_by("title")
        .values_list("id", "title", "kind", "place", "school__name")[:limit]
    )
    educators: dict[UUID, list[str]] = defaultdict(list)
    learners: dict[UUID, int] = defaultdict(int)
    people = (
        Enrolment.objects.live(on)
        .filter(school_class__in=[row[0] for row in rows], person__left_on__isnull=True)
        .order_by("person__family_name", "person__given_name")
        .values_list("school_class_id", "role", "person__called", "person__given_name", "person__family_name")
    )
    for class_id, role, called, given, family in people:
        if role == Enrolment.Role.LEARNER:
            learners[class_id] += 1
        else:
            educators[class_id].append(f"{called or given} {family}".strip())
    return tuple(
        ClassCard(pk, title, kind, place, school, tuple(educators[pk]), learners[pk])
        for pk, title, kind, place, school in rows
    )


def classes_for(
    person: Person, standing: Standing, on: date, page: int, size: int = 30
) -> tuple[tuple[ClassCard, ...], bool]:
    """Return one page of the classes somebody may see, and whether there are more."""
    start = (page - 1) * size
    classes = visible_classes(person, standing, on).filter(closed_on__isnull=True).order_by("title", "pk")
    ids = list(classes.values_list("pk", flat=True)[start : start + size + 1])
    cards = class_cards(SchoolClass.objects.filter(pk__in=ids[:size]), on)
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
