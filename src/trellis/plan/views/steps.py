"""Steps of a goal: added, rewritten, put in order, done, taken out and brought back."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.requests import SignedIn
from trellis.plan.access import get_goal_for, get_step_for
from trellis.plan.actions.steps import add_step, bring_back_step, change_step, move_step, remove_step, set_step_state
from trellis.plan.forms import ChangeStepForm, StepForm
from trellis.plan.models import Step
from trellis.plan.queries.order import place_of, wanted_place
from trellis.plan.views.shown import after_steps, goal_shown
from trellis.school.stale import show_both
from trellis.web.notices import say

FIELDS = ("title", "due_on", "doer", "with_whom", "place", "version")


@require_POST
@login_required
def add(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Add a step at the end."""
    goal, reader = get_goal_for(request.person, goal_id, request.today, to="write")
    form = StepForm(request.POST, auto_id="step_%s")
    if form.is_valid():
        try:
            add_step(goal=goal, values=form.cleaned_data, by=request.person, now=request.now)
            return after_steps(request, goal, reader)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return goal_shown(request, goal, reader, only="steps" if request.htmx else "", step_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: SignedIn, step_id: UUID) -> HttpResponse:
    """Rewrite a step; an older page shows both texts."""
    step, reader = get_step_for(request.person, step_id, request.today)
    form = ChangeStepForm(request.POST or None, initial={name: getattr(step, name) for name in FIELDS})
    stale = None
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        version = given.pop("version")
        try:
            change_step(step=step, values=given, expected=version, by=request.person, now=request.now)
            return after_steps(request, step.goal, reader)
        except StaleVersion as refused:
            stale = show_both(form, refused)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    inline = bool(request.htmx)
    context = {"form": form, "step": step, "goal": step.goal, "stale": stale, "inline": inline}
    return render(request, "plan/_step_form.html" if inline else "plan/edit_step.html", context)


@require_POST
@login_required
def state(request: SignedIn, step_id: UUID) -> HttpResponse:
    """Say in one tap how far a step is."""
    step, reader = get_step_for(request.person, step_id, request.today)
    wanted = request.POST.get("state", request.GET.get("state", ""))
    if wanted in Step.State.values:
        before = set_step_state(step=step, state=wanted, by=request.person, now=request.now)
        undo = f"{reverse('plan:step-state', args=[step_id])}?state={before}"
        said = _("“%(step)s”: %(state)s.") % {"step": step.title, "state": step.get_state_display()}
        if not request.htmx:
            say(request, said, undo=undo)
    return after_steps(request, step.goal, reader)


@require_POST
@login_required
def move(request: SignedIn, step_id: UUID) -> HttpResponse:
    """Put a step somewhere else: one up, one down, or at a place."""
    step, reader = get_step_for(request.person, step_id, request.today)
    to = wanted_place(request.POST.get("to", ""), place_of(step))
    move_step(step=step, to=to, by=request.person, now=request.now)
    return after_steps(request, step.goal, reader)


@require_POST
@login_required
def remove(request: SignedIn, step_id: UUID) -> HttpResponse:
    """Take a step out; it can be brought back."""
    step, _reader = get_step_for(request.person, step_id, request.today)
    remove_step(step=step, by=request.person, now=request.now)
    undo = reverse("plan:bring-back-step", args=[step_id])
    say(request, _("“%(step)s” is taken out.") % {"step": step.title}, undo=undo)
    return redirect(f"{reverse('plan:goal', args=[step.goal_id])}#steps")


@require_POST
@login_required
def bring_back(request: SignedIn, step_id: UUID) -> HttpResponse:
    """Put a step back where it was."""
    step, reader = get_step_for(request.person, step_id, request.today)
    bring_back_step(step=step, by=request.person, now=request.now)
    return after_steps(request, step.goal, reader)
