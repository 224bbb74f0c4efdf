"""Pages of goals: begun, read, rewritten, proposed, reached, let go, and how they came to be."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.plan.access import get_goal_for, get_own_reader
from trellis.plan.actions.beginning import begin_goal
from trellis.plan.actions.goals import end_goal, propose_goal, take_up_goal, throw_away_draft
from trellis.plan.actions.merging import ClausesClash, merge_goal
from trellis.plan.forms import EndForm, GoalForm
from trellis.plan.models import Goal
from trellis.plan.queries.beginnings import Start, beginnings, start_from
from trellis.plan.queries.board import choose_plan, plans_of
from trellis.plan.queries.goal import history
from trellis.plan.views.forms_shown import form_context, goal_form, initial_of, show_clash
from trellis.plan.views.shown import goal_shown
from trellis.web.notices import say

PROPOSE = "propose"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn) -> HttpResponse:
    """Begin a goal: first from what, then in one's own words; kept as a draft or proposed at once."""
    reader = get_own_reader(request.person, request.standing)
    plan = choose_plan(plans_of(reader.learner), request.today)
    if plan is None:
        return redirect("plan:mine")
    key = request.GET.get("from", "")
    if not key:
        return render(request, "plan/begin.html", {"beginnings": beginnings(reader.learner, request.standing)})
    start = start_from(key, reader.learner, request.standing)
    if start is None:
        raise Http404
    form = goal_form(request, start.initial)
    if form.is_bound and form.is_valid():
        try:
            goal = begin_goal(plan=plan, **_begun(request, form, start), by=request.person, now=request.now)
            return _kept(request, goal)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return form_context(request, "plan/goal_form.html", form, {"start": start, "plan": plan})


def _begun(request: SignedIn, form: GoalForm, start: Start) -> dict[str, Any]:
    return {
        "clauses": form.clauses,
        "origin": start.origin,
        "facet": start.facet,
        "suggestion": start.suggestion,
        "outcome": start.outcome,
        "propose": request.POST.get("do") == PROPOSE,
    }


def _kept(request: SignedIn, goal: Goal) -> HttpResponse:
    if goal.state == Goal.State.DRAFT:
        say(request, _("Kept as a draft. Only you see it."))
    else:
        say(request, _("Your goal is on the table. Your educators and your family can see it now."))
    return redirect("plan:goal", goal.pk)


@require_safe
@login_required
def goal(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Show one goal: its clauses with what is proposed beside them, voices, steps, conversation."""
    found, reader = get_goal_for(request.person, goal_id, request.today)
    return goal_shown(request, found, reader)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Rewrite a goal; what somebody else wrote meanwhile is kept, and where both rewrote one part both are shown."""
    found, _reader = get_goal_for(request.person, goal_id, request.today, to="write")
    form, clash = goal_form(request, initial_of(found)), None
    if form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or found.version
        try:
            merge_goal(goal=found, clauses=form.clauses, read_version=version, by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("plan:goal", goal_id)
        except ClausesClash as refused:
            clash = show_clash(form, refused, version)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return form_context(request, "plan/goal_form.html", form, {"goal": found, "clash": clash, "plan": found.plan})


@require_POST
@login_required
def propose(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Put a draft on the table."""
    found, _reader = get_goal_for(request.person, goal_id, request.today, to="write")
    try:
        propose_goal(goal=found, by=request.person, now=request.now)
        say(request, _("Your goal is on the table. Your educators and your family can see it now."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("plan:goal", goal_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reached(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Say that a goal is reached, with a look back if one likes."""
    return _end(request, goal_id, Goal.State.REACHED)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def let_go(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Let a goal go, with a look back that says why."""
    return _end(request, goal_id, Goal.State.LET_GO)


def _end(request: SignedIn, goal_id: UUID, state: Goal.State) -> HttpResponse:
    found, _reader = get_goal_for(request.person, goal_id, request.today, to="write")
    form = EndForm(request.POST or None, initial={"reflection": found.reflection})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["reflection"]
        try:
            end_goal(goal=found, state=state, reflection=words, by=request.person, now=request.now)
            said = _("Reached. Well done!") if state == Goal.State.REACHED else _("You let this goal go.")
            say(request, said, undo=reverse("plan:take-up-goal", args=[goal_id]))
            return redirect("plan:goal", goal_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {"form": form, "goal": found, "is_reached": state == Goal.State.REACHED}
    return render(request, "plan/end_goal.html", context)


@require_POST
@login_required
def take_up(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Go on with a goal that was over."""
    found, _reader = get_goal_for(request.person, goal_id, request.today, to="write")
    try:
        take_up_goal(goal=found, by=request.person, now=request.now)
        say(request, _("The goal is on the table again."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("plan:goal", goal_id)


@require_POST
@login_required
def throw_away(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Throw a draft away that nobody else has seen."""
    found, _reader = get_goal_for(request.person, goal_id, request.today, to="write")
    try:
        throw_away_draft(goal=found, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("plan:goal", goal_id)
    say(request, _("The draft is gone."))
    return redirect("plan:mine")


@require_safe
@login_required
def versions(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Show how a goal came to be what it is."""
    found, reader = get_goal_for(request.person, goal_id, request.today)
    context = {"goal": found, "reader": reader, "versions": history(found, reader, request.today)}
    return render(request, "plan/versions.html", context)
