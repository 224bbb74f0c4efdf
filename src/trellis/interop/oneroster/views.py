"""Pages of the coordinator: bring a roster in, look before it counts, and take one out."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.interop.oneroster import imports, queries
from trellis.interop.oneroster.access import get_import_for
from trellis.interop.oneroster.exporting import export_roster
from trellis.interop.oneroster.forms import ApplyForm, UploadForm
from trellis.interop.oneroster.uploads import MOST_BYTES
from trellis.people.access import require_district_coordinator
from trellis.people.requests import SignedIn
from trellis.web.notices import say
from trellis.web.uploads import takes_uploads


@takes_uploads(MOST_BYTES + 1024 * 1024)
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: SignedIn) -> HttpResponse:
    """Choose a roster; below it the history, and the district's own roster to take out."""
    require_district_coordinator(request.standing)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        found = imports.upload_roster(files=form.cleaned_data["roster"], by=request.person, now=request.now)
        return redirect("oneroster:import", found.pk)
    context = {"form": form, "history": queries.import_history()}
    return render(request, "oneroster/index.html", context, status=400 if form.is_bound else 200)


@require_safe
@login_required
def show(request: SignedIn, import_id: UUID) -> HttpResponse:
    """Show what a roster would change, or what became of it."""
    page = queries.import_page(get_import_for(request.standing, import_id))
    template = "oneroster/import.html#going" if request.htmx and page.is_going else "oneroster/import.html"
    response = render(request, template, {"page": page, "form": ApplyForm()})
    if request.htmx and not page.is_going:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@login_required
def problems(request: SignedIn, import_id: UUID) -> HttpResponse:
    """Give the problems of an import as a table."""
    text = queries.problems_as_csv(get_import_for(request.standing, import_id))
    headers = {"Content-Disposition": 'attachment; filename="roster-problems.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_POST
@login_required
def apply(request: SignedIn, import_id: UUID) -> HttpResponse:
    """Apply what was looked at; a large roster goes to the worker."""
    found = get_import_for(request.standing, import_id)
    form = ApplyForm(request.POST)
    many_may_leave = form.is_valid() and form.cleaned_data["many_may_leave"]
    try:
        report = imports.start_applying(found=found, many_may_leave=many_may_leave, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, str(refused.sentence))
    else:
        if report is not None and report.applied:
            say(request, _("The roster is applied."))
        elif report is not None and report.asks_confirmation:
            say(request, _("Nothing was changed yet: say that so many people have left."))
    return redirect("oneroster:import", found.pk)


@require_POST
@login_required
def discard(request: SignedIn, import_id: UUID) -> HttpResponse:
    """Put a roster aside without applying it."""
    found = get_import_for(request.standing, import_id)
    try:
        imports.discard_import(found=found, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, str(refused.sentence))
    else:
        say(request, _("The roster is put aside. Nothing was changed."))
    return redirect("oneroster:index")


@require_safe
@login_required
def export(request: SignedIn) -> HttpResponseBase:
    """Give the district's roster as OneRoster 1.2 in a zip."""
    require_district_coordinator(request.standing)
    archive = export_roster(today=request.today)
    return FileResponse(archive, as_attachment=True, filename=f"roster-{request.today.isoformat()}.zip")
