"""Reads for the coordinator: what is set up, what still wants doing, and the numbers of the school."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.compiled import compiled
from trellis.core.queries import until_something_happens
from trellis.framework.models import Framework
from trellis.interop.oneroster.models import RosterImport
from trellis.people.access import Standing, coordinated_schools
from trellis.people.models import Account, District, Guardianship, Mentorship, Person, Role, School
from trellis.school.access import people_of_schools
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
    """Return the first steps of a district in their order, each done as soon as the thing exists. One query."""
    done: dict[str, bool] = _is_there(district, on, now)[0]

    def task(key: str, words: Promise, icon: str, url: str = "") -> Task:
        return Task(key, words, icon, url or reverse("home:setup-step", args=[key]), done[key])

    return (
        task("district", _("Say where your district is"), "map-pin"),
        task("school", _("Add your schools"), "school"),
        task("term", _("Enter the term"), "calendar"),
        task("framework", _("Choose a framework"), "list-tree"),
        task("people", _("Bring in the people"), "users"),
        task("families", _("Link families to their children"), "heart-handshake", reverse("school:people")),
        task("doors", _("Print sign-in cards for young learners"), "qr-code", reverse("school:classes")),
    )


@compiled
def _is_there(district: District, on: date, now: datetime) -> QuerySet[District, Any]:
    return District.objects.filter(pk=district.pk).values(
        district=ExpressionWrapper(Q(set_up_at__isnull=False), output_field=BooleanField()),
        school=Exists(School.objects.filter(kind=School.Kind.SCHOOL, closed_on__isnull=True)),
        term=Exists(Term.objects.filter(ends_on__gt=on)),
        framework=Exists(Framework.objects.filter(retired_at__isnull=True)),
        people=Exists(Role.objects.live(on).filter(kind=Role.Kind.LEARNER)),
        families=Exists(Guardianship.objects.live(on)),
        doors=Exists(ClassCode.objects.filter(revoked_at__isnull=True, expires_at__gt=now)),
    )


def _second_step(coordinator: Person) -> tuple[Task, ...]:
    """Return the coordinator's own last step, where the installation asks for a second factor."""
    if not settings.REQUIRE_SECOND_FACTOR:
        return ()
    has_one = Authenticator.objects.filter(user__person=coordinator).exists()
    words = _("Protect your account with a second step")
    return (Task("second-step", words, "shield-check", reverse("mfa_index"), has_one),)


def coordinator_today(
    coordinator: Person, standing: Standing, district: District, on: date, now: datetime
) -> CoordinatorToday:
    """Return the coordinator's morning: open tasks first, then numbers of the schools they run."""
    tasks: tuple[Task, ...] = ()
    if standing.is_district_coordinator:
        tasks = (*set_up_tasks(district, on, now), *_second_step(coordinator))
    key = "all" if standing.is_district_coordinator else "-".join(sorted(str(pk) for pk in standing.coordinates))
    numbers, n_schools, n_classes = until_something_happens(f"school-{on}-{key}", lambda: _count(standing, on))
    return CoordinatorToday(
        tasks=tasks,
        n_open=sum(not task.is_done for task in tasks),
        numbers=numbers,
        n_schools=n_schools,
        n_classes=n_classes,
        imports=tuple(_last_imports()) if standing.is_district_coordinator else (),
    )


@compiled
def _last_imports() -> QuerySet[RosterImport]:
    return RosterImport.objects.order_by("-pk")[:3]


def _count(standing: Standing, on: date) -> tuple[tuple[tuple[Promise, int], ...], int, int]:
    mine = coordinated_schools(standing).filter(kind=School.Kind.SCHOOL, closed_on__isnull=True)
    n_classes = SchoolClass.objects.filter(closed_on__isnull=True, school__in=mine).count()
    return _count_people(standing, on), mine.count(), n_classes


def _count_people(standing: Standing, on: date) -> tuple[tuple[Promise, int], ...]:
    roles, families, mentors, accounts = (
        Role.objects.live(on),
        Guardianship.objects.live(on),
        Mentorship.objects.live(on),
        Account.objects.filter(is_active=True),
    )
    if not standing.is_district_coordinator:
        roles = roles.filter(school__in=coordinated_schools(standing).values("pk"))
        learners = roles.filter(kind=Role.Kind.LEARNER).values("person")
        families, mentors = families.filter(learner__in=learners), mentors.filter(learner__in=learners)
        accounts = accounts.filter(person__in=people_of_schools(standing, on).values("pk"))
    counted = dict(roles.values_list("kind").annotate(n=Count("person", distinct=True)).values_list("kind", "n"))
    # Nobody works for the district at one school.
    district_staff = (
        [(_("district staff"), counted.get(Role.Kind.DISTRICT, 0))] if standing.is_district_coordinator else []
    )
    return (
        (_("learners"), counted.get(Role.Kind.LEARNER, 0)),
        (_("educators"), counted.get(Role.Kind.EDUCATOR, 0)),
        (_("family members"), families.values("guardian").distinct().count()),
        (_("mentors"), mentors.values("mentor").distinct().count()),
        (_("coordinators"), counted.get(Role.Kind.COORDINATOR, 0)),
        *district_staff,
        (_("accounts"), accounts.count()),
    )
