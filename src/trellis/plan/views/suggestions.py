"""Goals that educators and families suggest, and what the learner answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.plan.access import get_own_reader, get_reader_for, get_suggestion_for
from trellis.plan.actions.beginning import begin_goal
from trellis.plan.actions.suggestions import decline_suggestion, suggest_goal
from trellis.plan.forms import ReasonForm, SuggestForm
from trellis.plan.models import Goal
from trellis.plan.queries.beginnings import competencies_to_choose, picking
from trellis.plan.queries.board import choose_plan, plans_of
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggest(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Suggest a goal to a learner, with a reason."""
    reader = get_reader_for(request.person, learner_id, request.today)
    if reader.is_learner:
        raise PermissionDenied
    known = competencies_to_choose(request.standing)
    searching = request.POST.get("do") == "search"
    sent = None if searching else request.POST or None
    form = SuggestForm(sent, initial=request.POST.dict() if searching else None, competencies=known)
    if form.is_bound and form.is_valid():
        try:
            suggest_goal(
                learner=reader.learner, **form.cleaned_data, voice=reader.voice, by=request.person, now=request.now
            )
            say(request, _("Your suggestion waits for %(name)s.") % {"name": reader.learner.first_name})
            return redirect("plan:plan", learner_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return _suggest_page(request, form, learner_id, reader.learner.first_name)


def _suggest_page(request: SignedIn, form: SuggestForm, learner_id: UUID, name: str) -> HttpResponse:
    find = request.POST.get("find", "")[:200].strip()
    chosen = request.POST.get("competency", "")
    context = {
        "form": form,
        "name": name,
        "back": reverse("plan:plan", args=[learner_id]),
        "chosen": chosen,
        "picking": picking(request.standing, [chosen] if chosen else [], find),
    }
    return render(request, "plan/suggest.html", context)


@require_POST
@login_required
def take(request: SignedIn, suggestion_id: UUID) -> HttpResponse:
    """Make a suggestion one's own goal as it is: a draft at first, in one's own hands."""
    suggestion, _reader = get_suggestion_for(request.person, suggestion_id, request.today, to="answer")
    reader = get_own_reader(request.person, request.standing)
    plan = choose_plan(plans_of(reader.learner), request.today)
    if plan is None:
        return redirect("plan:mine")
    chosen = [suggestion.competency_id] if suggestion.competency_id else []
    clauses = {"title": suggestion.title, "competencies": chosen}
    given: dict[str, Any] = {
        "clauses": clauses,
        "origin": Goal.Origin.SUGGESTION,
        "suggestion": suggestion,
        "propose": False,
    }
    try:
        goal = begin_goal(plan=plan, **given, by=request.person, now=request.now)
    except ActionRefused as refused:
        say(request, refused.sentence)
        return redirect("plan:mine")
    say(request, _("It is a draft of yours now. Add why it matters to you, then propose it."))
    return redirect("plan:goal", goal.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decline(request: SignedIn, suggestion_id: UUID) -> HttpResponse:
    """Say no for now, with a reason that its author reads."""
    suggestion, _reader = get_suggestion_for(request.person, suggestion_id, request.today, to="answer")
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decline_suggestion(suggestion=suggestion, **form.cleaned_data, by=request.person, now=request.now)
            say(request, _("Your answer is on its way to %(name)s.") % {"name": suggestion.by.first_name})
            return redirect("plan:mine")
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "plan/decline.html", {"form": form, "suggestion": suggestion, "back": reverse("plan:mine")})
