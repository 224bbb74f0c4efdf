"""Who may open doors for a learner: the educators who teach them and the coordinators of their school."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from trellis.people.access import Standing, coordinated_schools, learners_alone, standing_of
from trellis.people.models import Guardianship, MentorInvitation, Mentorship, Person, Role
from trellis.school.access import (
    TEACHING,
    classes_attended,
    get_person_for,
    learners_of,
    may_edit_person,
    people_of_schools,
    teaching_of,
    visible_people,
)
from trellis.school.code_words import plain_code
from trellis.school.models import ClassCode, Enrolment, SchoolClass


def learners_in(school_class: SchoolClass, on: date) -> QuerySet[Person]:
    """Return who learns in the class on this day and has not left, by family name as on the page of the class.

    Not those who are more than learners (`learners_alone`): nobody makes a card or pictures for a colleague.
    """
    enrolled = Enrolment.objects.live(on).filter(school_class=school_class, role=Enrolment.Role.LEARNER)
    people = Person.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), pk__in=enrolled.values("person"))
    return learners_alone(people, on).order_by("family_name", "given_name", "pk")


def get_learner_in(school_class: SchoolClass, learner_id: UUID, on: date) -> Person:
    """Return one learner of the class, or 404."""
    learner = learners_in(school_class, on).filter(pk=learner_id).first()
    if learner is None:
        raise Http404
    return learner


def live_code(school_class: SchoolClass, now: datetime) -> ClassCode | None:
    """Return the code of the class that works now, or None."""
    return ClassCode.objects.filter(school_class=school_class, revoked_at__isnull=True, expires_at__gt=now).first()


def find_code(word: str, now: datetime) -> ClassCode | None:
    """Return the code that somebody typed at the door if it works now, however they typed it."""
    return ClassCode.objects.filter(code=plain_code(word), revoked_at__isnull=True, expires_at__gt=now).first()


def get_mentee_for(person: Person, standing: Standing, learner_id: UUID, on: date) -> Person:
    """Return the learner for whom one may invite mentors: 404 when invisible, 403 when seen but not one's to decide."""
    learner = visible_people(person, standing, on).filter(pk=learner_id).first()
    if learner is None or not _learns(learner, on):
        raise Http404
    mine = learners_of(person, on).filter(pk=learner_id).exists()
    if not mine and not people_of_schools(standing, on).filter(pk=learner_id).exists():
        raise PermissionDenied
    return learner


def invitation_holds(invitation: MentorInvitation, on: date) -> bool:
    """Say whether whoever invited still teaches or advises the learner, or runs their school."""
    learner, by = invitation.learner_id, invitation.invited_by
    if learners_of(by, on).filter(pk=learner).exists():
        return True
    return people_of_schools(standing_of(by, on), on).filter(pk=learner).exists()


def _learns(person: Person, on: date) -> bool:
    return Role.objects.live(on).filter(person=person, kind=Role.Kind.LEARNER).exists()


def may_give_pictures(person: Person, standing: Standing, learner: Person, on: date) -> bool:
    """Say whether somebody may give a learner new pictures: an educator of one of their classes, or a coordinator.

    The same people may do it on the page of the class; an aide helps there and opens no doors. Never for somebody who
    is more than a learner (`learners_alone`).
    """
    if not _learns(learner, on) or not learners_alone(Person.objects.filter(pk=learner.pk), on).exists():
        return False
    if people_of_schools(standing, on).filter(pk=learner.pk).exists():
        return True
    educating = teaching_of(person, on).filter(role=Enrolment.Role.EDUCATOR).values("school_class")
    return classes_attended(learner, on).filter(pk__in=educating).exists()


def get_learner_to_let_in(person: Person, standing: Standing, learner_id: UUID, on: date) -> Person:
    """Return the learner to whom one may give new pictures: 404 when invisible, 403 when seen but not one's to do."""
    learner = visible_people(person, standing, on).filter(pk=learner_id).first()
    if learner is None or not _learns(learner, on):
        raise Http404
    if not may_give_pictures(person, standing, learner, on):
        raise PermissionDenied
    return learner


def live_codes_of(learner: Person, on: date, now: datetime) -> QuerySet[ClassCode]:
    """Return the codes that work now of the classes in which somebody learns."""
    return ClassCode.objects.filter(
        school_class__in=classes_attended(learner, on).values("pk"), revoked_at__isnull=True, expires_at__gt=now
    ).order_by("school_class__title")


def get_mentorship_of(learner: Person, mentorship_id: UUID) -> Mentorship:
    """Return a mentorship of this learner, whether it holds today or not; else 404."""
    link: Mentorship | None = (
        Mentorship.objects.select_related("mentor").filter(learner=learner, pk=mentorship_id).first()
    )
    if link is None:
        raise Http404
    return link


def open_invitations(learner: Person, now: datetime) -> QuerySet[MentorInvitation]:
    """Return the invitations for this learner that can still be accepted."""
    return MentorInvitation.objects.filter(
        learner=learner, answered_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now
    ).order_by("expires_at")


def live_mentorships(learner: Person, on: date) -> QuerySet[Mentorship]:
    """Return who mentors this learner on this day."""
    return Mentorship.objects.live(on).filter(learner=learner).select_related("mentor").order_by("ends_on")


def may_let_in(person: Person, standing: Standing, other: Person, on: date) -> bool:
    """Say whether somebody may give another a way to sign in: a coordinator of every school the other's account opens.

    Stricter than changing them (`may_edit_person`): whoever holds the link could use it. So never for oneself, and a
    coordinator of one school not for somebody who works, or has a child or a mentee, at another.
    """
    if other.pk == person.pk or not may_edit_person(person, standing, other, on):
        return False
    if standing.is_district_coordinator:
        return True
    own = coordinated_schools(standing).values("pk")
    here = Role.objects.live(on).filter(school__in=own).values("person")
    # What begins later counts too: a way to sign in that is given today still opens then.
    to_come = Q(ends_on__isnull=True) | Q(ends_on__gt=on)
    teaching = Enrolment.objects.filter(to_come, person=other, role__in=TEACHING)
    elsewhere = (
        Role.objects.filter(to_come, person=other).exclude(school__in=own),
        teaching.exclude(school_class__school__in=own),
        Guardianship.objects.filter(to_come, guardian=other).exclude(learner__in=here),
        Mentorship.objects.filter(to_come, mentor=other).exclude(learner__in=here),
    )
    return not any(relations.exists() for relations in elsewhere)


def get_person_to_let_in(person: Person, standing: Standing, person_id: UUID, on: date) -> Person:
    """Return the person to whom one may give a link: 404 when invisible, 403 when seen but not one's to do."""
    other = get_person_for(person, standing, person_id, on)
    if not may_let_in(person, standing, other, on):
        raise PermissionDenied
    return other
