"""Mentors of one project: a member asks, an educator approves with an end, a stranger comes in by a link.

Nobody becomes anybody's mentor otherwise by it: there is no `Mentorship`, and the role of a stranger ends on the same
day as the project does for them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import change_scope
from trellis.people.access import MENTOR
from trellis.people.actions import create_person, give_role, open_account
from trellis.people.actions_dates import refuse_over_a_year
from trellis.people.models import Account, Person, Role, School
from trellis.people.secrets import hash_token, make_token
from trellis.people.signing_in_mentors import refuse_weak_password
from trellis.studio.access_projects import may_become_mentor, mentors_to_ask, people_of, still_vouched_for
from trellis.studio.actions.projects import fitting, refuse_over
from trellis.studio.models import Project, ProjectMentor
from trellis.studio.telling_projects import MENTOR_ANSWERED, MENTOR_ASKED, tell_educators, tell_mentor, tell_team

OPEN_FOR = timedelta(days=14)
WISHED_FOR = timedelta(days=60)  # what a wish says before an educator sets the day


@transaction.atomic
def ask_mentor(
    *, project: Project, mentor: Person | None, name: str = "", email: str = "", why: str, by: Person, now: datetime
) -> ProjectMentor:
    """Ask for a mentor: somebody who mentors here already, or somebody by name and e-mail. An educator says yes."""
    refuse_over(project)
    if project.state == Project.State.DRAFT:
        raise ActionRefused(_("Propose your project first. Then an educator can let a mentor in."))
    today = by.district.today(now)
    if mentor is not None and not mentors_to_ask(by, today).filter(pk=mentor.pk).exists():
        raise ActionRefused(_("Choose a mentor of your school."), "mentor")
    name = mentor.full_name if mentor is not None else fitting(name, "name", 160)
    email, why = fitting(email, "email", 254).lower(), fitting(why, "why", 300)
    if not name:
        raise ActionRefused(_("Say who it is."), "name")
    if mentor is None and not email:
        raise ActionRefused(_("An e-mail is needed, so that an educator can write to them."), "email")
    if not why:
        raise ActionRefused(_("Say what they can help you with."), "why")
    _refuse_twice(project, mentor, email, today)
    link = ProjectMentor.objects.create(
        project=project,
        mentor=mentor,
        name=name[:160],
        email="" if mentor is not None else email,
        why=why,
        asked_by=by,
        asked_at=now,
        starts_on=today,
        ends_on=today + WISHED_FOR,
    )
    context = {"is_known": mentor is not None}
    record_moment(at=now, actor=by, verb="project-mentor.asked", thing=link, learner=by, context=context)
    tell_educators(project, MENTOR_ASKED, by, now)
    return link


def _refuse_twice(project: Project, mentor: Person | None, email: str, today: date) -> None:
    here = ProjectMentor.objects.filter(project=project, declined_at__isnull=True, ends_on__gt=today)
    if here.filter(mentor=mentor).exists() if mentor is not None else here.filter(email=email).exists():
        raise ActionRefused(_("You have asked for them already."), "mentor" if mentor is not None else "email")


@transaction.atomic
def approve_mentor(
    *, link: ProjectMentor, ends_on: date | None, by: Person, now: datetime, address: str = ""
) -> str:  # fmt: skip
    """Let a mentor into one project until a day. Returns the secret of the link for a stranger, else nothing.

    ``address`` is where the link leads, with ``TOKEN`` for its secret; the letter goes there.
    """
    link = ProjectMentor.objects.select_for_update(of=("self",)).select_related("project", "mentor").get(pk=link.pk)
    refuse_over(link.project)
    today = by.district.today(now)
    if link.approved_at is not None or link.declined_at is not None:
        raise ActionRefused(_("This has been answered already."))
    if ends_on is None:
        raise ActionRefused(_("Say until when. Every invitation has an end."), "ends_on")
    if ends_on <= today:
        raise ActionRefused(_("Choose a day after today."), "ends_on")
    refuse_over_a_year(ends_on, today, "ends_on")
    if link.mentor is not None and not may_become_mentor(link.mentor, link, today):
        raise ActionRefused(_("They see this project already, or learn here themselves."))
    token = "" if link.mentor is not None else make_token()
    link.approved_by, link.approved_at, link.starts_on, link.ends_on = by, now, today, ends_on
    link.token_hash = hash_token(token) if token else ""
    link.expires_at = now + OPEN_FOR if token else None
    link.save(
        update_fields=["approved_by", "approved_at", "starts_on", "ends_on", "token_hash", "expires_at"]
    )  # fmt: skip
    record_moment(at=now, actor=by, verb="project-mentor.approved", thing=link, context={"is_known": not token})
    tell_team(link.project, MENTOR_ANSWERED, by, now)
    if link.mentor is not None:
        _let_mentor(link.mentor, link, by, now)
    tell_mentor(link, by, now)
    if token and address:
        transaction.on_commit(partial(_send, link, address.replace("TOKEN", token), by), robust=True)
    return token


def _send(link: ProjectMentor, address: str, by: Person) -> None:
    words = {"link": address, "inviter": by.full_name, "school": by.district.name, "purpose": link.why}
    subject = render_to_string("people/mail/invitation_subject.txt", words).strip()
    send_mail(subject, render_to_string("people/mail/invitation.txt", words), None, [link.email])


@transaction.atomic
def decline_mentor(*, link: ProjectMentor, reason: str, by: Person, now: datetime) -> None:
    """Say no to a wish for a mentor, with a reason that the team reads."""
    reason = fitting(reason, "reason", 300)
    if link.approved_at is not None or link.declined_at is not None:
        raise ActionRefused(_("This has been answered already."))
    if not reason:
        raise ActionRefused(_("Say why, so that the team can look for somebody else."), "reason")
    link.declined_at, link.reason = now, reason
    link.save(update_fields=["declined_at", "reason"])
    record_moment(at=now, actor=by, verb="project-mentor.declined", thing=link)
    tell_team(link.project, MENTOR_ANSWERED, by, now)


@transaction.atomic
def take_back_wish(*, link: ProjectMentor, by: Person, now: datetime) -> None:
    """Take a wish back that nobody has answered."""
    if link.approved_at is not None:
        raise ActionRefused(_("This has been answered already."))
    record_moment(at=now, actor=by, verb="project-mentor.taken-back", thing=link, learner=by)
    link.delete()


@transaction.atomic
def end_mentor(*, link: ProjectMentor, by: Person, now: datetime) -> None:
    """End it today: from now on the mentor sees nothing of the project, and an unopened link no longer opens."""
    today = by.district.today(now)
    if link.approved_at is None or link.ends_on <= today:
        raise ActionRefused(_("It has ended already."))
    before = link.ends_on
    link.starts_on = min(link.starts_on, today - timedelta(days=1))  # an end is after its start
    link.ends_on, link.token_hash, link.expires_at = today, "", None
    link.save(update_fields=["starts_on", "ends_on", "token_hash", "expires_at"])
    if link.mentor is not None:
        _end_role(link.mentor, before, today)
    record_moment(at=now, actor=by, verb="project-mentor.ended", thing=link)


def _end_role(mentor: Person, before: date, today: date) -> None:
    """Let the role that was given for this project end with the last of the others, or now."""
    others = ProjectMentor.objects.filter(mentor=mentor, ends_on__gt=today, approved_at__isnull=False)
    until = max(others.values_list("ends_on", flat=True), default=today)
    for role in Role.objects.live(today).filter(person=mentor, kind=MENTOR, ends_on=before, ends_on__gt=until):
        role.ends_on = max(until, role.starts_on)
        role.save(update_fields=["ends_on"])


def _let_mentor(mentor: Person, link: ProjectMentor, by: Person | None, now: datetime) -> None:
    """Make somebody a mentor of the school until the day, where they are none: it shows them nothing else."""
    today = link.district.today(now)
    roles = Role.objects.live(today).filter(person=mentor, kind=MENTOR)
    if roles.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=link.ends_on)).exists():
        return
    school = _school_of(link.project, today)
    give_role(person=mentor, kind=MENTOR, school=school, starts_on=today, ends_on=link.ends_on, by=by, now=now)


# --- The door ----------------------------------------------------------------------------------------


def find_project_invitation(token: str, now: datetime) -> ProjectMentor | None:
    """Return the open invitation with this secret and step into its district; None where there is none any more."""
    found = ProjectMentor.objects.filter(
        token_hash=hash_token(token), mentor__isnull=True, approved_at__isnull=False, expires_at__gt=now
    ).first()
    if found is None:
        return None
    change_scope(found.district_id)  # type: ignore[arg-type]  # never empty
    rows = ProjectMentor.objects.select_related("project__frame", "approved_by", "district")
    link = rows.get(pk=found.pk)
    today = link.district.today(now)
    is_open = link.ends_on > today and link.project.state not in {Project.State.FINISHED, Project.State.LET_GO}
    return link if is_open and still_vouched_for(link, today) else None


@transaction.atomic
def come_in_as_newcomer(
    *, link: ProjectMentor, given_name: str, family_name: str, username: str, password: str, now: datetime
) -> Account:
    """Make person and account of somebody whom an educator let into a project; they mentor until its day."""
    refuse_weak_password(password, Account(username=username, email=link.email))
    person = create_person(
        given_name=given_name, family_name=family_name, email=link.email, by=link.approved_by, now=now
    )
    account = open_account(person=person, username=username, password=password, email=link.email, by=person, now=now)
    _take(link, person, now)
    return account


@transaction.atomic
def come_in_as(*, link: ProjectMentor, mentor: Person, now: datetime) -> None:
    """Take the invitation up with the account one has already."""
    if not may_become_mentor(mentor, link, mentor.district.today(now)):
        raise ActionRefused(_("This invitation is for somebody else. Send them its link."))
    _take(link, mentor, now)


def _take(link: ProjectMentor, mentor: Person, now: datetime) -> None:
    taken = ProjectMentor.objects.filter(pk=link.pk, mentor__isnull=True).exclude(token_hash="")
    if not taken.update(mentor=mentor, token_hash="", expires_at=None):  # somebody was faster with the same link
        raise ActionRefused(_("This invitation has been used already."))
    link.mentor, link.token_hash = mentor, ""
    _let_mentor(mentor, link, link.approved_by, now)
    record_moment(at=now, actor=mentor, verb="project-mentor.came-in", thing=link)


def _school_of(project: Project, today: date) -> School | None:
    if project.frame is not None:
        return project.frame.school
    team = [one.pk for one in people_of(project)]
    role = Role.objects.live(today).filter(person__in=team, school__isnull=False).select_related("school").first()
    return role.school if role is not None else None
