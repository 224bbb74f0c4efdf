"""Pages of a plan: my own, that of a learner one has a voice for, and on paper."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trellis.people.access import LEARNER
from trellis.people.requests import SignedIn
from trellis.plan.access import Reader, get_own_reader, get_reader_for
from trellis.plan.actions.plans import open_plan
from trellis.plan.beside import beside
from trellis.plan.models import Plan
from trellis.plan.queries.board import choose_plan, plan_board, plan_link, plans_of, term_for
from trellis.plan.queries.children import children_with_plans
from trellis.plan.queries.conferences_due import next_conference
from trellis.plan.queries.mix import mix_for
from trellis.web.notices import say


@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Show a learner their own plan, a family the plans of their children."""
    if LEARNER in request.standing.kinds:
        return _plan_page(request, get_own_reader(request.person, request.standing))
    children = children_with_plans(request.person, request.today)
    if not children:
        raise Http404
    if len(children) == 1:
        return redirect("plan:plan", children[0].id)
    return render(request, "plan/children.html", {"children": children})


@require_safe
@login_required
def plan(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show the plan of a learner to everybody with a voice in it."""
    return _plan_page(request, get_reader_for(request.person, learner_id, request.today))


def _plan_page(request: SignedIn, reader: Reader) -> HttpResponse:
    chosen, plans = _chosen(request, reader)
    context = {"reader": reader, "learner": reader.learner, "plans": [plan_link(one, request.today) for one in plans]}
    if chosen is None:
        term = term_for(reader.learner, request.today)
        return render(request, "plan/no_plan.html", {**context, "term": term})
    context["board"] = plan_board(reader, chosen, plans, request.today)
    context["mix"] = mix_for(reader.learner, request.now)
    context["beside"] = beside(reader.learner, request.today)
    context["conference"] = next_conference(reader.learner, request.now, request.person)
    return render(request, "plan/plan.html", context)


def _chosen(request: SignedIn, reader: Reader) -> tuple[Plan | None, list[Plan]]:
    plans, asked = plans_of(reader.learner), request.GET.get("term", "")
    if not asked:
        return choose_plan(plans, request.today), plans
    try:
        found = choose_plan(plans, request.today, UUID(asked))
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found, plans


@require_POST
@login_required
def start(request: SignedIn) -> HttpResponse:
    """Open one's plan for the term, and go on to the first goal."""
    reader = get_own_reader(request.person, request.standing)
    term = term_for(reader.learner, request.today)
    if term is None:
        say(request, _("The school has not said yet when the term begins."))
        return redirect("plan:mine")
    open_plan(learner=request.person, term=term, by=request.person, now=request.now)
    return redirect("plan:new-goal")


@require_safe
@login_required
def print_plan(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show a plan as a sheet for paper."""
    reader = get_reader_for(request.person, learner_id, request.today)
    chosen, plans = _chosen(request, reader)
    if chosen is None:
        raise Http404
    context = {
        "reader": reader,
        "learner": reader.learner,
        "board": plan_board(reader, chosen, plans, request.today),
        "back": reverse("plan:plan", args=[learner_id]),
    }
    return render(request, "plan/print_plan.html", context)
