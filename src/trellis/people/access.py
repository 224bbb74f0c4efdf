"""Who somebody is to others: standing, own family, own mentees. Default is no; rights come from live relations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from trellis.people.models import Account, District, Guardianship, Mentorship, Person, Role, School

LEARNER, EDUCATOR, FAMILY = Role.Kind.LEARNER, Role.Kind.EDUCATOR, Role.Kind.FAMILY
MENTOR, COORDINATOR, DISTRICT = Role.Kind.MENTOR, Role.Kind.COORDINATOR, Role.Kind.DISTRICT


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is today. ``coordinates``: ids of the schools, or None inside it for the whole district."""

    kinds: frozenset[str]
    coordinates: frozenset[UUID | None]

    @property
    def is_coordinator(self) -> bool:
        """Runs at least one school."""
        return bool(self.coordinates)

    @property
    def is_district_coordinator(self) -> bool:
        """Runs the whole district: rosters, frameworks, policy."""
        return None in self.coordinates


NOBODY = Standing(frozenset(), frozenset())


# Plain SQL, because every request asks: building the same union through the ORM takes ten times as long as running it.
_STANDING = """
    SELECT kind, school_id FROM people_role
     WHERE person_id = %(person)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)
    UNION SELECT 'family', NULL FROM people_guardianship
     WHERE guardian_id = %(person)s AND starts_on <= %(on)s AND (ends_on IS NULL OR ends_on > %(on)s)
    UNION SELECT 'mentor', NULL FROM people_mentorship
     WHERE mentor_id = %(person)s AND starts_on <= %(on)s AND ends_on > %(on)s
"""


def standing_of(person: Person, on: date) -> Standing:
    """Return what ``person`` is on this day, in one query over roles, guardianships and mentorships."""
    if person.left_on is not None and person.left_on <= on:
        return NOBODY
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, {"person": person.pk, "on": on})
        rows = cursor.fetchall()
    return Standing(
        kinds=frozenset(kind for kind, _school in rows),
        coordinates=frozenset(school for kind, school in rows if kind == COORDINATOR),
    )


def may_run_district(standing: Standing) -> bool:
    """Only a coordinator of the whole district imports rosters and frameworks and changes the district."""
    return standing.is_district_coordinator


def require(allowed: object) -> None:
    """Answer 403 where a visible thing may not be done."""
    if not allowed:
        raise PermissionDenied


def require_coordinator(standing: Standing) -> None:
    """Answer 404 to everybody for whom the coordinators' pages do not exist."""
    if not standing.is_coordinator:
        raise Http404


def require_district_coordinator(standing: Standing) -> None:
    """Answer 404 to everybody but coordinators of the whole district."""
    if not standing.is_district_coordinator:
        raise Http404


def children_of(guardian: Person, on: date) -> QuerySet[Person]:
    """Return the learners for whom ``guardian`` answers on this day."""
    links = Guardianship.objects.live(on).filter(guardian=guardian)
    return Person.objects.filter(pk__in=links.values("learner"), left_on__isnull=True)


def guardians_of(learner: Person, on: date) -> QuerySet[Person]:
    """Return those who answer for ``learner`` at home on this day."""
    links = Guardianship.objects.live(on).filter(learner=learner)
    return Person.objects.filter(pk__in=links.values("guardian"), left_on__isnull=True)


def mentees_of(mentor: Person, on: date) -> QuerySet[Person]:
    """Return the learners with whom ``mentor`` works on this day."""
    links = Mentorship.objects.live(on).filter(mentor=mentor)
    return Person.objects.filter(pk__in=links.values("learner"), left_on__isnull=True)


def learners_alone(people: QuerySet[Person], on: date) -> QuerySet[Person]:
    """Keep those who are nothing but learners on this day.

    Educators make cards and pictures, so these open a learner's pages and never those of a colleague, a coordinator or
    a parent who happens to learn in a class too: they come in by their own password.
    """
    other_roles = Role.objects.live(on).filter(person=OuterRef("pk")).exclude(kind=LEARNER)
    return people.exclude(
        Exists(other_roles)
        | Exists(Guardianship.objects.live(on).filter(guardian=OuterRef("pk")))
        | Exists(Mentorship.objects.live(on).filter(mentor=OuterRef("pk")))
    )


def coordinated_schools(standing: Standing) -> QuerySet[School]:
    """Return the schools that somebody runs: all of the district, the named ones, or none."""
    if standing.is_district_coordinator:
        return School.objects.all()
    return School.objects.filter(pk__in=[school for school in standing.coordinates if school is not None])


def runs_school(standing: Standing, school_id: UUID) -> bool:
    """Say whether somebody coordinates this school of their district."""
    return standing.is_district_coordinator or school_id in standing.coordinates


def own_district(person: Person) -> District:
    """Return the district somebody belongs to."""
    return person.district


def account_of(person: Person) -> Account | None:
    """Return the account of ``person``, or None for somebody who does not sign in."""
    return Account.objects.filter(person=person).first()
