"""Pages of high expectations: answering for what sits lower, what ends soon or lasts; limits and policy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.framework.access import get_framework_for
from trellis.people.access import EDUCATOR, require, require_coordinator, require_district_coordinator
from trellis.people.requests import SignedIn
from trellis.plan.access import get_expectation_for, get_goal_for, may_lower_expectations
from trellis.plan.actions.expectations import end_expectation, lower_expectation, set_limit
from trellis.plan.actions.plans import settle_policy
from trellis.plan.forms_frame import LimitForm, LowerForm, PolicyForm
from trellis.plan.queries.expectations import (
    below_expected,
    ending_soon,
    lasting,
    limit_of,
    limits_by_framework,
    live_of_goal,
    policies_of,
    policy_of,
)
from trellis.school.access import get_school_for, learners_of, people_of_schools
from trellis.web.notices import say


@require_safe
@login_required
def index(request: SignedIn) -> HttpResponse:
    """Show educators what ends soon, and them and coordinators what lasts or comes back."""
    teaches = EDUCATOR in request.standing.kinds
    if not teaches and not request.standing.is_coordinator:
        raise Http404
    seen = people_of_schools(request.standing, request.today)
    if teaches:
        seen = seen | learners_of(request.person, request.today)
    context = {
        "ending": ending_soon(request.person, request.today) if teaches else (),
        "lasting": lasting(seen, request.today),
        "teaches": teaches,
    }
    return render(request, "plan/expectations.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def lower(request: SignedIn, goal_id: UUID, competency_id: UUID) -> HttpResponse:
    """Let an educator answer for a goal below the expected stage, or renew that."""
    goal, reader = get_goal_for(request.person, goal_id, request.today)
    require(may_lower_expectations(reader))
    item = next(iter(below_expected(goal.learner, [competency_id])), None)
    if item is None:
        raise Http404
    form = LowerForm(request.POST or None)
    before = live_of_goal(goal, competency_id)
    if request.method == "POST" and form.is_valid():
        about: dict[str, Any] = {"goal": goal, "competency_id": competency_id, "renews": before, **form.cleaned_data}
        try:
            lower_expectation(**about, by=request.person, now=request.now, today=request.today)
            say(request, _("You answer for it now. You will be asked again before it ends."))
            return redirect("plan:goal", goal_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {"goal": goal, "reader": reader, "learner": goal.learner, "item": item, "form": form, "before": before}
    return render(request, "plan/lower.html", context)


@require_POST
@login_required
def end(request: SignedIn, expectation_id: UUID) -> HttpResponse:
    """Come back to the expected stage."""
    expectation = get_expectation_for(request.person, expectation_id, request.today)
    try:
        end_expectation(expectation=expectation, by=request.person, now=request.now, today=request.today)
        say(request, _("The goal is back at the stage that is expected."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("plan:expectations")


@require_safe
@login_required
def policy(request: SignedIn) -> HttpResponse:
    """Show coordinators how plans work at each of their schools, and the limits of each framework."""
    require_coordinator(request.standing)
    context = {
        "schools": policies_of(request.standing),
        "limits": limits_by_framework(request.standing),
        "may_limit": request.standing.is_district_coordinator,
    }
    return render(request, "plan/policy.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def school_policy(request: SignedIn, school_id: UUID) -> HttpResponse:
    """Say how plans work at one school."""
    require_coordinator(request.standing)
    school = get_school_for(request.standing, school_id)
    form = PolicyForm(request.POST or None, initial=PolicyForm.of(policy_of(school)))
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            expected = form.cleaned_data["version"]
            settle_policy(school=school, **values, expected=expected, by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("plan:policy")
        except StaleVersion:
            form.data = {**form.cleaned_data, "version": PolicyForm.of(policy_of(school))["version"]}
            form.add_error(None, _("Somebody else saved this meanwhile. Look once more, and save again to keep yours."))
    return render(
        request,
        "school/form.html",
        {"form": form, "title": _("Plans at %s") % school.name, "back": reverse("plan:policy")},
    )


@require_http_methods(["GET", "POST"])
@login_required
def limit(request: SignedIn, framework_id: UUID) -> HttpResponse:
    """Say how far below the expected stage a goal may sit in a framework."""
    require_district_coordinator(request.standing)
    framework = get_framework_for(request.standing, framework_id)
    stored = limit_of(framework_id)
    form = LimitForm(request.POST or None, initial={"stages_below": stored.stages_below, "version": stored.version})
    if request.method == "POST" and form.is_valid():
        stages, expected = form.cleaned_data["stages_below"], form.cleaned_data["version"]
        try:
            set_limit(framework=framework, stages_below=stages, expected=expected, by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("plan:policy")
        except StaleVersion:
            form.data = {**form.cleaned_data, "version": limit_of(framework_id).version}
            form.add_error(None, _("Somebody else saved this meanwhile. Look once more, and save again to keep yours."))
    title = _("How far below the expected stage a goal may sit")
    return render(request, "school/form.html", {"form": form, "title": title, "back": reverse("plan:policy")})
