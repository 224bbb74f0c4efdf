"""Who opens a sealed past, who sees that it was opened, who answers; who announces judgements and makes them.

Part of this room's access (see access.py). The one door to the past is ``opened_reader``, and what goes through it is
written down first (``actions.sealing.read_past``).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from trellis.evidence.access import WHOLE_RECORD, Reader, get_reader_for
from trellis.evidence.models import Announcement, FreshStart, Opening, OpeningWord, SealPurpose
from trellis.people.access import EDUCATOR, Standing
from trellis.people.models import Person
from trellis.school.access import get_class_for, people_of_schools, teaching_of
from trellis.school.models import Enrolment, SchoolClass
from trellis.school.ties import ties_to


def get_record_for(person: Person, learner_id: UUID, on: date) -> Reader:
    """Return a learner's whole record for the learner and the family; 404 to everybody else."""
    reader = get_reader_for(person, learner_id, on)
    if not reader.reads_all:
        raise Http404
    return reader


def get_past_for(person: Person, learner_id: UUID, on: date) -> Reader:
    """Return the closed door to a learner's past for who teaches or advises them today; 404 to everybody else."""
    reader = get_reader_for(person, learner_id, on)
    if not reader.is_educator:
        raise Http404
    return reader


def is_live(opening: Opening, on: date) -> bool:
    """Say whether an opening still opens something on this day: its last day counts."""
    return opening.ended_at is None and on <= opening.until


def opened_reader(person: Person, opening_id: UUID, on: date) -> tuple[Opening, Reader]:
    """Return what somebody reads through their own live opening while they teach the learner; else 404."""
    found = Opening.objects.select_related("learner", "purpose", "framework").filter(pk=opening_id, reader=person)
    opening = found.first()
    if opening is None or not is_live(opening, on):
        raise Http404
    reader = get_past_for(person, opening.learner_id, on)
    return opening, replace(reader, openings=(opening,))


def get_opening_for(person: Person, standing: Standing, opening_id: UUID, on: date, to: str = "see") -> Opening:
    """Return an opening for its reader, the learner, the family, and coordinators once somebody objected; else 404.

    ``to="ask"`` is for learner and family, ``to="answer"`` for the reader, ``to="end"`` for the reader and
    coordinators; 403 to the others who see it.
    """
    opening = Opening.objects.select_related("learner", "reader", "purpose", "framework").filter(pk=opening_id).first()
    if opening is None:
        raise Http404
    is_reader = opening.reader_id == person.pk
    is_theirs = is_at_home(person, opening, on)
    coordinates = not is_theirs and _sees_objection(standing, opening, on)
    if not (is_reader or is_theirs or coordinates):
        raise Http404
    allowed = {"see": True, "ask": is_theirs, "answer": is_reader, "end": is_reader or coordinates}
    if not allowed[to]:
        raise PermissionDenied
    return opening


def is_at_home(person: Person, opening: Opening, on: date) -> bool:
    """Say whether it is one's own past, or that of one's child."""
    return not ties_to(person, opening.learner, on).isdisjoint(WHOLE_RECORD)


def _sees_objection(standing: Standing, opening: Opening, on: date) -> bool:
    return objected_openings(standing, on).filter(pk=opening.pk).exists()


def objected_openings(standing: Standing, on: date) -> QuerySet[Opening]:
    """Return the openings to which somebody objected, of learners in the schools that a coordinator runs."""
    objections = OpeningWord.objects.filter(opening=OuterRef("pk"), kind=OpeningWord.Kind.OBJECT)
    here = people_of_schools(standing, on).values("pk")
    return Opening.objects.filter(Exists(objections), learner__in=here)


def visible_fresh_starts(standing: Standing, on: date) -> QuerySet[FreshStart]:
    """Return what learners of a coordinator's schools asked to leave behind; nothing to everybody else."""
    return FreshStart.objects.filter(learner__in=people_of_schools(standing, on).values("pk"))


def get_fresh_start_for(standing: Standing, fresh_start_id: UUID, on: date) -> FreshStart:
    """Return a fresh start for a coordinator of the learner's school; 404 to everybody else."""
    found = visible_fresh_starts(standing, on).select_related("learner").filter(pk=fresh_start_id).first()
    if found is None:
        raise Http404
    return found


def get_purpose_for(standing: Standing, purpose_id: UUID) -> SealPurpose:
    """Return a purpose of the list for a coordinator; 404 to everybody else."""
    found = SealPurpose.objects.filter(pk=purpose_id).first() if standing.is_coordinator else None
    if found is None:
        raise Http404
    return found


# --- Announced judgements ----------------------------------------------------------------------------


def teaches(person: Person, school_class: SchoolClass, on: date) -> bool:
    """Say whether somebody is an educator of this class today; aides and coordinators judge nobody."""
    mine = teaching_of(person, on).filter(school_class=school_class, role=Enrolment.Role.EDUCATOR)
    return mine.exists()


def get_announcing_class_for(
    person: Person, standing: Standing, class_id: UUID, on: date, to: str = "see"
) -> tuple[SchoolClass, bool]:
    """Return a class and whether one announces there; 404 where it is invisible.

    ``to="announce"`` is for its educators, else 403.
    """
    school_class = get_class_for(person, standing, class_id, on)
    is_educator = EDUCATOR in standing.kinds and teaches(person, school_class, on)
    if to == "announce" and not is_educator:
        raise PermissionDenied
    return school_class, is_educator


def get_announcement_for(
    person: Person, standing: Standing, announcement_id: UUID, on: date, to: str = "see"
) -> tuple[Announcement, bool]:
    """Return an announcement, and whether one judges by it; visible where its class is, else 404.

    ``to="judge"`` is for educators of the class, else 403.
    """
    announcement = Announcement.objects.select_related("school_class__school").filter(pk=announcement_id).first()
    if announcement is None:
        raise Http404
    _class, is_educator = get_announcing_class_for(person, standing, announcement.school_class_id, on)
    if to == "judge" and not is_educator:
        raise PermissionDenied
    return announcement, is_educator


def get_judged_learner_for(
    person: Person, standing: Standing, announcement_id: UUID, learner_id: UUID, on: date
) -> tuple[Announcement, Person]:
    """Return an announcement and a learner of its class for an educator of the class; 404 for other learners."""
    announcement, _is_educator = get_announcement_for(person, standing, announcement_id, on, to="judge")
    place = learners_in(announcement.school_class, on).filter(person_id=learner_id).first()
    if place is None:
        raise Http404
    return announcement, place.person


def learners_in(school_class: SchoolClass, on: date) -> QuerySet[Enrolment]:
    """Return the places of those who learn in a class on this day, by name."""
    places = Enrolment.objects.live(on).filter(school_class=school_class, role=Enrolment.Role.LEARNER)
    return (
        places.filter(person__left_on__isnull=True)
        .select_related("person")
        .order_by("person__given_name", "person__family_name", "person_id")
    )
