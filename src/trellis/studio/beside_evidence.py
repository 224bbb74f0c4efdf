"""The project that an artefact came of, beside the artefact: for those who may open the project too."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.studio.access import ties_to_project
from trellis.studio.models import Project
from trellis.web.icons import icon


def projects_of_artefact(person: Person, artefact_id: UUID, on: date) -> SafeString:
    """Return the projects that an artefact came of, as a card; nothing where there are none. One query, or two."""
    found = [project for project in _projects(artefact_id) if ties_to_project(person, project, on)]
    if not found:
        return mark_safe("")
    lines = format_html_join(
        "",
        '<li><a class="who" href="{}">{}<span>{}</span></a></li>',
        ((reverse("studio:project", args=[one.pk]), icon("hammer"), one.title) for one in found),
    )
    return format_html(
        '<section class="card" aria-labelledby="came-title"><p class="kicker">{}'
        '<span id="came-title">{}</span></p><ul class="people" role="list">{}</ul></section>',
        icon("hammer"),
        _("It came of a project"),
        lines,
    )


@compiled
def _projects(artefact_id: UUID) -> QuerySet[Project]:
    return Project.objects.filter(artefact_links__artefact=artefact_id).order_by("title", "pk")
