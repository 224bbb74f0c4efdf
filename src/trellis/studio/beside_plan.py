"""A learner's projects beside their plan: the milestones that come next, and the projects that serve a goal.

Whoever reads a plan (the learner, those who teach them now, their family) may open the learner's projects too.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.plan.beside import Named, name_subjects, put_beside, put_beside_goal
from trellis.studio.models import Critique, Member, Milestone, Project, Theme
from trellis.web.dates import date_words
from trellis.web.icons import icon

FEW = 6


def stand_beside_plans() -> None:
    """Register the parts below; called once, when all rooms are loaded."""
    put_beside(projects_beside)
    put_beside_goal(projects_for_goal)
    name_subjects("studio.project", names_of_projects)
    name_subjects("studio.theme", names_of_themes)
    name_subjects("studio.critique", names_of_critiques)


def projects_beside(learner: Person, _on: date) -> SafeString:
    """Return the next milestones of a learner's projects as a card; nothing where there are none. One query."""
    rows = list(_next(learner.pk))
    if not rows:
        return mark_safe("")
    lines = format_html_join(
        "",
        '<li><a class="who" href="{}">{}<span>{}<small>{}{}</small></span></a></li>',
        (
            (reverse("studio:project", args=[pk]), icon("milestone"), title, project, _by(due_on))
            for pk, project, title, due_on in rows
        ),
    )
    return format_html(
        '<section class="card" aria-labelledby="projects-title"><p class="kicker">{}'
        '<span id="projects-title">{}</span></p><ul class="people" role="list">{}</ul></section>',
        icon("hammer"),
        _("Next in the projects"),
        lines,
    )


def projects_for_goal(person: Person, goal_id: UUID) -> SafeString:
    """Return the projects that serve a goal as a card; a draft is shown to its team alone. One query."""
    rows = [row for row in _serving(goal_id) if row[2] != Project.State.DRAFT or row[3] == person.pk]
    if not rows:
        return mark_safe("")
    lines = format_html_join(
        "",
        '<li><a class="who" href="{}">{}<span>{}<small>{}</small></span></a></li>',
        (
            (reverse("studio:project", args=[pk]), icon("hammer"), title, Project.State(state).label)
            for pk, title, state, _learner in rows
        ),
    )
    return format_html(
        '<section class="card" aria-labelledby="serving-title"><p class="kicker">{}'
        '<span id="serving-title">{}</span></p><ul class="people" role="list">{}</ul></section>',
        icon("hammer"),
        _("Projects for it"),
        lines,
    )


@compiled
def _serving(goal_id: UUID) -> QuerySet[Member, Any]:
    rows = Member.objects.filter(goal=goal_id, joined_at__isnull=False, left_at__isnull=True)
    rows = rows.order_by("-project__made_at", "pk")
    return rows.values_list("project_id", "project__title", "project__state", "learner_id")


def names_of_projects(ids: list[UUID]) -> dict[UUID, Named]:
    """Name projects for the list of decisions; nobody reads there of a draft."""
    return {pk: (title, reverse("studio:project", args=[pk])) for pk, title in _project_titles(ids)}


@compiled
def _project_titles(ids: list[UUID]) -> QuerySet[Project, Any]:
    return Project.objects.filter(pk__any_of=ids).exclude(state=Project.State.DRAFT).values_list("pk", "title")


def names_of_themes(ids: list[UUID]) -> dict[UUID, Named]:
    """Name themes that a class chose, for the list of decisions; their page is the class's, so none leads there."""
    return {pk: (title, "") for pk, title in Theme.objects.filter(pk__in=ids).values_list("pk", "title")}


def names_of_critiques(ids: list[UUID]) -> dict[UUID, Named]:
    """Name words on drafts by the project they helped, for the list of decisions."""
    rows = Critique.objects.filter(pk__in=ids).exclude(draft__project__state=Project.State.DRAFT)
    found = rows.values_list("pk", "draft__project__title", "draft__project")
    return {pk: (title, reverse("studio:project", args=[project])) for pk, title, project in found}


def _by(due_on: date | None) -> SafeString:
    return format_html(" · {}", date_words(due_on)) if due_on else mark_safe("")


@compiled
def _next(learner_id: UUID) -> QuerySet[Milestone, Any]:
    mine = Member.objects.filter(
        project=OuterRef("project"), learner=learner_id, joined_at__isnull=False, left_at__isnull=True
    )
    found = Milestone.objects.filter(
        Exists(mine), project__state=Project.State.GOING, done_at__isnull=True, removed_at__isnull=True
    )
    rows = found.order_by("due_on", "position", "pk")
    return rows.values_list("project_id", "project__title", "title", "due_on")[:FEW]
