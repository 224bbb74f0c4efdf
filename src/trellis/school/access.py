"""Whom and what one may see at school: follows from live enrolments, advisories, families and mentorships."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Q, QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.people.access import (
    COORDINATOR,
    DISTRICT,
    EDUCATOR,
    FAMILY,
    LEARNER,
    MENTOR,
    Standing,
    children_of,
    coordinated_schools,
    mentees_of,
    runs_school,
)
from trellis.people.models import Guardianship, Person, Role, School
from trellis.school.models import Enrolment, SchoolClass, Term

TEACHING = (Enrolment.Role.EDUCATOR, Enrolment.Role.AIDE)


def teaching_of(person: Person, on: date) -> QuerySet[Enrolment]:
    """Return the enrolments in which ``person`` teaches or helps on this day.

    None once every role at a school has ended, even where a class was forgotten: who left the staff sees no learners.
    """
    at_school = Role.objects.live(on).filter(person=person).exclude(kind__in=(FAMILY, MENTOR))
    return Enrolment.objects.live(on).filter(Exists(at_school), person=person, role__in=TEACHING)


def classes_taught(person: Person, on: date) -> QuerySet[SchoolClass]:
    """Return the classes and advisories in which ``person`` is an educator or aide on this day."""
    mine = teaching_of(person, on)
    return SchoolClass.objects.filter(pk__in=mine.values("school_class"), closed_on__isnull=True)


def classes_attended(person: Person, on: date) -> QuerySet[SchoolClass]:
    """Return the classes and advisories in which ``person`` learns on this day."""
    mine = Enrolment.objects.live(on).filter(person=person, role=Enrolment.Role.LEARNER)
    return SchoolClass.objects.filter(pk__in=mine.values("school_class"), closed_on__isnull=True)


def learners_of(educator: Person, on: date) -> QuerySet[Person]:
    """Return the learners whom ``educator`` teaches or advises on this day, and nobody else."""
    together = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER, school_class__in=classes_taught(educator, on).values("pk")
    )
    return Person.objects.filter(pk__in=together.values("person"), left_on__isnull=True)


def educators_of(learner: Person, on: date) -> QuerySet[Person]:
    """Return the educators who teach or advise ``learner`` on this day."""
    together = Enrolment.objects.live(on).filter(
        role__in=TEACHING, school_class__in=classes_attended(learner, on).values("pk")
    )
    return Person.objects.filter(pk__in=together.values("person"), left_on__isnull=True)


def people_of_schools(standing: Standing, on: date) -> QuerySet[Person]:
    """Return everybody in the schools that a coordinator runs: by role, or by guardianship of a learner there."""
    if not standing.is_coordinator:
        return Person.objects.none()
    if standing.is_district_coordinator:
        return Person.objects.all()
    schools = coordinated_schools(standing).values("pk")
    inside = Role.objects.live(on).filter(school__in=schools).values("person")
    guardians = Guardianship.objects.live(on).filter(learner__in=inside)
    return Person.objects.filter(Q(pk__in=inside) | Q(pk__in=guardians.values("guardian")))


def visible_people(person: Person, standing: Standing, on: date) -> QuerySet[Person]:
    """Return the people whose page ``person`` may open.

    Oneself; the learners one teaches or advises; one's own children; the learners one mentors; one's own educators and
    those of one's children; for a coordinator everybody in the schools they run. Not classmates, not the district's.
    """
    if standing.is_district_coordinator:
        return Person.objects.all()
    return Person.objects.filter(
        Q(pk=person.pk)
        | Q(pk__in=learners_of(person, on).values("pk"))
        | Q(pk__in=children_of(person, on).values("pk"))
        | Q(pk__in=mentees_of(person, on).values("pk"))
        | Q(pk__in=educators_of(person, on).values("pk"))
        | Q(pk__in=_educators_of_children(person, on).values("pk"))
        | Q(pk__in=people_of_schools(standing, on).values("pk"))
    )


def _educators_of_children(guardian: Person, on: date) -> QuerySet[Person]:
    attended = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER, person__in=children_of(guardian, on).values("pk")
    )
    teaching = Enrolment.objects.live(on).filter(role__in=TEACHING, school_class__in=attended.values("school_class"))
    return Person.objects.filter(pk__in=teaching.values("person"), left_on__isnull=True)


def get_person_for(person: Person, standing: Standing, person_id: UUID, on: date, to: str = "see") -> Person:
    """Return the person with this id if ``person`` may ``to`` see or edit their page; else 404, or 403 to edit."""
    found = visible_people(person, standing, on).filter(pk=person_id).first()
    if found is None:
        raise Http404
    if to == "edit" and not may_edit_person(person, standing, found, on):
        raise PermissionDenied
    return found


def may_edit_person(person: Person, standing: Standing, other: Person, on: date) -> bool:
    """Say whether somebody coordinates the school of ``other``, who runs nothing beyond the schools they run.

    Otherwise a coordinator of one school could close the account of somebody who runs the district and has a child
    there, or open one in their name.
    """
    if not people_of_schools(standing, on).filter(pk=other.pk).exists():
        return False
    if standing.is_district_coordinator or other.pk == person.pk:
        return True
    runs = Role.objects.live(on).filter(person=other, kind__in=(COORDINATOR, DISTRICT))
    return not runs.exclude(school__in=coordinated_schools(standing).values("pk")).exists()


def visible_classes(person: Person, standing: Standing, on: date) -> QuerySet[SchoolClass]:
    """Return the classes one teaches, attends, has children in, or runs the school of."""
    if standing.is_district_coordinator:
        return SchoolClass.objects.all()
    child_enrolments = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER, person__in=children_of(person, on).values("pk")
    )
    return SchoolClass.objects.filter(
        Q(pk__in=classes_taught(person, on).values("pk"))
        | Q(pk__in=classes_attended(person, on).values("pk"))
        | Q(pk__in=child_enrolments.values("school_class"), closed_on__isnull=True)
        | Q(school__in=coordinated_schools(standing).values("pk"))
    )


def get_class_for(person: Person, standing: Standing, class_id: UUID, on: date, to: str = "see") -> SchoolClass:
    """Return the class with this id if one may see it; educators and coordinators may edit it (codes, people)."""
    found: SchoolClass | None = next(iter(_visible_class(person, standing, class_id, on)), None)
    if found is None:
        raise Http404
    if to == "edit" and not may_edit_class(person, standing, found, on):
        raise PermissionDenied
    return found


@compiled
def _visible_class(person: Person, standing: Standing, class_id: UUID, on: date) -> QuerySet[SchoolClass]:
    return visible_classes(person, standing, on).select_related("school").filter(pk=class_id)


def may_edit_class(person: Person, standing: Standing, school_class: SchoolClass, on: date) -> bool:
    """Say whether somebody teaches the class as an educator, or coordinates its school."""
    if runs_school(standing, school_class.school_id):
        return True
    return Enrolment.Role.EDUCATOR in _roles_in(person, school_class, on)


@compiled
def _roles_in(person: Person, school_class: SchoolClass, on: date) -> QuerySet[Enrolment, str]:
    learning = Enrolment.objects.live(on).filter(person=person, role=Enrolment.Role.LEARNER)
    return (learning | teaching_of(person, on)).filter(school_class=school_class).values_list("role", flat=True)


def learners_seen_in(person: Person, school_class: SchoolClass, on: date) -> frozenset[UUID] | None:
    """Return the ids of the learners whom somebody without the right to edit sees in a class; None means everybody.

    Who belongs to a class sees the others there. A family sees its own children, not those of other families.
    """
    if _roles_in(person, school_class, on):
        return None
    return frozenset(children_of(person, on).values_list("pk", flat=True))


def relation_to(person: Person, standing: Standing, other: Person, on: date) -> str:
    """Return how ``person`` stands to somebody whose page they may open, closest first: it says what they see.

    ``self``, ``coordinator``, ``educator``, ``family``, ``mentor``, or ``learner`` (of one of the educators they meet).
    """
    if other.pk == person.pk:
        return "self"
    if standing.is_coordinator and may_edit_person(person, standing, other, on):
        return "coordinator"
    asked = (
        ("educator", learners_of(person, on)),
        ("family", children_of(person, on)),
        ("mentor", mentees_of(person, on)),
    )
    return next((word for word, people in asked if people.filter(pk=other.pk).exists()), "learner")


def get_enrolment_for(person: Person, standing: Standing, enrolment_id: UUID, on: date) -> Enrolment:
    """Return an enrolment of a class that one may edit; else 404, or 403 where one only sees the class.

    Who teaches there is the coordinators' to say: an educator neither ends a colleague's time nor brings one back.
    """
    found: Enrolment | None = Enrolment.objects.select_related("person", "school_class").filter(pk=enrolment_id).first()
    if found is None:
        raise Http404
    school_class = get_class_for(person, standing, found.school_class_id, on, to="edit")
    if found.role not in roles_to_end(standing, school_class, may_edit=True):
        raise PermissionDenied
    return found


def roles_to_end(standing: Standing, school_class: SchoolClass, *, may_edit: bool) -> frozenset[str]:
    """Return which enrolments of a class one may end and take back, by their role."""
    if not may_edit:
        return frozenset()
    staff = TEACHING if runs_school(standing, school_class.school_id) else ()
    return frozenset({Enrolment.Role.LEARNER, *staff})


def get_role_for(standing: Standing, role_id: UUID, on: date) -> Role:
    """Return a role of somebody in a coordinator's schools; nobody else learns that it exists.

    A coordinator of one school sees, but does not end, what somebody is in another school or the whole district: 403.
    """
    found: Role | None = Role.objects.select_related("person").filter(pk=role_id).first()
    if found is not None and (standing.is_district_coordinator or found.school_id in standing.coordinates):
        return found
    if found is None or not people_of_schools(standing, on).filter(pk=found.person_id).exists():
        raise Http404
    raise PermissionDenied


def require_other_than_own(person: Person, standing: Standing, person_id: UUID) -> None:
    """Answer 403 where a coordinator of one school would say themselves what they are, or for how long.

    Otherwise a role with an end would have none. Coordinators of the district, or others of the school, do it.
    """
    if person_id == person.pk and not standing.is_district_coordinator:
        raise PermissionDenied


def places_of_role(role: Role, on: date) -> QuerySet[Enrolment]:
    """Return the places in classes that somebody holds on this day as what this role says, at its school."""
    roles: dict[str, tuple[Enrolment.Role, ...]] = {LEARNER: (Enrolment.Role.LEARNER,), EDUCATOR: TEACHING}
    as_what = roles.get(role.kind, ())
    places = Enrolment.objects.live(on).filter(person=role.person_id, role__in=as_what)
    return places if role.school_id is None else places.filter(school_class__school=role.school_id)


def get_guardianship_for(standing: Standing, link_id: UUID, on: date) -> Guardianship:
    """Return a guardianship of a learner in a coordinator's schools; nobody else learns that it exists."""
    found: Guardianship | None = Guardianship.objects.select_related("learner").filter(pk=link_id).first()
    if found is None or not people_of_schools(standing, on).filter(pk=found.learner_id).exists():
        raise Http404
    return found


def get_school_for(standing: Standing, school_id: UUID) -> School:
    """Return a school that somebody runs; 404 to everybody else."""
    found = coordinated_schools(standing).filter(pk=school_id).first()
    if found is None:
        raise Http404
    return found


def get_term_for(standing: Standing, term_id: UUID) -> Term:
    """Return a term for somebody who runs the district; 404 to everybody else."""
    found = Term.objects.filter(pk=term_id).first() if standing.is_district_coordinator else None
    if found is None:
        raise Http404
    return found
