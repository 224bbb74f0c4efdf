"""The programme of an exhibition: projects and lines, where they stand, a team's yes, and labels for print."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.doors.qr import code_picture
from trellis.people.requests import SignedIn
from trellis.studio.access_exhibitions import get_exhibition_for, get_programme_item_for
from trellis.studio.actions import exhibitions as actions
from trellis.studio.actions.guests import invite_by_link
from trellis.studio.forms_exhibitions import LabelForm, LineForm, ProjectsForm
from trellis.studio.queries.exhibitions import programme, projects_to_exhibit
from trellis.studio.views.exhibitions import refuse
from trellis.web.dates import exact_date
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def arrange(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Put projects into the programme, many at once, and lines in their order."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    form = ProjectsForm(request.POST or None, projects=projects_to_exhibit(found))
    if form.is_bound and form.is_valid():
        projects = form.cleaned_data["projects"]
        n = actions.add_projects(exhibition=found, projects=projects, by=request.person, now=request.now)
        words = ngettext("%(n)s team is asked.", "%(n)s teams are asked.", n)
        say(request, words % {"n": n})
        return redirect("studio:programme", exhibition_id)
    return _arranging(request, found, form, LineForm(auto_id="line_%s"))


def _arranging(request: SignedIn, found: Any, form: ProjectsForm, line_form: LineForm) -> HttpResponse:
    lines = programme(found, request.person, whole=True)
    context = {"exhibition": found, "form": form, "line_form": line_form, "lines": lines}
    return render(request, "studio/programme.html", context)


@require_POST
@login_required
def add_line(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Add something for everybody to the programme."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    form = LineForm(request.POST, auto_id="line_%s")
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "place", "at")}
        try:
            actions.add_line(exhibition=found, **given, by=request.person, now=request.now)
            return redirect("studio:programme", exhibition_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return _arranging(request, found, ProjectsForm(projects=projects_to_exhibit(found)), form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def line(request: SignedIn, line_id: UUID) -> HttpResponse:
    """Say where and when something stands, and what its label says."""
    item, reader = get_programme_item_for(request.person, line_id, request.today, to="arrange")
    there = {name: getattr(item, name) for name in ("title", "at", "place", "label", "version")}
    form = LineForm(request.POST or None, initial=there)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        given = {name: data[name] for name in ("title", "at", "place", "label")}
        expected = data["version"] or item.version
        try:
            actions.change_line(item=item, **given, expected=expected, by=request.person, now=request.now)
            return redirect("studio:programme", reader.exhibition.pk)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "item": item, "exhibition": reader.exhibition, "arranges": True}
    return render(request, "studio/programme_line.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def label(request: SignedIn, line_id: UUID) -> HttpResponse:
    """Let a team write the label beside its work."""
    item, reader = get_programme_item_for(request.person, line_id, request.today, to="show")
    form = LabelForm(request.POST or None, initial={"label": item.label, "version": item.version})
    if form.is_bound and form.is_valid():
        words, expected = form.cleaned_data["label"], form.cleaned_data["version"] or item.version
        try:
            actions.write_label(item=item, label=words, expected=expected, by=request.person, now=request.now)
            return redirect("studio:exhibition", reader.exhibition.pk)
        except ActionRefused as refused:
            refuse(form, refused)
    context = {"form": form, "item": item, "exhibition": reader.exhibition, "arranges": False}
    return render(request, "studio/programme_line.html", context)


@require_POST
@login_required
def move(request: SignedIn, line_id: UUID) -> HttpResponse:
    """Move a line one place up or down."""
    item, reader = get_programme_item_for(request.person, line_id, request.today, to="arrange")
    places = -1 if request.POST.get("to") == "up" else 1
    actions.move_line(item=item, by_places=places, by=request.person, now=request.now)
    return redirect(f"{reverse('studio:programme', args=[reader.exhibition.pk])}#l-{line_id}")


@require_POST
@login_required
def take_out(request: SignedIn, line_id: UUID) -> HttpResponse:
    """Take a line out of the programme."""
    item, reader = get_programme_item_for(request.person, line_id, request.today, to="arrange")
    try:
        actions.take_out_line(item=item, by=request.person, now=request.now)
        say(request, _("Taken out of the programme. You can put it in again below."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("studio:programme", reader.exhibition.pk)


@require_POST
@login_required
def agree(request: SignedIn, line_id: UUID) -> HttpResponse:
    """Say yes to being shown, or take the yes back; one of the team speaks for it."""
    item, reader = get_programme_item_for(request.person, line_id, request.today, to="show")
    agrees = request.POST.get("agrees") == "yes"
    actions.agree_to_show(item=item, agrees=agrees, by=request.person, now=request.now)
    words = _("Guests will see your project.") if agrees else _("Guests will not see your project.")
    say(request, words)
    return redirect("studio:exhibition", reader.exhibition.pk)


@require_POST
@never_cache
@login_required
def labels(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Make labels with a QR code each, for print; the codes open until two weeks after the day."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    name = _("QR codes printed on %(day)s") % {"day": exact_date(request.today)}
    token = invite_by_link(exhibition=found, name=name, by=request.person, now=request.now)
    lines = [line for line in programme(found, request.person, whole=True) if line.project_id and line.is_agreed]
    shown = [(one, code_picture(_address(request, token, one.id))) for one in lines]
    return render(request, "studio/labels.html", {"exhibition": found, "lines": shown})


def _address(request: SignedIn, token: str, line_id: UUID) -> str:
    return request.build_absolute_uri(reverse("studio:line-as-guest", args=[token, line_id]))
