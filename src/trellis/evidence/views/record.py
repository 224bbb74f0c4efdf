"""A learner's record as learner and family hold it: who opened the past, fresh starts, and everything to take along."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.actions import ActionRefused
from trellis.evidence.access import Reader, get_own_reader, sealed_before
from trellis.evidence.access_sealing import get_fresh_start_for, get_record_for
from trellis.evidence.actions.sealing import answer_fresh_start, ask_fresh_start
from trellis.evidence.forms_sealing import AnswerFreshStartForm, FreshStartForm
from trellis.evidence.queries.past import fresh_starts_of, log_of
from trellis.people.requests import SignedIn
from trellis.web.notices import say


@require_safe
@login_required
def mine(request: SignedIn) -> HttpResponse:
    """Show a learner who opened their past, and what they can do about it."""
    return _shown(request, get_own_reader(request.person, request.standing, request.today))


@require_safe
@login_required
def record(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show learner and family who opened the past, and what they can do about it."""
    return _shown(request, get_record_for(request.person, learner_id, request.today))


def _shown(request: SignedIn, reader: Reader) -> HttpResponse:
    context = {
        "reader": reader,
        "learner": reader.learner,
        "openings": log_of(reader.learner, request.today),
        "fresh_starts": fresh_starts_of(reader.learner),
    }
    return render(request, "evidence/record.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def ask_fresh(request: SignedIn) -> HttpResponse:
    """Let a learner ask that what was judged before a day be sealed for good."""
    reader = get_own_reader(request.person, request.standing, request.today)
    form = FreshStartForm(request.POST or None, initial={"before_on": sealed_before(request.today)})
    if request.method == "POST" and form.is_valid():
        try:
            ask_fresh_start(learner=reader.learner, **form.cleaned_data, now=request.now, today=request.today)
            say(request, _("You have asked. Somebody at your school will answer."))
            return redirect("evidence:my-record")
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "evidence/ask_fresh.html", {"form": form})


@require_http_methods(["GET", "POST"])
@login_required
def answer_fresh(request: SignedIn, fresh_start_id: UUID) -> HttpResponse:
    """Let a coordinator grant a fresh start, or say why not."""
    fresh = get_fresh_start_for(request.standing, fresh_start_id, request.today)
    form = AnswerFreshStartForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        grant = request.POST.get("do") == "grant"
        try:
            answer_fresh_start(fresh=fresh, grant=grant, **form.cleaned_data, by=request.person, now=request.now)
            say(request, _("The learner and the family are told."))
            return redirect("evidence:policy")
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "evidence/answer_fresh.html", {"fresh": fresh, "form": form})
