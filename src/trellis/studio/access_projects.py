"""Who may do what with the parts of a project: whom a team may ask, who talks in it, who lets a mentor in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.evidence.models import Artefact, Authorship
from trellis.people.access import EDUCATOR, FAMILY, LEARNER, MENTOR, Standing, standing_of
from trellis.people.models import Mentorship, Person, Role
from trellis.plan.models import Goal
from trellis.school.access import TEACHING, classes_attended, learners_of
from trellis.school.models import Enrolment
from trellis.studio.access import ProjectReader, get_project_for, leads, live_mentors, may_answer_for
from trellis.studio.models import Frame, FrameClass, Member, Project, ProjectMentor

Row = TypeVar("Row", bound=Model)


def require_learner(standing: Standing) -> None:
    """Answer 404 to everybody who does not learn here: a project is begun by learners."""
    if LEARNER not in standing.kinds:
        raise Http404


def get_part_of(reader: ProjectReader, model: type[Row], part_id: UUID) -> Row:
    """Return a row that hangs on a project whose reader has been let in; 404 for one of another project."""
    found: Row | None = model._default_manager.filter(pk=part_id, project=reader.project.pk).first()
    if found is None:
        raise Http404
    return found


def get_part_for(person: Person, model: type[Row], part_id: UUID, on: date, to: str = "work") -> tuple[Row, Any]:
    """Return a row of a project with its reader: 404 where the project is invisible, 403 where ``to`` is not theirs.

    Nothing is worked on any more in a project that is over.
    """
    project_id = model._default_manager.filter(pk=part_id).values_list("project_id", flat=True).first()
    if project_id is None:
        raise Http404
    reader = get_team_work(person, project_id, on) if to == "work" else get_project_for(person, project_id, on, to=to)
    return get_part_of(reader, model, part_id), reader


def get_team_work(person: Person, project_id: UUID, on: date) -> ProjectReader:
    """Return a project to work on: 404 where it is invisible, 403 to all but its members and once it is over."""
    reader = get_project_for(person, project_id, on, to="work")
    if reader.project.state in {Project.State.FINISHED, Project.State.LET_GO}:
        raise PermissionDenied
    return reader


# --- The team ----------------------------------------------------------------------------------------


def classmates_to_ask(learner: Person, frame: Frame | None, on: date) -> QuerySet[Person]:
    """Return whom a learner may ask into a team: who learns in a class of the frame, else in any class with them."""
    classes: Any = classes_attended(learner, on).values("pk")
    if frame is not None:
        classes = FrameClass.objects.filter(frame=frame, school_class__closed_on__isnull=True).values("school_class")
    learning = Enrolment.objects.live(on).filter(role=Enrolment.Role.LEARNER, school_class__in=classes)
    found = Person.objects.filter(pk__in=learning.values("person"), left_on__isnull=True).exclude(pk=learner.pk)
    return found.order_by("given_name", "family_name", "pk")


def goals_to_serve(learner: Person) -> QuerySet[Goal]:
    """Return the goals of one's own plan that a project can serve: those under way, in their order."""
    under_way = (Goal.State.DRAFT, Goal.State.PROPOSED, Goal.State.AGREED)
    return Goal.objects.filter(learner=learner, state__in=under_way).order_by("position", "made_at")


# --- The conversation --------------------------------------------------------------------------------


def educators_around(project: Project, on: date) -> QuerySet[Person]:
    """Return the educators of a team: of its members' educators those who lead the frame; where none does, all."""
    return Person.objects.filter(pk__in=_educators_around(project.pk, project.frame_id, on))


def _educators_around(project_id: UUID, frame_id: UUID | None, on: date) -> list[UUID]:
    leading = _leading(project_id, frame_id, on) if frame_id is not None else []
    return leading or _around(project_id, on)


@compiled
def _around(project_id: UUID, on: date) -> QuerySet[Person, UUID]:
    return _with_a_class(_teaching_members(project_id, on)).values_list("pk", flat=True)


@compiled
def _leading(project_id: UUID, frame_id: UUID, on: date) -> QuerySet[Person, UUID]:
    teaching = _teaching_members(project_id, on)
    classes = FrameClass.objects.filter(frame=frame_id).values("school_class")
    in_its_classes = Q(pk__in=teaching.filter(school_class__in=classes).values("person"))
    wrote = Q(pk__in=Frame.objects.filter(pk=frame_id).values("by"))
    return _with_a_class(teaching).filter(in_its_classes | wrote).values_list("pk", flat=True)


def _with_a_class(teaching: QuerySet[Enrolment]) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=teaching.values("person"), left_on__isnull=True)


def _teaching_members(project_id: UUID, on: date) -> QuerySet[Enrolment]:
    """Return where somebody who works here teaches a class of a member."""
    attended = Enrolment.objects.live(on).filter(
        role=Enrolment.Role.LEARNER,
        person__in=_members(project_id).values("learner"),
        school_class__closed_on__isnull=True,
    )
    at_school = Role.objects.live(on).filter(person=OuterRef("person")).exclude(kind__in=(FAMILY, MENTOR))
    return Enrolment.objects.live(on).filter(
        Exists(at_school), role__in=TEACHING, school_class__in=attended.values("school_class")
    )


def _members(project_id: UUID) -> QuerySet[Member]:
    here = Member.objects.filter(project=project_id, joined_at__isnull=False, left_at__isnull=True)
    return here.filter(learner__left_on__isnull=True)


def project_circle(project_id: UUID, on: date) -> frozenset[UUID]:
    """Return the ids of all who talk about a project: its members, their educators and its mentors of today.

    Families read a project and do not write in its team's conversation. A draft has none: its team alone sees it.
    """
    found = _not_draft(project_id)
    if not found:
        return frozenset()
    educators = _educators_around(project_id, found[0], on)
    return frozenset([*_member_ids(project_id), *educators, *_mentor_ids(project_id, on)])


@compiled
def _not_draft(project_id: UUID) -> QuerySet[Project, UUID | None]:
    shown = Project.objects.filter(pk=project_id).exclude(state=Project.State.DRAFT)
    return shown.values_list("frame_id", flat=True)


@compiled
def _member_ids(project_id: UUID) -> QuerySet[Member, UUID]:
    return _members(project_id).values_list("learner_id", flat=True)


@compiled
def _mentor_ids(project_id: UUID, on: date) -> QuerySet[ProjectMentor, Any]:
    here = live_mentors(on).filter(project=project_id, mentor__isnull=False, mentor__left_on__isnull=True)
    return here.values_list("mentor_id", flat=True)


def may_take_part(person: Person, project_id: UUID, on: date) -> bool:
    """Say whether somebody talks in a team's conversation."""
    return person.pk in project_circle(project_id, on)


def reads_first_names(person: Person, project_id: UUID, on: date) -> bool:
    """Say whether somebody reads first names alone in this conversation: a mentor, who is nothing else to the team."""
    return not _knows_a_member(person, project_id, on)


@compiled
def _knows_a_member(person: Person, project_id: UUID, on: date) -> QuerySet[Member, UUID]:
    taught = Q(learner__in=learners_of(person, on).values("pk"))
    return _members(project_id).filter(Q(learner=person) | taught).values_list("pk", flat=True)


# --- Mentors -----------------------------------------------------------------------------------------


def mentors_to_ask(learner: Person, on: date) -> QuerySet[Person]:
    """Return the mentors whom a learner may name: of this school by their role, their own, and of classmates' teams."""
    schools = Role.objects.live(on).filter(person=learner, kind=LEARNER).values("school")
    known = Role.objects.live(on).filter(kind=MENTOR, school__in=schools).values("person")
    own = Mentorship.objects.live(on).filter(learner=learner).values("mentor")
    found = Person.objects.filter(Q(pk__in=known) | Q(pk__in=own), left_on__isnull=True)
    return found.order_by("given_name", "family_name", "pk")


def get_mentor_link_for(
    person: Person, link_id: UUID, on: date, to: str = "see"
) -> tuple[ProjectMentor, ProjectReader]:
    """Return a mentor of a project; 404 where it is invisible and to mentors and family.

    ``to="answer"`` and ``to="end"``: an educator who answers for the project. A member takes back a wish that nobody
    has answered (``to="take back"``). Else 403.
    """
    link = ProjectMentor.objects.select_related("mentor", "asked_by").filter(pk=link_id).first()
    if link is None:
        raise Http404
    reader = get_project_for(person, link.project_id, on)
    if not (reader.is_member or reader.is_educator):
        raise Http404
    if to in {"answer", "end"} and not may_answer_for(reader):
        raise PermissionDenied
    if to == "take back" and not (reader.is_member and link.approved_at is None):
        raise PermissionDenied
    return link, reader


def still_vouched_for(link: ProjectMentor, on: date) -> bool:
    """Say whether whoever let a mentor in still answers for the project: no link outlives its educator."""
    by = link.approved_by
    if by is None or EDUCATOR not in standing_of(by, on).kinds:
        return False
    if not learners_of(by, on).filter(pk__in=_members(link.project_id).values("learner")).exists():
        return False
    frame = link.project.frame
    return frame is None or leads(by, frame, on)


def may_become_mentor(person: Person, link: ProjectMentor, on: date) -> bool:
    """Say whether somebody with an account may take up a link: no learner, nobody who sees the project already."""
    if LEARNER in standing_of(person, on).kinds or person.pk == link.approved_by_id:
        return False
    return not learners_of(person, on).filter(pk__in=_members(link.project_id).values("learner")).exists()


# --- Evidence ----------------------------------------------------------------------------------------


def artefacts_of_team(project: Project) -> QuerySet[Artefact]:
    """Return what members have shown that others may see: what the team can link, the newest first."""
    made = Authorship.objects.filter(artefact=OuterRef("pk"), learner__in=_members(project.pk).values("learner"))
    shown = Artefact.objects.filter(Exists(made), shared_at__isnull=False, removed_at__isnull=True)
    return shown.exclude(audience="me").order_by("-happened_on", "-pk")


@compiled
def projects_mentored(person: Person, on: date) -> QuerySet[ProjectMentor]:
    """Return the invitations by which somebody sees projects today, the next to end first."""
    found = live_mentors(on).filter(mentor=person).exclude(project__state=Project.State.DRAFT)
    return found.select_related("project").order_by("ends_on", "pk")


def people_of(project: Project) -> Iterable[Person]:
    """Return the members of a project who are here, by name."""
    found = Person.objects.filter(pk__in=_members(project.pk).values("learner"))
    return found.order_by("given_name", "family_name", "pk")
