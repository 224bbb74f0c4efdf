"""Who is told what about a project: the team, the educators who answer for it, its mentors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from trellis.notice.actions import tell
from trellis.people.models import Person
from trellis.studio.access_projects import educators_around, people_of, project_circle
from trellis.studio.models import Member, Project, ProjectMentor
from trellis.talk.models import Message

PROJECT = "studio.project"  # the subject of a team's conversation
ASKED, JOINED, PROPOSED = "studio.asked-to-team", "studio.joined-team", "studio.project-proposed"
ANSWERED, ACCEPTED = "studio.project-answered", "studio.changes-accepted"
MENTOR_ASKED, MENTOR_ANSWERED, MENTOR_COMES = (
    "studio.mentor-asked",
    "studio.mentor-answered",
    "studio.mentor-comes",
)
SAID = "studio.project-said"


def tell_asked(members: Iterable[Member], project: Project, by: Person, now: datetime) -> None:
    """Tell classmates that they are asked into a team."""
    tell(people=[one.learner for one in members], kind=ASKED, thing=project, title=project.title, by=by, now=now)


def tell_joined(member: Member, now: datetime) -> None:
    """Tell the others of a team that somebody joined."""
    project = member.project
    tell(people=people_of(project), kind=JOINED, thing=project, title=project.title, by=member.learner, now=now)


def tell_educators(project: Project, kind: str, by: Person, now: datetime) -> None:
    """Tell the educators of a team that something waits for them."""
    on = by.district.today(now)
    tell(people=educators_around(project, on), kind=kind, thing=project, title=project.title, by=by, now=now)


def tell_team(project: Project, kind: str, by: Person, now: datetime) -> None:
    """Tell a team that it was answered."""
    tell(people=people_of(project), kind=kind, thing=project, title=project.title, by=by, now=now)


def tell_mentor(link: ProjectMentor, by: Person, now: datetime) -> None:
    """Tell a mentor of the school that a project waits for them."""
    if link.mentor is not None:
        tell(people=[link.mentor], kind=MENTOR_COMES, thing=link.project, title=link.project.title, by=by, now=now)


def tell_of_words(message: Message, now: datetime) -> None:
    """Tell the others that somebody said something about a project."""
    thread = message.thread
    if thread.subject_kind != PROJECT:
        return
    project = Project.objects.filter(pk=thread.subject_id).select_related("district").first()
    if project is None:
        return
    people = Person.objects.filter(pk__in=project_circle(project.pk, project.district.today(now)))
    tell(people=people, kind=SAID, thing=project, title=project.title, by=message.author, now=now)
