"""Pages of the coordinator: bring a framework in, look before it counts, and take one out."""

from __future__ import annotations

import re
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.interop.case import actions, queries
from trellis.interop.case.access import get_framework_to_export, get_upload_for
from trellis.interop.case.exporting import to_json
from trellis.interop.case.forms import ColumnsForm, UploadForm
from trellis.interop.case.models import FrameworkImport
from trellis.people.access import require_district_coordinator
from trellis.people.requests import SignedIn
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: SignedIn) -> HttpResponse:
    """Choose a file; below it the history, and every framework to take out."""
    require_district_coordinator(request.standing)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        upload = actions.upload_framework(
            file_name=file.name or "", content=file.read(), choices=form.choices(), by=request.person, now=request.now
        )
        return redirect("case:upload", upload.pk)
    context = {"form": form, "history": queries.import_history(), "frameworks": queries.frameworks_to_export()}
    return render(request, "case/index.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def upload(request: SignedIn, upload_id: UUID) -> HttpResponse:
    """Show what a file would change, or what became of it; for a table, ask what its columns mean."""
    found = get_upload_for(request.standing, upload_id)
    asks = found.state == FrameworkImport.State.MAPPING or (found.kind == "table" and "columns" in request.GET)
    form = ColumnsForm(request.POST if request.method == "POST" else None, upload=found) if asks else None
    if form is not None and form.is_valid():
        try:
            _map(request, found, form)
        except ActionRefused as refused:
            form.add_error(None, str(refused.sentence))
        else:
            return redirect("case:upload", found.pk)
    page = queries.upload_page(found)
    status = 400 if form is not None and form.is_bound else 200
    template = "case/upload.html#going" if "HX-Request" in request.headers else "case/upload.html"
    return render(request, template, {"page": page, "form": form}, status=status)


def _map(request: SignedIn, found: FrameworkImport, form: ColumnsForm) -> None:
    title, creator = form.cleaned_data["title"], form.cleaned_data["creator"]
    actions.map_columns(
        upload=found, title=title, creator=creator, mapping=form.mapping(), by=request.person, now=request.now
    )


@require_POST
@login_required
def apply(request: SignedIn, upload_id: UUID) -> HttpResponse:
    """Import what was looked at; a large framework goes to the worker."""
    found = get_upload_for(request.standing, upload_id)
    try:
        report = actions.accept_upload(upload=found, by=request.person, now=request.now)
        if report is not None and report.applied:
            say(request, _("The framework is here."))
    except ActionRefused as refused:
        say(request, str(refused.sentence))
    return redirect("case:upload", found.pk)


@require_POST
@login_required
def drop(request: SignedIn, upload_id: UUID) -> HttpResponse:
    """Put a file aside without importing it."""
    found = get_upload_for(request.standing, upload_id)
    try:
        actions.drop_upload(upload=found, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, str(refused.sentence))
    else:
        say(request, _("The file is put aside. Nothing was changed."))
    return redirect("case:index")


@require_safe
@login_required
def export(request: SignedIn, framework_id: UUID) -> HttpResponse:
    """Give a framework out as a CASE 1.1 package."""
    framework = get_framework_to_export(request.standing, framework_id)
    name = re.sub(r"[^A-Za-z0-9]+", "-", framework.title).strip("-").lower()[:60] or "framework"
    return HttpResponse(
        to_json(queries.export_framework(framework)),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}.case.json"'},
    )
