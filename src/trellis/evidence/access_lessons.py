"""Who leads a lesson and who takes part: what educators plan, note and see of a whole class, and who answers a check.

Leading is a live relation: whoever teaches or helps in the class today. Who coordinates the school sees a class, and
nothing of what happens in its lessons.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.evidence.access import sealed_before
from trellis.evidence.models import Artefact, Check, Judgement, Misconception, Question, Voice
from trellis.people.access import EDUCATOR, Standing
from trellis.people.models import Person
from trellis.school.access import classes_attended, get_class_for, learners_of, teaching_of
from trellis.school.models import Enrolment, SchoolClass


def leads(person: Person, class_id: UUID, on: date) -> bool:
    """Say whether somebody teaches or helps in a class today."""
    return bool(_leading(person, class_id, on))


@compiled
def _leading(person: Person, class_id: UUID, on: date) -> QuerySet[Enrolment, UUID]:
    mine = teaching_of(person, on).filter(school_class=class_id, school_class__closed_on__isnull=True)
    return mine.values_list("pk", flat=True)[:1]


def get_lesson_class_for(person: Person, standing: Standing, class_id: UUID, on: date) -> SchoolClass:
    """Return a class for who leads its lessons; 404 where it is invisible, 403 to everybody else who sees it."""
    school_class = get_class_for(person, standing, class_id, on)
    if EDUCATOR not in standing.kinds or not leads(person, class_id, on):
        raise PermissionDenied
    return school_class


def class_learners(school_class: SchoolClass, on: date) -> list[Person]:
    """Return who learns in a class on this day, in the order of names."""
    return _class_learners(school_class, on)


@compiled
def _class_learners(school_class: SchoolClass, on: date) -> QuerySet[Person]:
    places = Enrolment.objects.live(on).filter(school_class=school_class, role=Enrolment.Role.LEARNER)
    found = Person.objects.filter(pk__in=places.values("person"), left_on__isnull=True)
    return found.order_by("given_name", "family_name", "pk")


def get_question_for(
    person: Person, standing: Standing, question_id: UUID, on: date, to: str = "change"
) -> tuple[Question, SchoolClass]:
    """Return a planned question and its class for who leads its lessons; 404 to everybody else.

    What was removed is 404, unless ``to="bring back"``.
    """
    question = Question.objects.filter(pk=question_id).first()
    if question is None or (question.removed_at is not None and to != "bring back"):
        raise Http404
    try:
        return question, get_lesson_class_for(person, standing, question.school_class_id, on)
    except PermissionDenied:
        raise Http404 from None


def get_check_for(person: Person, standing: Standing, check_id: UUID, on: date, to: str = "see") -> tuple[Check, bool]:
    """Return a check and whether one leads it; 404 to everybody who neither leads nor learns in its class.

    ``to="lead"`` is for who leads, ``to="answer"`` for who learns there; 403 to the other. Only who leads finds a
    check again that was closed without being shown.
    """
    check = Check.objects.select_related("school_class").filter(pk=check_id).first()
    if check is None:
        raise Http404
    leading = EDUCATOR in standing.kinds and leads(person, check.school_class_id, on)
    if not leading and not takes_part(person, check.school_class_id, on):
        raise Http404
    if (to == "lead" and not leading) or (to == "answer" and leading):
        raise PermissionDenied
    return check, leading


def takes_part(person: Person, class_id: UUID, on: date) -> bool:
    """Say whether somebody learns in a class today."""
    return bool(_attending(person, class_id, on))


@compiled
def _attending(person: Person, class_id: UUID, on: date) -> QuerySet[SchoolClass, UUID]:
    return classes_attended(person, on).filter(pk=class_id).values_list("pk", flat=True)[:1]


def open_checks(person: Person, on: date) -> QuerySet[Check]:
    """Return the checks that wait for somebody's answer, or show what the class thinks, in their classes of today."""
    mine = classes_attended(person, on).values("pk")
    return Check.objects.filter(school_class__in=mine, closed_at__isnull=True)


def get_misconception_for(
    person: Person, standing: Standing, misconception_id: UUID, on: date
) -> tuple[Misconception, SchoolClass]:
    """Return an idea that learners of a class had, for who leads its lessons; 404 to everybody else."""
    found = Misconception.objects.filter(pk=misconception_id).first()
    if found is None:
        raise Http404
    try:
        return found, get_lesson_class_for(person, standing, found.school_class_id, on)
    except PermissionDenied:
        raise Http404 from None


# --- A whole class at once ---------------------------------------------------------------------------


def weighable_judgements_in(person: Person, learners: list[UUID], on: date) -> QuerySet[Judgement]:
    """Return what an educator reads of the judgements of many learners, as far as it may enter an estimate.

    The same rows as ``weighable_judgements`` shows them one by one without an opening: this term's, their own or
    peers', never the learners' own; and nothing of anybody whom they do not teach or advise today.
    """
    seen = ~Q(voice=Voice.EDUCATOR) | Q(by=person)
    taught = learners_of(person, on).values("pk")
    found = Judgement.objects.filter(seen, learner__any_of=learners, learner__in=taught, withdrawn_at__isnull=True)
    found = found.filter(at__date__gte=sealed_before(on), competency__isnull=False, level__isnull=False)
    return found.exclude(purpose=Judgement.Purpose.AS)


def own_observations(person: Person, on: date) -> QuerySet[Artefact]:
    """Return what somebody noticed of others this term and did not take away."""
    mine = Artefact.objects.filter(made_by=person, voice=Voice.EDUCATOR, kind=Artefact.Kind.SEEN)
    return mine.filter(removed_at__isnull=True, shared_at__date__gte=sealed_before(on))
