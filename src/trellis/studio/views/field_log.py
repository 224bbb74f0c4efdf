"""Pages of the field log: notes, one at once or a printed page typed in, and sources."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.files.keeping import keep_uploads
from trellis.people.requests import SignedIn
from trellis.school.stale import show_both
from trellis.studio.access import get_project_for
from trellis.studio.access_projects import get_part_for, get_team_work
from trellis.studio.actions import field_log as actions
from trellis.studio.forms_team_work import ChangeNoteForm, LinesFormSet, NewNoteForm, SourceForm
from trellis.studio.models import FieldNote, Source
from trellis.studio.queries import team_work as queries
from trellis.studio.views.refusing import refuse
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def log(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Show the field log; its members write in it."""
    to = "work" if request.method == "POST" else "see"
    reader = get_project_for(request.person, project_id, request.today, to=to)
    form = _note_form(request)
    if form.is_bound and form.is_valid():
        given = {"noted": form.noted, "files": form.cleaned_data["uploads"], "by": request.person, "now": request.now}
        try:
            note = actions.add_note(project=reader.project, **given)
            say(request, _("It stands in your log."), undo=reverse("studio:remove-note", args=[note.pk]))
            return redirect("studio:field-log", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    if form.is_bound:
        keep_uploads(form=form, owner=request.person, now=request.now)
    kind = request.GET.get("kind", "")
    context = {"reader": reader, "project": reader.project, "form": form, "kind": kind, "kinds": FieldNote.Kind}
    return render(request, "studio/field_log.html", {**context, "log": queries.field_log(reader.project, kind)})


def _note_form(request: SignedIn) -> NewNoteForm:
    if request.method == "POST":
        return NewNoteForm(request.POST, request.FILES)
    return NewNoteForm(initial={"on": request.today, "kind": FieldNote.Kind.OBSERVATION})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def page(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Type a printed page in: many notes at once, all of them or none."""
    found = get_team_work(request.person, project_id, request.today).project
    forms: Any = LinesFormSet(request.POST or None)
    problem = ""
    if forms.is_bound and forms.is_valid():
        lines = [form.noted for form in forms if form.cleaned_data.get("kind")]
        try:
            n = len(actions.type_in_notes(project=found, lines=lines, by=request.person, now=request.now))
            say(request, ngettext("%(n)s note is in your log.", "%(n)s notes are in your log.", n) % {"n": n})
            return redirect("studio:field-log", project_id)
        except ActionRefused as refused:
            problem = _beside(forms, refused)
    return render(request, "studio/field_page.html", {"forms": forms, "project": found, "problem": problem})


def _beside(forms: Any, refused: ActionRefused) -> str:
    """Put the sentence beside the field of its line; return it where it is about the whole page."""
    parts = (refused.field or "").split("-", 2)
    if len(parts) != 3:
        return str(refused.sentence)
    written = [form for form in forms if form.cleaned_data.get("kind")]
    written[int(parts[1])].add_error(parts[2], str(refused.sentence))
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: SignedIn, note_id: UUID) -> HttpResponse:
    """Say a note otherwise; an older page shows both texts."""
    found, reader = get_part_for(request.person, FieldNote, note_id, request.today)
    form = ChangeNoteForm(request.POST or None, initial=queries.initial_of_note(found))
    stale = None
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            actions.change_note(note=found, expected=version, noted=form.noted, by=request.person, now=request.now)
            return redirect("studio:field-log", reader.project.pk)
        except StaleVersion as refused:
            stale = show_both(form, refused)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "stale": stale, "project": reader.project, "note": found}
    return render(request, "studio/note_form.html", context)


@require_POST
@login_required
def remove_note(request: SignedIn, note_id: UUID) -> HttpResponse:
    """Take a note out, or bring it back."""
    found, reader = get_part_for(request.person, FieldNote, note_id, request.today)
    out = found.removed_at is None
    actions.remove_note(note=found, removed=out, by=request.person, now=request.now)
    undo = reverse("studio:remove-note", args=[note_id])
    say(request, _("Taken out.") if out else _("It is back."), undo=undo if out else "")
    return redirect("studio:field-log", reader.project.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sources(request: SignedIn, project_id: UUID) -> HttpResponse:
    """Note where things came from, with credit."""
    found = get_team_work(request.person, project_id, request.today).project
    form = SourceForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.add_source(project=found, **form.cleaned_data, by=request.person, now=request.now)
            return redirect("studio:sources", project_id)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "project": found, "sources": queries.sources_of(found)}
    return render(request, "studio/sources.html", context)


@require_POST
@login_required
def remove_source(request: SignedIn, source_id: UUID) -> HttpResponse:
    """Take a source out, or bring it back."""
    found, reader = get_part_for(request.person, Source, source_id, request.today)
    out = found.removed_at is None
    actions.remove_source(source=found, removed=out, by=request.person, now=request.now)
    undo = reverse("studio:remove-source", args=[source_id])
    say(request, _("Taken out.") if out else _("It is back."), undo=undo if out else "")
    return redirect("studio:sources", reader.project.pk)
