"""Pages on which coordinators choose from when until when a role, a guardianship or a mentorship holds."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.actions_dates import Relation, change_dates
from trellis.people.models import Person
from trellis.people.requests import SignedIn
from trellis.school.access import get_guardianship_for, get_role_for, people_of_schools, require_other_than_own
from trellis.school.doors.access import get_mentee_for, get_mentorship_of
from trellis.school.forms import ChangeDatesForm
from trellis.school.stale import show_both
from trellis.web.notices import say


@login_required
@require_http_methods(["GET", "POST"])
def role_dates(request: SignedIn, role_id: UUID) -> HttpResponse:
    """Choose from when until when somebody is what they are."""
    role = get_role_for(request.standing, role_id, request.today)
    require_other_than_own(request.person, request.standing, role.person_id)
    return _dates_page(request, role, of=role.person, title=role.get_kind_display())


@login_required
@require_http_methods(["GET", "POST"])
def guardianship_dates(request: SignedIn, link_id: UUID) -> HttpResponse:
    """Choose from when until when somebody answers for a learner at home."""
    link = get_guardianship_for(request.standing, link_id, request.today)
    return _dates_page(request, link, of=link.learner, title=link.guardian.full_name)


@login_required
@require_http_methods(["GET", "POST"])
def mentorship_dates(request: SignedIn, learner_id: UUID, mentorship_id: UUID) -> HttpResponse:
    """Choose from when until when a mentor works with a learner: whoever may invite one may."""
    learner = get_mentee_for(request.person, request.standing, learner_id, request.today)
    link = get_mentorship_of(learner, mentorship_id)
    return _dates_page(request, link, of=learner, title=link.mentor.full_name)


def _dates_page(request: SignedIn, relation: Relation, *, of: Person, title: str) -> HttpResponse:
    fields = ("starts_on", "last_day", "dates_seen")
    form = ChangeDatesForm(request.POST or None, initial={name: getattr(relation, name) for name in fields})
    stale = None
    if request.method == "POST" and form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("starts_on", "ends_on", "dates_seen")}
        try:
            change_dates(relation=relation, **given, by=request.person, now=request.now)
            say(request, _("The dates are changed."))
            return redirect(_where_to(request, of))
        except StaleVersion as refusal:
            stale = show_both(form, refusal)
        except ActionRefused as refusal:
            form.add_error(refusal.field, str(refusal.sentence))
    context = {"form": form, "stale": stale, "title": title, "lede": of.full_name, "back": _where_to(request, of)}
    return render(request, "school/form.html", context)


def _where_to(request: SignedIn, person: Person) -> str:
    # With their last role of today they leave the schools of a coordinator, and their page with it.
    runs_there = people_of_schools(request.standing, request.today).filter(pk=person.pk).exists()
    if request.standing.is_coordinator and not runs_there:
        return reverse("school:people")
    return reverse("school:person", args=[person.pk])
