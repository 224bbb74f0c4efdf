"""A learner's projects beside their plan: the milestones that come next, of projects under way.

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
from trellis.studio.models import Member, Milestone, Project
from trellis.web.dates import date_words
from trellis.web.icons import icon

FEW = 6


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
