"""Who sees frames and projects: their educators and learners now, families their own, a mentor one project until a day.

A classmate sees no other team's project here; drafts that a critique deals out have a door of their own
(``access_critique``). Who runs a school sees its published frames and no project.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.people.access import Standing, children_of, coordinated_schools
from trellis.people.models import Person, Role
from trellis.school.access import classes_attended, classes_taught, learners_of
from trellis.school.models import Enrolment
from trellis.studio.models import Frame, FrameClass, Member, Project, ProjectMentor

MEMBER, ASKED, EDUCATOR, FAMILY, MENTOR = "member", "asked", "educator", "family", "mentor"


# --- Frames ------------------------------------------------------------------------------------------


def led_frames(person: Person, on: date) -> QuerySet[Frame]:
    """Return the frames that ``person`` leads: written by them, or published for a class they teach now."""
    taught = FrameClass.objects.filter(frame=OuterRef("pk"), school_class__in=classes_taught(person, on).values("pk"))
    published = ~Q(state=Frame.State.DRAFT) & Exists(taught)
    return Frame.objects.filter(removed_at__isnull=True).filter(_written(person, on) | published)


def _written(person: Person, on: date) -> Any:
    """Say what somebody wrote, while they work at its school: who left the staff leads nothing any more."""
    here = Role.objects.live(on).filter(person=person, kind=Role.Kind.EDUCATOR)
    here = here.filter(Q(school__isnull=True) | Q(school=OuterRef("school")))
    return Q(by=person) & Exists(here)


def answered_frames(learner: Person, on: date) -> QuerySet[Frame]:
    """Return the published frames of the classes in which somebody learns now, and those they answered before."""
    attended = FrameClass.objects.filter(
        frame=OuterRef("pk"), school_class__in=classes_attended(learner, on).values("pk")
    )
    mine = Member.objects.filter(project__frame=OuterRef("pk"), learner=learner, left_at__isnull=True)
    mine = mine.filter(joined_at__isnull=False)
    published = Frame.objects.filter(removed_at__isnull=True).exclude(state=Frame.State.DRAFT)
    return published.filter(Exists(attended) | Exists(mine))


def visible_frames(person: Person, standing: Standing, on: date) -> QuerySet[Frame]:
    """Return the frames somebody may read.

    Those one leads; those of one's classes; those of one's children's classes; what colleagues of one's school shared;
    for whoever runs a school, all that are published there.
    """
    frames = Frame.objects.filter(removed_at__isnull=True)
    children = FrameClass.objects.filter(
        frame=OuterRef("pk"),
        school_class__enrolments__in=_learning(children_of(person, on), on),
    )
    teaches_at = Role.objects.live(on).filter(person=person, kind=Role.Kind.EDUCATOR)
    teaches_at = teaches_at.filter(Q(school__isnull=True) | Q(school=OuterRef("school")))
    published = ~Q(state=Frame.State.DRAFT)
    seen: Any = Q(pk__in=led_frames(person, on).values("pk")) | Q(pk__in=answered_frames(person, on).values("pk"))
    seen |= published & Exists(children)
    seen |= published & Q(shared_at__isnull=False) & Exists(teaches_at)
    if standing.is_coordinator:
        seen |= published & Q(school__in=coordinated_schools(standing).values("pk"))
    return frames.filter(seen)


def _learning(people: QuerySet[Person], on: date) -> QuerySet[Enrolment, Any]:
    return Enrolment.objects.live(on).filter(role=Enrolment.Role.LEARNER, person__in=people.values("pk")).values("pk")


def get_frame_for(person: Person, standing: Standing, frame_id: UUID, on: date, to: str = "see") -> Frame:
    """Return a frame; 404 where it is invisible.

    ``to="lead"`` (edit, publish, board, answer proposals): who leads it. ``to="answer"``: a learner of its classes
    while it is open. ``to="remix"``: an educator who sees it. Else 403.
    """
    found: Frame | None = next(iter(_visible_frame(person, standing, frame_id, on)), None)
    if found is None:
        raise Http404
    if to == "lead" and not leads(person, found, on):
        raise PermissionDenied
    if to == "answer" and not may_answer(person, found, on):
        raise PermissionDenied
    if to == "remix" and EDUCATOR not in standing.kinds:
        raise PermissionDenied
    return found


@compiled
def _visible_frame(person: Person, standing: Standing, frame_id: UUID, on: date) -> QuerySet[Frame]:
    return visible_frames(person, standing, on).select_related("by", "school", "district").filter(pk=frame_id)


def leads(person: Person, frame: Frame, on: date) -> bool:
    """Say whether somebody leads a frame now."""
    return bool(_led_frame(person, frame.pk, on))


@compiled
def _led_frame(person: Person, frame_id: UUID, on: date) -> QuerySet[Frame, UUID]:
    return led_frames(person, on).filter(pk=frame_id).values_list("pk", flat=True)


def may_answer(person: Person, frame: Frame, on: date) -> bool:
    """Say whether somebody learns in a class of a frame that is open."""
    return frame.state == Frame.State.OPEN and bool(_attended(person, frame.pk, on))


@compiled
def _attended(person: Person, frame_id: UUID, on: date) -> QuerySet[FrameClass, UUID]:
    attended = classes_attended(person, on).values("pk")
    return FrameClass.objects.filter(frame=frame_id, school_class__in=attended).values_list("pk", flat=True)


# --- Projects ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ProjectReader:
    """Somebody who opened a project: how they are tied to it on this day. A mentor reads first names alone."""

    person: Person
    project: Project
    ties: frozenset[str]
    on: date

    @property
    def is_member(self) -> bool:
        """It is their own."""
        return MEMBER in self.ties

    @property
    def is_educator(self) -> bool:
        """They teach or advise a member now."""
        return EDUCATOR in self.ties

    @property
    def is_mentor_alone(self) -> bool:
        """They came in by an invitation to this project and by nothing else."""
        return self.ties == {MENTOR}


def live_members(on_project: str = "project") -> QuerySet[Member]:
    """Return those who take part in the project of the outer query: joined, and did not leave."""
    return Member.objects.filter(
        project=OuterRef("pk" if on_project == "pk" else on_project), joined_at__isnull=False, left_at__isnull=True
    )


def live_mentors(on: date) -> QuerySet[ProjectMentor]:
    """Return the invitations by which a mentor sees a project on this day: approved, begun, not over."""
    return ProjectMentor.objects.filter(approved_at__isnull=False, starts_on__lte=on, ends_on__gt=on)


def visible_projects(person: Person, on: date) -> QuerySet[Project]:
    """Return the projects somebody may open: own, proposed ones of learners and children, those one mentors."""
    members = live_members("pk")
    mine = Member.objects.filter(project=OuterRef("pk"), learner=person, left_at__isnull=True, declined_at__isnull=True)
    shown = ~Q(state=Project.State.DRAFT)
    return Project.objects.filter(
        Exists(mine)
        | shown & Exists(members.filter(learner__in=learners_of(person, on).values("pk")))
        | shown & Exists(members.filter(learner__in=children_of(person, on).values("pk")))
        | shown & Exists(live_mentors(on).filter(project=OuterRef("pk"), mentor=person))
    )


def get_project_for(person: Person, project_id: UUID, on: date, to: str = "see") -> ProjectReader:
    """Return how somebody reads a project; 404 where it is invisible to them.

    ``to="work"`` (words, choices, milestones, board, notes, drafts): its members. ``to="answer"`` (proposals, mentors):
    an educator who leads its frame, or of a project from nothing any educator of a member. ``to="join"``: who was
    asked. ``to="support"``: members and educators. Else 403.
    """
    project: Project | None = next(iter(_project(project_id)), None)
    if project is None:
        raise Http404
    reader = ProjectReader(person, project, ties_to_project(person, project, on), on)
    if not reader.ties:
        raise Http404
    if to == "work" and not reader.is_member:
        raise PermissionDenied
    if to == "join" and ASKED not in reader.ties:
        raise PermissionDenied
    if to == "support" and not (reader.is_member or reader.is_educator):
        raise PermissionDenied
    if to == "answer" and not may_answer_for(reader):
        raise PermissionDenied
    return reader


def may_answer_for(reader: ProjectReader) -> bool:
    """Say whether somebody answers the proposal of a project: who leads its frame, else an educator of a member."""
    if not reader.is_educator:
        return False
    frame = reader.project.frame
    return frame is None or leads(reader.person, frame, reader.on)


def ties_to_project(person: Person, project: Project, on: date) -> frozenset[str]:
    """Return how somebody is tied to a project today; empty where it does not exist for them. One query."""
    found = _ties(person, project.pk, on)
    ties = {tie for tie, holds in found[0].items() if holds} if found else set()
    if project.state == Project.State.DRAFT:
        ties &= {MEMBER, ASKED}
    return frozenset(ties)


@compiled
def _ties(person: Person, project_id: UUID, on: date) -> QuerySet[Project, Any]:
    members = live_members("pk")
    mine = Member.objects.filter(project=OuterRef("pk"), learner=person, left_at__isnull=True)
    return Project.objects.filter(pk=project_id).values(
        member=Exists(mine.filter(joined_at__isnull=False)),
        asked=Exists(mine.filter(joined_at__isnull=True, declined_at__isnull=True)),
        educator=Exists(members.filter(learner__in=learners_of(person, on).values("pk"))),
        family=Exists(members.filter(learner__in=children_of(person, on).values("pk"))),
        mentor=Exists(live_mentors(on).filter(project=OuterRef("pk"), mentor=person)),
    )


@compiled
def _project(project_id: UUID) -> QuerySet[Project]:
    return Project.objects.filter(pk=project_id).select_related("frame", "frame__scale", "district", "opened_by")
