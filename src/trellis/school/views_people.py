"""Pages of people: the list, one person, and what coordinators change about them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people import actions
from trellis.people.access import EDUCATOR, coordinated_schools, require_coordinator
from trellis.people.models import Person
from trellis.people.requests import SignedIn
from trellis.school.access import (
    get_enrolment_for,
    get_guardianship_for,
    get_person_for,
    get_role_for,
    people_of_schools,
    places_of_role,
    relation_to,
    require_other_than_own,
    visible_classes,
)
from trellis.school.actions import add_person, end_role_and_places, reopen_role_and_places
from trellis.school.doors.access import get_person_to_let_in, may_give_pictures, may_let_in
from trellis.school.forms import (
    AccountForm,
    ChangePersonForm,
    GuardianForm,
    NewPersonForm,
    RoleForm,
    SearchForm,
    first_error,
)
from trellis.school.queries_people import classes_to_join, my_learners, person_page, search_people
from trellis.school.stale import show_both
from trellis.school.ties import MENTOR, ties_to
from trellis.school.views import page_number
from trellis.web.notices import say


@login_required
@require_safe
def people(request: SignedIn) -> HttpResponse:
    """List people: a coordinator looks for anybody of their schools, an educator sees whom they teach or advise."""
    if not request.standing.is_coordinator:
        return _learners(request)
    form = SearchForm(request.GET, schools=coordinated_schools(request.standing).order_by("name"))
    asked = form.cleaned_data if form.is_valid() else {}
    page, school = page_number(request), asked.get("school")
    lines, more = search_people(
        request.standing, request.today, words=asked.get("words", ""), kind=asked.get("kind", ""),
        school=str(school.pk) if school else "", page=page,
    )  # fmt: skip
    asked_again = request.GET.copy()
    asked_again.pop("page", None)
    context = {"form": form, "people": lines, "page": page, "more": more, "query": asked_again.urlencode()}
    return render(request, "school/people.html", context)


def _learners(request: SignedIn) -> HttpResponse:
    classes = my_learners(request.person, request.today)
    if not classes and EDUCATOR not in request.standing.kinds:
        return redirect("school:person", request.person.pk)  # there is nobody to list but themselves
    return render(request, "school/my_learners.html", {"classes": classes})


def _person(request: SignedIn, person_id: UUID, to: str = "see") -> Person:
    return get_person_for(request.person, request.standing, person_id, request.today, to=to)


@login_required
@require_safe
def person(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Show one person as far as the reader may see."""
    found = _person(request, person_id)
    relation = relation_to(request.person, request.standing, found, request.today)
    may_open = visible_classes(request.person, request.standing, request.today)
    page = person_page(found, relation=relation, on=request.today, may_open=may_open)
    context = {"page": page, "may_edit": relation == "coordinator" or _runs_own(request, found)}
    context |= _doors_to_plan(request, found, is_learner=page.is_learner)
    if relation in {"coordinator", "educator"}:
        context["may_give_pictures"] = may_give_pictures(request.person, request.standing, found, request.today)
    if relation == "coordinator":
        context |= _for_coordinators(request, found)
    return render(request, "school/person.html", context)


def _doors_to_plan(request: SignedIn, found: Person, *, is_learner: bool) -> dict[str, bool]:
    """Say whether the reader has a tie that opens the profile, and one that opens the plan."""
    ties = ties_to(request.person, found, request.today) if is_learner else frozenset[str]()
    return {"knows": bool(ties), "plans": bool(ties - {MENTOR})}


def _for_coordinators(request: SignedIn, found: Person) -> dict[str, Any]:
    schools = coordinated_schools(request.standing).order_by("name")
    wide, today = request.standing.is_district_coordinator, {"starts_on": request.today}
    words = request.GET.get("find", "").strip()
    return {
        # Two forms with fields of the same name stand on this page: each has ids of its own.
        "role_form": RoleForm(schools=schools, whole_district=wide, initial=today, auto_id="id_role_%s"),
        "guardian_form": GuardianForm(initial=today, auto_id="id_guardian_%s"),
        "may_let_in": may_let_in(request.person, request.standing, found, request.today),
        "account_form": AccountForm(initial={"username": found.roster_username or found.email}),
        "words": words,
        "matches": classes_to_join(request.standing, found, request.today, words) if words else (),
    }


def _runs_own(request: SignedIn, found: Person) -> bool:
    return request.standing.is_coordinator and found.pk == request.person.pk


@login_required
@require_http_methods(["GET", "POST"])
def new_person(request: SignedIn) -> HttpResponse:
    """Add somebody by hand, with what they are."""
    require_coordinator(request.standing)
    form = NewPersonForm(request.POST or None, schools=coordinated_schools(request.standing).order_by("name"))
    if request.method == "POST" and form.is_valid():
        made = add_person(**form.cleaned_data, on=request.today, by=request.person, now=request.now)
        say(request, _("%(name)s is there now.") % {"name": made.full_name})
        return redirect("school:person", made.pk)
    return render(
        request, "school/form.html", {"form": form, "title": _("Somebody new"), "back": reverse("school:people")}
    )


@login_required
@require_http_methods(["GET", "POST"])
def edit_person(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Change how somebody is named and reached; a page older than the row shows both texts."""
    found = _person(request, person_id, to="edit")
    fields = ("given_name", "family_name", "called", "email", "language", "version")
    reached = found.pk == request.person.pk or may_let_in(request.person, request.standing, found, request.today)
    initial = {name: getattr(found, name) for name in fields}
    form = ChangePersonForm(request.POST or None, initial=initial, reached=reached)
    stale = None
    if request.method == "POST" and form.is_valid():
        given = {"email": found.email, **form.cleaned_data}
        try:
            expected = given.pop("version")
            actions.change_person(person=found, expected_version=expected, by=request.person, now=request.now, **given)
            return redirect("school:person", person_id)
        except StaleVersion as refusal:
            stale = show_both(form, refusal)
    back = reverse("school:person", args=[person_id])
    return render(request, "school/form.html", {"form": form, "stale": stale, "title": str(found), "back": back})


@login_required
@require_POST
def give_role(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Make somebody a learner, educator or coordinator from the day chosen."""
    found = _person(request, person_id, to="edit")
    require_other_than_own(request.person, request.standing, person_id)
    schools, wide = coordinated_schools(request.standing), request.standing.is_district_coordinator
    form = RoleForm(request.POST, schools=schools, whole_district=wide)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("kind", "school", "ends_on")}
        starts_on = form.cleaned_data["starts_on"] or request.today
        try:
            actions.give_role(person=found, starts_on=starts_on, by=request.person, now=request.now, **given)
            say(request, _("Done."))
        except ActionRefused as refusal:
            messages.warning(request, str(refusal.sentence))
    else:
        messages.warning(request, first_error(form))
    return redirect("school:person", person_id)


@login_required
@require_POST
def end_role(request: SignedIn, role_id: UUID) -> HttpResponse:
    """End a role today, with its places in classes if that is wanted; it can be taken back."""
    found = get_role_for(request.standing, role_id, request.today)
    places = list(places_of_role(found, request.today)) if "places" in request.POST else []
    end_role_and_places(role=found, places=places, on=request.today, by=request.person, now=request.now)
    ended = urlencode([("place", place.pk) for place in places])
    undo = f"{reverse('school:reopen-role', args=[role_id])}{'?' if ended else ''}{ended}"
    words = {"role": found.get_kind_display(), "name": found.person.first_name}
    say(request, _("The role %(role)s of %(name)s has ended.") % words, undo=undo)
    # With their last role they leave the schools of a coordinator, and their page with it.
    here = people_of_schools(request.standing, request.today).filter(pk=found.person_id).exists()
    return redirect("school:person", found.person_id) if here else redirect("school:people")


@login_required
@require_POST
def reopen_role(request: SignedIn, role_id: UUID) -> HttpResponse:
    """Take the end of a role back."""
    found = get_role_for(request.standing, role_id, request.today)
    require_other_than_own(request.person, request.standing, found.person_id)
    places = [
        get_enrolment_for(request.person, request.standing, place, request.today)
        for place in map(as_uuid, request.GET.getlist("place"))
    ]
    reopen_role_and_places(role=found, places=places, by=request.person, now=request.now)
    say(request, _("It holds again."))
    return redirect("school:person", found.person_id)


@login_required
@require_POST
def link_guardian(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Link a guardian, found by e-mail among the people of the coordinator's schools."""
    found = _person(request, person_id, to="edit")
    form = GuardianForm(request.POST)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("email", "relation", "ends_on")}
        given["starts_on"] = form.cleaned_data["starts_on"] or request.today
        among = people_of_schools(request.standing, request.today)
        try:
            actions.link_guardian_by_email(among=among, learner=found, by=request.person, now=request.now, **given)
            say(request, _("They are linked now."))
        except ActionRefused as refusal:
            say(request, refusal.sentence)
    else:
        messages.warning(request, first_error(form))
    return redirect("school:person", person_id)


@login_required
@require_POST
def end_guardianship(request: SignedIn, link_id: UUID) -> HttpResponse:
    """End a guardianship today."""
    found = get_guardianship_for(request.standing, link_id, request.today)
    actions.end_guardianship(link=found, on=request.today, by=request.person, now=request.now)
    undo = reverse("school:reopen-guardianship", args=[link_id])
    say(request, _("It ended. They no longer see %(name)s.") % {"name": found.learner.first_name}, undo=undo)
    return redirect("school:person", found.learner_id)


@login_required
@require_POST
def reopen_guardianship(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Take the end of a guardianship back."""
    found = get_guardianship_for(request.standing, link_id, request.today)
    try:
        actions.reopen_guardianship(link=found, by=request.person, now=request.now)
        say(request, _("It holds again."))
    except ActionRefused as refusal:
        say(request, refusal.sentence)
    return redirect("school:person", found.learner_id)


@login_required
@require_POST
def account(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Open, close or reopen somebody's account: for those who may give them a way to sign in (`may_let_in`)."""
    found = get_person_to_let_in(request.person, request.standing, person_id, request.today)
    try:
        _change_account(request, found)
    except ActionRefused as refusal:
        say(request, refusal.sentence)
    return redirect("school:person", person_id)


def as_uuid(text: str) -> UUID:
    """Return an identifier out of an address; nobody's where it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _change_account(request: SignedIn, found: Person) -> None:
    name, form = found.first_name, AccountForm(request.POST)
    if "close" in request.POST:
        actions.switch_account(person=found, active=False, by=request.person, now=request.now)
        undo = reverse("school:person-account", args=[found.pk]) + "?reopen=1"
        say(request, _("The account of %(name)s is closed.") % {"name": name}, undo=undo)
        return
    if "reopen" in request.POST or "reopen" in request.GET:
        actions.switch_account(person=found, active=True, by=request.person, now=request.now)
    elif form.is_valid():
        username = form.cleaned_data["username"]
        actions.open_account(person=found, username=username, email=found.email, by=request.person, now=request.now)
    else:
        raise ActionRefused(first_error(form))
    say(request, _("The account of %(name)s is open.") % {"name": name})
