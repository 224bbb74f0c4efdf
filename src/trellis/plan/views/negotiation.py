"""Three voices about one goal: propose other clauses, answer them one by one, agree."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.requests import SignedIn
from trellis.plan.access import get_goal_for, get_proposal_for
from trellis.plan.actions.negotiation import agree, answer_changes, propose_changes, withdraw_proposal
from trellis.plan.forms import AgreeForm, CounterForm, first_error
from trellis.plan.models import Clause
from trellis.plan.views.forms_shown import form_context, goal_form, initial_of
from trellis.web.notices import say

TAKE, KEEP = "take", "keep"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def counter(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Put other clauses beside a goal, each with a reason; the learner rewrites the goal itself instead."""
    goal, reader = get_goal_for(request.person, goal_id, request.today, to="speak")
    if reader.is_learner:
        raise PermissionDenied
    form = goal_form(request, initial_of(goal), CounterForm)
    if isinstance(form, CounterForm) and form.is_bound and form.is_valid():
        version = form.cleaned_data["version"] or goal.version
        given: dict[str, Any] = {
            "clauses": form.clauses,
            "reasons": form.reasons(),
            "voice": reader.voice,
            "base_version": version,
        }
        try:
            propose_changes(goal=goal, **given, by=request.person, now=request.now)
            say(request, _("Your changes are on the table. %(name)s answers each.") % {"name": goal.learner.first_name})
            return redirect("plan:goal", goal_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {"goal": goal, "reader": reader, "learner": goal.learner, "plan": goal.plan}
    return form_context(request, "plan/counter.html", form, context)


@require_POST
@login_required
def agree_to(request: SignedIn, goal_id: UUID) -> HttpResponse:
    """Stand behind a goal as it was read, with words if one likes."""
    goal, reader = get_goal_for(request.person, goal_id, request.today, to="speak")
    form = AgreeForm(request.POST)
    if not form.is_valid():
        say(request, first_error(form))
        return redirect("plan:goal", goal_id)
    given = {**form.cleaned_data, "voice": reader.voice, "by": request.person, "now": request.now}
    try:
        everybody = agree(goal=goal, **given, today=request.today)
        say(request, _("Everybody agrees now.") if everybody else _("You agree. That is written down."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("plan:goal", goal_id)


@require_POST
@login_required
def answer(request: SignedIn, proposal_id: UUID) -> HttpResponse:
    """Take or keep each clause that somebody proposed, or all at once."""
    proposal, _reader = get_proposal_for(request.person, proposal_id, request.today, to="answer")
    answers, version = _answers(request)
    given: dict[str, Any] = {"reason": request.POST.get("reason", "")[:2_000], "answers": answers, "expected": version}
    try:
        changed = answer_changes(proposal=proposal, **given, by=request.person, now=request.now)
        say(request, _said(answers, len(changed)))
    except StaleVersion:
        say(request, _("The goal has changed since you opened this page. Read it once more."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    if request.POST.get("from") == "plan":
        return redirect(f"{reverse('plan:mine')}?term={proposal.goal.plan.term_id}#g-{proposal.goal_id}")
    return redirect("plan:goal", proposal.goal_id)


def _answers(request: SignedIn) -> tuple[dict[str, bool], int]:
    """Read one answer for each clause or one for all of them (``take:3``), and the version that the page showed."""
    whole, _colon, version = request.POST.get("all", "").partition(":")
    version = version or request.POST.get("version", "")
    read = int(version) if version.isdecimal() and len(version) < 7 else 0
    if whole in {TAKE, KEEP}:
        return dict.fromkeys(Clause.values, whole == TAKE), read
    sent = {name: request.POST.get(f"answer-{name}", "") for name in Clause.values}
    return {name: value == TAKE for name, value in sent.items() if value in {TAKE, KEEP}}, read


def _said(answers: dict[str, bool], n_changed: int) -> str:
    if n_changed and all(answers.values()):
        return _("Done. Your goal says it that way now.")
    return _("Your answer is written down.")


@require_POST
@login_required
def withdraw(request: SignedIn, proposal_id: UUID) -> HttpResponse:
    """Take back what one proposed."""
    proposal, _reader = get_proposal_for(request.person, proposal_id, request.today, to="withdraw")
    try:
        withdraw_proposal(proposal=proposal, by=request.person, now=request.now)
        say(request, _("Your changes are taken back."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("plan:goal", proposal.goal_id)
