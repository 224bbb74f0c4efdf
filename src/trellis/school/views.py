"""Pages of classes: the list, one class, who joins and who leaves."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.access import require_coordinator, runs_school
from trellis.people.requests import SignedIn
from trellis.school import queries
from trellis.school.access import (
    get_class_for,
    get_enrolment_for,
    learners_seen_in,
    may_edit_class,
    people_of_schools,
    roles_to_end,
)
from trellis.school.actions import change_class, create_class, end_enrolment, enrol, reopen_enrolment
from trellis.school.forms import ChangeClassForm, ClassForm, EnrolForm
from trellis.school.queries_people import search_people
from trellis.school.stale import show_both
from trellis.web.notices import say


@login_required
@require_safe
def classes(request: SignedIn) -> HttpResponse:
    """List the classes one teaches, attends, has children in, or runs the school of."""
    page = page_number(request)
    cards, more = queries.classes_for(request.person, request.standing, request.today, page)
    return render(request, "school/classes.html", {"classes": cards, "page": page, "more": more})


def page_number(request: SignedIn) -> int:
    """Return the page asked for, the first when it is no number."""
    asked = request.GET.get("page", "")
    return max(1, min(int(asked), 100_000)) if asked.isdecimal() and len(asked) < 8 else 1


@login_required
@require_safe
def school_class(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Show one class: its people by name, its terms, its doors."""
    found = get_class_for(request.person, request.standing, class_id, request.today)
    may_edit = may_edit_class(request.person, request.standing, found, request.today)
    may_add = runs_school(request.standing, found.school_id)
    words = request.GET.get("find", "").strip() if may_add else ""
    only = None if may_edit else learners_seen_in(request.person, found, request.today)
    ended = roles_to_end(request.standing, found, may_edit=may_edit)
    context = {
        "page": queries.class_page(found, request.today, with_ended=ended, only=only),
        "only_own": only is not None,
        "may_edit": may_edit,
        "may_add": may_add,
        "words": words,
        "matches": search_people(request.standing, request.today, words=words)[0][:8] if words else (),
        "leaving": may_edit and "leaving" in request.GET,
        "forgotten": may_edit and "forgotten" in request.GET,
    }
    return render(request, "school/class.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def new_class(request: SignedIn) -> HttpResponse:
    """Make a class or an advisory."""
    require_coordinator(request.standing)
    known = queries.calendar_choices(request.standing)
    form = ClassForm(request.POST or None, schools=known[0], terms=known[1])
    if request.method == "POST" and form.is_valid():
        made = create_class(**form.cleaned_data, by=request.person, now=request.now)
        say(request, _("The class is there. Now add its people."))
        return redirect("school:class", made.pk)
    return render(
        request, "school/form.html", {"form": form, "title": _("A new class"), "back": reverse("school:classes")}
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_class(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Change a class's title and place, for coordinators also kind and terms; an older page shows both texts."""
    found = get_class_for(request.person, request.standing, class_id, request.today, to="edit")
    known = queries.terms_to_choose(request.standing, found)
    fields = ("title", "place", "kind", "version")
    initial = {**{name: getattr(found, name) for name in fields}, "terms": () if known is None else found.terms.all()}
    form = ChangeClassForm(request.POST or None, initial=initial, terms=known)
    stale = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            change_class(school_class=found, **given, expected_version=version, by=request.person, now=request.now)
            return redirect("school:class", class_id)
        except StaleVersion as refusal:
            stale = show_both(form, refusal)
    context = {"form": form, "stale": stale, "title": found.title, "back": reverse("school:class", args=[class_id])}
    return render(request, "school/form.html", context)


@login_required
@require_POST
def join(request: SignedIn, class_id: UUID) -> HttpResponse:
    """Let somebody of the coordinator's schools join a class."""
    require_coordinator(request.standing)
    found = get_class_for(request.person, request.standing, class_id, request.today, to="edit")
    form = EnrolForm(request.POST, people=people_of_schools(request.standing, request.today))
    if form.is_valid():
        try:
            enrol(**form.cleaned_data, school_class=found, starts_on=request.today, by=request.person, now=request.now)
            say(request, _("%(name)s is in the class now.") % {"name": form.cleaned_data["person"].full_name})
        except ActionRefused as refusal:
            say(request, refusal.sentence)
        if "from_person" in request.POST:
            return redirect("school:person", form.cleaned_data["person"].pk)
    return redirect("school:class", class_id)


@login_required
@require_POST
def leave(request: SignedIn, enrolment_id: UUID) -> HttpResponse:
    """End an enrolment; access ends at once, and it can be taken back."""
    found = get_enrolment_for(request.person, request.standing, enrolment_id, request.today)
    end_enrolment(enrolment=found, on=request.today, by=request.person, now=request.now)
    undo = reverse("school:come-back", args=[enrolment_id])
    say(request, _("%(name)s left the class.") % {"name": found.person.full_name}, undo=undo)
    return redirect("school:class", found.school_class_id)


@login_required
@require_POST
def come_back(request: SignedIn, enrolment_id: UUID) -> HttpResponse:
    """Take the end of an enrolment back."""
    found = get_enrolment_for(request.person, request.standing, enrolment_id, request.today)
    reopen_enrolment(enrolment=found, by=request.person, now=request.now)
    say(request, _("%(name)s is in the class again.") % {"name": found.person.full_name})
    return redirect("school:class", found.school_class_id)
