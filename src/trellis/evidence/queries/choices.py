"""What a learner may tie an artefact to, and with whom they may have made it: the choices of its forms."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.models import Artefact
from trellis.evidence.queries.feedback import classmates_of
from trellis.framework.models import Competency, Framework
from trellis.people.models import Person
from trellis.plan.models import Goal, Step
from trellis.school.access import classes_attended
from trellis.school.models import SchoolClass


def goals_of(learner: Person, artefact: Artefact | None = None) -> QuerySet[Goal]:
    """Return the goals under way, and those that the artefact is about already."""
    under_way = Q(state__in=(Goal.State.DRAFT, Goal.State.PROPOSED, Goal.State.AGREED))
    if artefact is not None:
        under_way |= Q(artefact_links__artefact=artefact)
    return Goal.objects.filter(under_way, learner=learner).distinct().order_by("position", "made_at")


def steps_of(learner: Person) -> QuerySet[Step]:
    """Return the steps of a learner that are still there."""
    return Step.objects.filter(goal__learner=learner, removed_at__isnull=True).select_related("goal")


def competencies_of(learner: Person, chosen: list[UUID], artefact: Artefact | None = None) -> QuerySet[Competency]:
    """Return learning skills, what goals under way name, and what was chosen already."""
    skills = Q(framework__kind=Framework.Kind.LEARNING_SKILL)
    named = Q(goal_links__goal__learner=learner) & ~Q(
        goal_links__goal__state__in=(Goal.State.REACHED, Goal.State.LET_GO)
    )
    wanted = Q(pk__any_of=chosen) | (skills & Q(links_to__isnull=True)) | named
    if artefact is not None:
        wanted |= Q(artefact_links__artefact=artefact)
    found = Competency.objects.filter(wanted, retired_at__isnull=True, framework__retired_at__isnull=True)
    return (
        Competency.objects.filter(pk__in=found.values("pk"))
        .defer("search", "case_extra", "notes")
        .order_by("framework__kind", "code", "pk")
    )


def classes_of(learner: Person, on: date) -> QuerySet[SchoolClass]:
    """Return the classes in which somebody learns."""
    return classes_attended(learner, on).order_by("title")


def team_of(learner: Person, on: date, artefact: Artefact | None = None) -> QuerySet[Person]:
    """Return with whom somebody may have made it: who learns with them, and who made it already."""
    mates: Any = Q(pk__in=classmates_of(learner, on).values("pk"))
    if artefact is not None:
        mates |= Q(authorships__artefact=artefact)
    return Person.objects.filter(mates).exclude(pk=learner.pk).distinct().order_by("given_name", "pk")


# What a page offers is read; what was sent is looked for in the querysets themselves.
offered_goals = compiled(goals_of)
offered_competencies = compiled(competencies_of)
offered_classes = compiled(classes_of)
offered_team = compiled(team_of)
