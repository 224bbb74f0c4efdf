"""Pages of drafts: the versions of a project, a new one, one with its critique, two compared."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access import get_project_for
from trellis.studio.access_critique import get_draft_for
from trellis.studio.actions.critique import add_draft
from trellis.studio.forms_critique import BecameForm, DraftForm, HideForm
from trellis.studio.queries import drafts as queries
from trellis.web.notices import say


@require_safe
@login_required
def drafts(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Show the versions of what a project makes, the newest first."""
    reader = get_project_for(request.person, project_id, request.today)
    context = {"project": reader.project, "reader": reader, "versions": queries.versions_of(reader)}
    return render(request, "studio/drafts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Add the next version: words, something from the evidence, or both."""
    reader = get_project_for(request.person, project_id, request.today, to="work")
    versions = queries.versions_of(reader)
    last = queries.draft_of(project_id, versions[0].id) if versions else None
    initial = {"title": last.title, "words": last.words, "artefact": last.artefact_id} if last else {}
    artefacts = queries.artefacts_to_link(reader.project, request.person)
    form = DraftForm(request.POST or None, artefacts=artefacts, is_first=last is None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = add_draft(project=reader.project, **form.cleaned_data, by=request.person, now=request.now)
            say(request, _("Your draft is kept. The ones before stay too."))
            return redirect("studio:draft", made.pk)
        except ActionRefused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    context = {"project": reader.project, "form": form, "last": last}
    return render(request, "studio/draft_form.html", context)


@require_safe
@login_required
def draft(request: SignedIn, draft_id: UUID) -> HttpResponse:
    """Show one version with what was said of it, and what was changed because of it."""
    reader = get_draft_for(request.person, draft_id, request.today)
    page = queries.draft_page(reader)
    forms: dict[str, Any] = {}
    if reader.is_member:
        forms["became"] = BecameForm(versions=page.later)
    if reader.is_educator:
        forms["hide"] = HideForm()
    return render(request, "studio/draft.html", {"page": page, "draft": reader.draft, "reader": reader, **forms})


@require_safe
@login_required
def compare(request: SignedIn, draft_id: UUID, number: int) -> HttpResponse:
    """Show what is different between a version and another of the same project."""
    reader = get_draft_for(request.person, draft_id, request.today, to="compare")
    other = queries.draft_with_number(reader.draft.project, number)
    if other is None or other.pk == reader.draft.pk:
        raise Http404
    old, new = sorted((other, reader.draft), key=lambda one: one.number)
    page = queries.compare(old, new)
    context = {"page": page, "project": reader.draft.project, "draft": reader.draft}
    return render(request, "studio/draft_compare.html", context)
