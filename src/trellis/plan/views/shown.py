"""The page of a goal, whole or only its steps: several views answer with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from trellis.people.requests import SignedIn
from trellis.plan.access import Reader
from trellis.plan.actions.reading import note_read
from trellis.plan.beside import beside_goal
from trellis.plan.forms import AgreeForm, StepForm
from trellis.plan.models import Goal
from trellis.plan.queries.below import below_of
from trellis.plan.queries.goal import goal_page
from trellis.plan.telling import GOAL
from trellis.talk.queries import Conversation, conversation

FROM_PLAN = "plan"


def goal_shown(
    request: SignedIn, goal: Goal, reader: Reader, *, only: str = "", status: int = 200, **forms: Any
) -> HttpResponse:
    """Answer with the page of a goal; ``forms`` that could not be saved stand in it as they were sent."""
    page = goal_page(goal, reader, request.today)
    talk = None if goal.state == Goal.State.DRAFT or only else _talk(request, goal)
    context = {
        "conversation": talk,
        "goal": goal,
        "reader": reader,
        "learner": goal.learner,
        "page": page,
        "card": page.card,
        "beside": "" if only else beside_goal(request.person, goal.pk),
        "below": () if only else below_of(goal, page.card, reader, request.today),
        "agree_form": forms.get("agree_form") or AgreeForm(initial={"version": goal.version}),
        "step_form": forms.get("step_form") or StepForm(auto_id="step_%s"),
        "step_open": "step_form" in forms,
    }
    answer = render(request, "plan/_steps.html" if only == "steps" else "plan/goal.html", context, status=status)
    if not only:
        note_read(goal=goal, words=bool(talk and talk.n_new), by=request.person, now=request.now)
    return answer


def _talk(request: SignedIn, goal: Goal) -> Conversation:
    whole = "all" in request.GET
    return conversation(GOAL, goal.pk, request.person, request.today, now=request.now, all_of_it=whole)


def after_steps(request: SignedIn, goal: Goal, reader: Reader) -> HttpResponse:
    """Answer after something was done to a step: the steps alone to a script, else the page one came from."""
    if request.htmx:
        return goal_shown(request, goal, reader, only="steps")
    if request.POST.get("from") == FROM_PLAN:
        return redirect(f"{reverse('plan:mine')}?term={goal.plan.term_id}#g-{goal.pk}")
    return redirect(f"{reverse('plan:goal', args=[goal.pk])}#steps")
