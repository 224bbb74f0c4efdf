"""What happens in a team: classmates are asked, join, decline or leave; roles go round."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Person
from trellis.studio.access_projects import classmates_to_ask, people_of
from trellis.studio.actions.projects import fitting, refuse_over
from trellis.studio.models import Member, Project, RoleTurn
from trellis.studio.telling_projects import tell_asked, tell_joined

MOST_MEMBERS = 8


@transaction.atomic
def ask_into_team(*, project: Project, people: Collection[Person], by: Person, now: datetime) -> list[Member]:
    """Ask classmates into a team; who declined or left can be asked again. Raises ``ActionRefused``."""
    refuse_over(project)
    if not people:
        raise ActionRefused(_("Choose at least one person."), "people")
    allowed = classmates_to_ask(by, project.frame, by.district.today(now)).filter(pk__in=[one.pk for one in people])
    if allowed.count() != len({one.pk for one in people}):
        raise ActionRefused(_("Choose people who learn with you."), "people")
    Project.objects.select_for_update().get(pk=project.pk)
    before = {row.learner_id: row for row in Member.objects.filter(project=project).select_related("learner")}
    here = [row for row in before.values() if row.left_at is None and row.declined_at is None]
    new = [one for one in people if one.pk not in {row.learner_id for row in here}]
    if len(here) + len(new) > MOST_MEMBERS:
        raise ActionRefused(_("A team has at most %(n)s people.") % {"n": MOST_MEMBERS}, "people")
    asked = [_asked(project, one, before.get(one.pk), by, now) for one in new]
    record_moment(at=now, actor=by, verb="team.asked", thing=project, learner=by, context={"people": len(asked)})
    tell_asked(asked, project, by, now)
    return asked


def _asked(project: Project, learner: Person, row: Member | None, by: Person, now: datetime) -> Member:
    if row is None:
        return Member.objects.create(project=project, learner=learner, asked_by=by, asked_at=now)
    row.asked_by, row.asked_at, row.joined_at, row.declined_at, row.left_at = by, now, None, None, None
    row.save(update_fields=["asked_by", "asked_at", "joined_at", "declined_at", "left_at"])
    return row


def _asked_row(project: Project, learner: Person) -> Member:
    row = Member.objects.select_for_update(of=("self",)).select_related("project", "learner")
    found = row.filter(
        project=project, learner=learner, joined_at__isnull=True, declined_at__isnull=True, left_at__isnull=True
    ).first()
    if found is None:
        raise ActionRefused(_("You have answered already."))
    return found


@transaction.atomic
def join_team(*, project: Project, by: Person, now: datetime) -> Member:
    """Say yes: one is of the team and sees its draft."""
    refuse_over(project)
    row = _asked_row(project, by)
    row.joined_at = now
    row.save(update_fields=["joined_at"])
    record_moment(at=now, actor=by, verb="team.joined", thing=project, learner=by)
    tell_joined(row, now)
    return row


@transaction.atomic
def decline_team(*, project: Project, by: Person, now: datetime) -> Member:
    """Say no, without a reason: nobody has to."""
    row = _asked_row(project, by)
    row.declined_at = now
    row.save(update_fields=["declined_at"])
    record_moment(at=now, actor=by, verb="team.declined", thing=project, learner=by)
    return row


@transaction.atomic
def leave_team(*, project: Project, by: Person, now: datetime) -> None:
    """Leave a team. The last one lets the project go instead, so that none is left without anybody."""
    Project.objects.select_for_update().get(pk=project.pk)
    members = Member.objects.filter(project=project, joined_at__isnull=False, left_at__isnull=True)
    if not members.exclude(learner=by).exists():
        raise ActionRefused(_("You are the only one here. You can let the project go instead."))
    # Roles first: once one has left a draft, the database shows it no more.
    today = by.district.today(now)
    for turn in RoleTurn.objects.filter(project=project, learner=by, ends_on__isnull=True):
        turn.ends_on = max(turn.starts_on, today)
        turn.save(update_fields=["ends_on"])
    record_moment(at=now, actor=by, verb="team.left", thing=project, learner=by)
    row = members.get(learner=by)
    row.left_at = now
    row.save(update_fields=["left_at"])


# --- Roles -------------------------------------------------------------------------------------------


@transaction.atomic
def give_roles(*, project: Project, roles: Sequence[tuple[str, Person]], by: Person, now: datetime) -> int:
    """Say who has which role from today on; the roles before end. Returns how many there are."""
    refuse_over(project)
    today = by.district.today(now)
    team = {one.pk for one in people_of(project)}
    wanted: dict[str, Person] = {}
    for role, learner in roles:
        name = fitting(role, "role", 80)
        if not name:
            continue
        if learner.pk not in team:
            raise ActionRefused(_("Choose somebody of the team."), "learner")
        wanted[name] = learner
    _end_roles(project, today)
    for role, learner in wanted.items():
        _begin_role(project, role, learner, today)
    record_moment(
        at=now, actor=by, verb="roles.given", thing=project, learner=by, context={"roles": len(wanted)}
    )  # fmt: skip
    return len(wanted)


def _end_roles(project: Project, today: date) -> None:
    """End what runs; what began this very day was no turn yet and goes."""
    running = RoleTurn.objects.filter(project=project, ends_on__isnull=True)
    running.filter(starts_on=today).delete()
    running.update(ends_on=today)


def _begin_role(project: Project, role: str, learner: Person, today: date) -> None:
    turn, new = RoleTurn.objects.get_or_create(
        project=project, role=role, starts_on=today, defaults={"learner": learner}
    )  # fmt: skip
    if not new:
        turn.learner, turn.ends_on = learner, None
        turn.save(update_fields=["learner", "ends_on"])


@transaction.atomic
def rotate_roles(*, project: Project, by: Person, now: datetime) -> int:
    """Let every role go to whoever of the team has had it least, and longest ago: everybody tries each."""
    running = list(RoleTurn.objects.filter(project=project, ends_on__isnull=True).order_by("role"))
    if not running:
        raise ActionRefused(_("Say first who has which role. Then they can go round."))
    team = list(people_of(project))
    had = list(RoleTurn.objects.filter(project=project).values_list("role", "learner_id", "starts_on"))
    taken: dict[str, Person] = {}
    for turn in running:
        free = [one for one in team if one not in taken.values()] or team
        taken[turn.role] = min(free, key=lambda one: _how_often(had, turn.role, one))
    return give_roles(project=project, roles=list(taken.items()), by=by, now=now)


def _how_often(had: list[tuple[str, object, date]], role: str, learner: Person) -> tuple[int, date]:
    turns = [starts for name, who, starts in had if name == role and who == learner.pk]
    return len(turns), max(turns, default=date.min)
