"""Pages of schools and terms, for coordinators."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.actions import StaleVersion
from trellis.people.access import require_coordinator, require_district_coordinator
from trellis.people.actions import create_school, rename_school
from trellis.people.requests import SignedIn
from trellis.school.access import get_school_for, get_term_for
from trellis.school.actions import change_term, create_term
from trellis.school.forms import ChangeTermForm, NameForm, RenameForm, TermForm
from trellis.school.queries import calendar
from trellis.school.stale import show_both
from trellis.web.notices import say


@login_required
@require_safe
def schools(request: SignedIn) -> HttpResponse:
    """Show the schools somebody runs, and the terms."""
    require_coordinator(request.standing)
    return render(request, "school/schools.html", {"calendar": calendar(request.standing)})


def _form_page(request: SignedIn, form: object, title: str, stale: object = None) -> HttpResponse:
    back = reverse("school:schools")
    return render(request, "school/form.html", {"form": form, "title": title, "back": back, "stale": stale})


@login_required
@require_http_methods(["GET", "POST"])
def new_school(request: SignedIn) -> HttpResponse:
    """Add a school to the district."""
    require_district_coordinator(request.standing)
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        create_school(name=form.cleaned_data["name"], by=request.person, now=request.now)
        say(request, _("The school is there."))
        return redirect("school:schools")
    return _form_page(request, form, _("A new school"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_school(request: SignedIn, school_id: UUID) -> HttpResponse:
    """Rename a school."""
    found = get_school_for(request.standing, school_id)
    form = RenameForm(request.POST or None, initial={"name": found.name, "version": found.version})
    stale = None
    if request.method == "POST" and form.is_valid():
        name, version = form.cleaned_data["name"], form.cleaned_data["version"]
        try:
            rename_school(school=found, name=name, expected_version=version, by=request.person, now=request.now)
            return redirect("school:schools")
        except StaleVersion as refusal:
            stale = show_both(form, refusal)
    return _form_page(request, form, found.name, stale)


@login_required
@require_http_methods(["GET", "POST"])
def new_term(request: SignedIn) -> HttpResponse:
    """Add a term."""
    require_district_coordinator(request.standing)
    form = TermForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "kind", "starts_on", "ends_on")}
        create_term(**given, by=request.person, now=request.now)
        say(request, _("The term is there."))
        return redirect("school:schools")
    return _form_page(request, form, _("A new term"))


@login_required
@require_http_methods(["GET", "POST"])
def edit_term(request: SignedIn, term_id: UUID) -> HttpResponse:
    """Change a term's title and dates."""
    found = get_term_for(request.standing, term_id)
    last_day = found.ends_on - timedelta(days=1)
    initial = {"title": found.title, "starts_on": found.starts_on, "last_day": last_day, "version": found.version}
    form, stale = ChangeTermForm(request.POST or None, initial=initial), None
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "starts_on", "ends_on")}
        version = form.cleaned_data["version"]
        try:
            change_term(term=found, **given, expected_version=version, by=request.person, now=request.now)
            return redirect("school:schools")
        except StaleVersion as refusal:
            stale = show_both(form, refusal)
    return _form_page(request, form, found.title, stale)
