"""Who takes part in a conversation: the thing it belongs to decides. Who hides a message and looks at reports.

A room registers its subject in ``AppConfig.ready``. Besides who may take part it says who is in the circle, so that
no thread joins a child and an adult without an educator who sees it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.people.access import EDUCATOR, FAMILY, LEARNER, MENTOR, Standing, guardians_of
from trellis.people.models import Mentorship, Person, Role
from trellis.school.access import TEACHING, educators_of, learners_of, people_of_schools, teaching_of
from trellis.school.models import Enrolment
from trellis.talk.models import Message, MessageReport, Thread

NOBODY = UUID(int=0)
MayTakePart = Callable[[Person, Standing, UUID, date], bool]
LearnerOf = Callable[[UUID], Person | None]
CircleOf = Callable[[UUID, date], Iterable[UUID]]
AddressOf = Callable[[UUID], str]
FirstNames = Callable[[Person, UUID, date], bool]


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that conversations belong to; all but who may take part can be left out."""

    kind: str
    may_take_part: MayTakePart
    learner_of: LearnerOf | None = None
    circle: CircleOf | None = None
    url: AddressOf | None = None
    needs_educator: bool = False
    first_names: FirstNames | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """The people of a conversation, by what they are: a child is a learner, an educator is in neither other set."""

    children: frozenset[UUID] = frozenset()
    educators: frozenset[UUID] = frozenset()
    others: frozenset[UUID] = frozenset()

    @property
    def is_watched(self) -> bool:
        """Say whether an educator is in it, or it joins no child with an adult."""
        return bool(self.educators) or (bool(self.children) != bool(self.others))


_subjects: dict[str, Subject] = {}


def register_subject(
    kind: str,
    may_take_part: MayTakePart,
    *,
    learner_of: LearnerOf | None = None,
    circle: CircleOf | None = None,
    url: AddressOf | None = None,
    needs_educator: bool = False,
    first_names: FirstNames | None = None,
) -> None:
    """Let things of ``kind`` have a conversation.

    ``may_take_part(person, standing, subject_id, on)`` decides for a person of whom nothing else is known.
    ``learner_of(subject_id)`` names the learner it is about; ``circle(subject_id, on)`` the ids of all who take part
    (left out: the learner with their educators, family and mentors); ``url(subject_id)`` the page that shows it.
    ``needs_educator``: children alone do not write either while no educator is there. ``first_names(person,
    subject_id, on)`` says who reads first names alone.
    """
    _subjects[kind] = Subject(kind, may_take_part, learner_of, circle, url, needs_educator, first_names)


def registered_subjects() -> list[Subject]:
    """Return every kind of thing that has a conversation."""
    return list(_subjects.values())


def subject_of(kind: str) -> Subject | None:
    """Return what was registered for a kind, or None."""
    return _subjects.get(kind)


def require_part(person: Person, standing: Standing, kind: str, subject_id: UUID, on: date) -> Subject:
    """Return the subject if ``person`` takes part in the conversation about this thing; else 404."""
    subject = _subjects.get(kind)
    if subject is None or not subject.may_take_part(person, standing, subject_id, on):
        raise Http404
    return subject


def learner_of(kind: str, subject_id: UUID) -> Person | None:
    """Return the learner a conversation is about: its thread knows, else the room that registered its kind."""
    threads = _threads(kind, subject_id)
    if threads:
        return threads[0].learner
    subject = _subjects.get(kind)
    return subject.learner_of(subject_id) if subject is not None and subject.learner_of is not None else None


@compiled
def _threads(kind: str, subject_id: UUID) -> QuerySet[Thread]:
    return Thread.objects.filter(subject_kind=kind, subject_id=subject_id).select_related("learner")


def circle_of(kind: str, subject_id: UUID, learner: Person | None, on: date) -> Circle:
    """Return who takes part in a conversation; nobody where neither its kind nor a learner says so."""
    subject = _subjects.get(kind)
    if subject is not None and subject.circle is not None:
        return _by_kind(list(subject.circle(subject_id, on)), on)
    if learner is None:
        return Circle()
    mentors = Mentorship.objects.live(on).filter(learner=learner).values_list("mentor_id", flat=True)
    return Circle(
        children=frozenset({learner.pk}),
        educators=frozenset(educators_of(learner, on).filter(_at_school(on)).values_list("pk", flat=True)),
        others=frozenset(guardians_of(learner, on).values_list("pk", flat=True)) | frozenset(mentors),
    )


def is_watched(kind: str, subject_id: UUID, learner: Person | None, on: date) -> bool:
    """Say whether words may be said: an educator is there, or no child meets an adult and the kind asks for none."""
    circle, subject = circle_of(kind, subject_id, learner, on), _subjects.get(kind)
    if subject is not None and subject.needs_educator:
        return bool(circle.educators)
    return circle.is_watched


def _at_school(on: date) -> Exists:
    """Say that somebody still works here: who left the staff reads nothing, though a class may have forgotten them."""
    return Exists(Role.objects.live(on).filter(person=OuterRef("pk")).exclude(kind__in=(FAMILY, MENTOR)))


def _by_kind(people: list[UUID], on: date) -> Circle:
    roles = Role.objects.live(on).filter(person=OuterRef("pk"))
    teaching = Enrolment.objects.live(on).filter(person=OuterRef("pk"), role__in=TEACHING)
    here = Person.objects.filter(pk__in=people, left_on__isnull=True)
    teaches = Exists(teaching) & _at_school(on)
    educators = here.filter(Exists(roles.filter(kind=EDUCATOR)) | teaches).values_list("pk", flat=True)
    found_educators = frozenset(educators)
    learners = frozenset(here.filter(Exists(roles.filter(kind=LEARNER))).values_list("pk", flat=True))
    return Circle(learners - found_educators, found_educators, frozenset(people) - learners - found_educators)


def may_moderate(person: Person, kind: str, subject_id: UUID, learner: Person | None, on: date) -> bool:
    """Say whether ``person`` is an educator of this conversation: of its learner, or in its circle."""
    if learner is not None:
        return _teaches(person, learner, on)
    return person.pk in circle_of(kind, subject_id, None, on).educators


def _teaches(person: Person, learner: Person, on: date) -> bool:
    return bool(_learner_taught(person, learner.pk, on))


@compiled
def _learner_taught(person: Person, learner_id: UUID, on: date) -> QuerySet[Person, UUID]:
    return learners_of(person, on).filter(pk=learner_id).values_list("pk", flat=True)


def get_message_for(person: Person, standing: Standing, message_id: UUID, on: date, to: str = "see") -> Message:
    """Return a message of a conversation in which ``person`` takes part; else 404.

    ``to="take back"`` is for its author, ``to="hide"`` for an educator of the conversation: 403 to all others. Who is
    asked to look at a report of it may hide it as well, and needs no other part in the conversation.
    What was taken back or hidden cannot be reported any more: 404.
    """
    found = Message.objects.select_related("thread__learner", "author").filter(pk=message_id).first()
    if found is None:
        raise Http404
    if to == "hide" and visible_reports(person, standing, on).filter(message=found).exists():
        return found
    thread = found.thread
    require_part(person, standing, thread.subject_kind, thread.subject_id, on)
    if to == "take back" and found.author_id != person.pk:
        raise PermissionDenied
    if to == "hide" and not may_moderate(person, thread.subject_kind, thread.subject_id, thread.learner, on):
        raise PermissionDenied
    if to == "report" and (found.taken_back_at or found.hidden_at):
        raise Http404
    return found


def visible_reports(person: Person, standing: Standing, on: date) -> QuerySet[MessageReport]:
    """Return the reports that ``person`` may look at.

    Educators see those about their learners, never about what they wrote themselves. Where no other educator of the
    learner is left, whoever runs the school does: no report may wait for nobody.
    """
    reports = MessageReport.objects.exclude(message__author=person)
    asked: Any = Q(message__thread__learner__in=learners_of(person, on).values("pk"))
    asked |= Q(message__thread__learner__isnull=True, message__thread__in=_moderated_without_learner(person, on))
    if standing.is_coordinator:
        mine = Q(message__thread__learner__in=people_of_schools(standing, on).values("pk"))
        asked |= mine & ~Exists(_other_educators(on))
    return reports.filter(asked)


def _other_educators(on: date) -> QuerySet[Enrolment]:
    """Return who teaches the learner of a report (outer) and did not write what was reported."""
    attended = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER,
        person=OuterRef(OuterRef("message__thread__learner")),
        school_class__closed_on__isnull=True,
    )
    teaching = Enrolment.objects.live(on).filter(
        role__in=TEACHING, person__left_on__isnull=True, school_class__in=attended.values("school_class")
    )
    # Nobody, for a voice without an account: comparing with nothing at all would drop every row.
    return teaching.exclude(person=Coalesce(OuterRef("message__author"), Value(NOBODY)))


def _moderated_without_learner(person: Person, on: date) -> list[UUID]:
    if not teaching_of(person, on).exists():
        return []
    waiting = Thread.objects.filter(learner__isnull=True, messages__reports__settled_at__isnull=True).distinct()
    waiting = waiting.filter(messages__reports__isnull=False)
    return [t.pk for t in waiting if may_moderate(person, t.subject_kind, t.subject_id, None, on)]


def get_report_for(person: Person, standing: Standing, report_id: UUID, on: date) -> MessageReport:
    """Return a report that ``person`` may look at; else 404."""
    reports = visible_reports(person, standing, on).select_related("message__thread", "message__author")
    found = reports.filter(pk=report_id).first()
    if found is None:
        raise Http404
    return found


def looks_at_reports(person: Person, standing: Standing, on: date) -> bool:
    """Say whether the page of reports exists for somebody: educators who teach, and coordinators."""
    return standing.is_coordinator or teaching_of(person, on).exists()


def who_looks_at(report: MessageReport, on: date) -> list[Person]:
    """Return the educators of the conversation who did not write the message, else who runs a school of the learner."""
    message, thread = report.message, report.message.thread
    ids = circle_of(thread.subject_kind, thread.subject_id, thread.learner, on).educators - {message.author_id}
    if thread.learner is not None:
        ids &= frozenset(educators_of(thread.learner, on).values_list("pk", flat=True))
    found = list(Person.objects.filter(pk__in=ids, left_on__isnull=True))
    if found or thread.learner is None:
        return found
    coordinators = Role.objects.live(on).filter(kind=Role.Kind.COORDINATOR)
    coordinators = coordinators.filter(Q(school__isnull=True) | Q(school__in=_schools_of(thread.learner, on)))
    running = Person.objects.filter(pk__in=coordinators.values("person"), left_on__isnull=True)
    return list(running.exclude(pk=message.author_id or NOBODY))


def _schools_of(learner: Person, on: date) -> QuerySet[Role, UUID | None]:
    return Role.objects.live(on).filter(person=learner).values_list("school", flat=True)
