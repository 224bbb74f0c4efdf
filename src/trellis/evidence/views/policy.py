"""Pages of a school's policy of evidence, for coordinators: rules, purposes, fresh starts, objections."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.evidence.access_sealing import get_purpose_for
from trellis.evidence.actions.policy import add_purpose, retire_purpose, settle_evidence
from trellis.evidence.forms_sealing import EvidencePolicyForm, PurposeForm
from trellis.evidence.queries.past import fresh_starts_waiting, objections
from trellis.evidence.queries.policy import all_purposes, policies_of, policy_of
from trellis.people.access import require_coordinator
from trellis.people.requests import SignedIn
from trellis.school.access import get_school_for
from trellis.web.notices import say


@require_safe
@login_required
def policy(request: SignedIn) -> HttpResponse:
    """Show coordinators how evidence works at their schools, and what waits for them."""
    return _shown(request, PurposeForm())


def _shown(request: SignedIn, form: PurposeForm) -> HttpResponse:
    require_coordinator(request.standing)
    context = {
        "schools": policies_of(request.standing),
        "purposes": all_purposes(),
        "waiting": fresh_starts_waiting(request.standing, request.today),
        "objections": objections(request.standing, request.today),
        "form": form,
    }
    return render(request, "evidence/policy.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def school_policy(request: SignedIn, school_id: UUID) -> HttpResponse:
    """Say how evidence works at one school."""
    require_coordinator(request.standing)
    school = get_school_for(request.standing, school_id)
    form = EvidencePolicyForm(request.POST or None, initial=EvidencePolicyForm.of(policy_of(school)))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            expected = form.cleaned_data["version"]
            settle_evidence(school=school, **values, expected=expected, by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("evidence:policy")
        except StaleVersion:
            form.data = {**form.cleaned_data, "version": EvidencePolicyForm.of(policy_of(school))["version"]}
            form.add_error(None, _("Somebody else saved this meanwhile. Look once more, and save again to keep yours."))
    context = {"form": form, "title": _("Evidence at %s") % school.name, "back": reverse("evidence:policy")}
    return render(request, "school/form.html", context)


@require_POST
@login_required
def new_purpose(request: SignedIn) -> HttpResponse:
    """Put a purpose on the list for which a past may be opened."""
    require_coordinator(request.standing)
    form = PurposeForm(request.POST)
    if form.is_valid():
        try:
            add_purpose(**form.cleaned_data, by=request.person, now=request.now)
            say(request, _("It is on the list."))
            return redirect("evidence:policy")
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return _shown(request, form)


@require_POST
@login_required
def drop_purpose(request: SignedIn, purpose_id: UUID) -> HttpResponse:
    """Take a purpose off the list."""
    purpose = get_purpose_for(request.standing, purpose_id)
    retire_purpose(purpose=purpose, by=request.person, now=request.now)
    say(request, _("It is no longer offered. What it opened keeps its name."))
    return redirect("evidence:policy")
