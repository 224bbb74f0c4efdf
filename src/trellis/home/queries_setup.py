"""Reads for the coordinator: what is set up, what still wants doing, and the numbers of the school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.queries import until_something_happens
from trellis.framework.models import Framework
from trellis.interop.oneroster.models import RosterImport
from trellis.people.access import Standing
from trellis.people.models import Account, District, Guardianship, Role, School
from trellis.school.models import ClassCode, SchoolClass, Term


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that a school needs before it can start: done or not, and where to do it."""

    key: str
    words: str | Promise
    icon: str
    url: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class CoordinatorToday:
    """What is still to set up, what was imported lately, and how many people there are."""

    tasks: tuple[Task, ...]
    n_open: int
    numbers: tuple[tuple[Promise, int], ...]
    n_schools: int
    n_classes: int
    imports: tuple[RosterImport, ...]


def set_up_tasks(district: District, on: date, now: datetime) -> tuple[Task, ...]:
    """Return the first steps of a district in their order, each done as soon as the thing exists."""

    def step(key: str) -> str:
        return reverse("home:setup-step", args=[key])

    learners = Role.objects.live(on).filter(kind=Role.Kind.LEARNER)
    doors = ClassCode.objects.filter(revoked_at__isnull=True, expires_at__gt=now)
    return (
        Task("district", _("Say where your district is"), "map-pin", step("district"), district.set_up_at is not None),
        Task("school", _("Add your schools"), "school", step("school"), _schools().exists()),
        Task("term", _("Enter the term"), "calendar", step("term"), Term.objects.filter(ends_on__gt=on).exists()),
        Task("framework", _("Choose a framework"), "list-tree", step("framework"), Framework.objects.exists()),
        Task("people", _("Bring in the people"), "users", step("people"), learners.exists()),
        Task(
            "families",
            _("Link families to their children"),
            "heart-handshake",
            reverse("school:people"),
            Guardianship.objects.live(on).exists(),
        ),
        Task(
            "doors", _("Print sign-in cards for young learners"), "qr-code", reverse("school:classes"), doors.exists()
        ),
    )


def _schools() -> QuerySet[School]:
    return School.objects.filter(kind=School.Kind.SCHOOL, closed_on__isnull=True)


def coordinator_today(standing: Standing, district: District, on: date, now: datetime) -> CoordinatorToday:
    """Return the coordinator's morning: open tasks first, then numbers of the district."""
    tasks = set_up_tasks(district, on, now) if standing.is_district_coordinator else ()
    return CoordinatorToday(
        tasks=tasks,
        n_open=sum(not task.is_done for task in tasks),
        numbers=until_something_happens(f"people-{on}", lambda: _count_people(on)),
        n_schools=_schools().count(),
        n_classes=SchoolClass.objects.filter(closed_on__isnull=True).count(),
        imports=tuple(RosterImport.objects.order_by("-pk")[:3]) if standing.is_district_coordinator else (),
    )


def _count_people(on: date) -> tuple[tuple[Promise, int], ...]:
    counted = dict(
        Role.objects.live(on).values_list("kind").annotate(n=Count("person", distinct=True)).values_list("kind", "n")
    )
    counted[Role.Kind.FAMILY] = Guardianship.objects.live(on).values("guardian").distinct().count()
    return (
        (_("learners"), counted.get(Role.Kind.LEARNER, 0)),
        (_("educators"), counted.get(Role.Kind.EDUCATOR, 0)),
        (_("family members"), counted[Role.Kind.FAMILY]),
        (_("accounts"), Account.objects.filter(is_active=True).count()),
    )
