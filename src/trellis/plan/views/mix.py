"""Pages of decisions: who decided what, and putting right what was recorded wrongly."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.actions import ActionRefused
from trellis.core.decisions import correct_decision
from trellis.people.requests import SignedIn
from trellis.plan.access import get_reader_for
from trellis.plan.forms_frame import CorrectionForm
from trellis.plan.queries.mix import decision_lines, decision_of
from trellis.web.notices import say


@require_safe
@login_required
def decisions(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show each decision in a plan and the picture they make."""
    reader = get_reader_for(request.person, learner_id, request.today)
    mix, lines = decision_lines(reader, request.now)
    context = {"reader": reader, "learner": reader.learner, "mix": mix, "decisions": lines}
    return render(request, "plan/decisions.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def correct(request: SignedIn, learner_id: UUID, decision_id: UUID) -> HttpResponse:
    """Say that a decision was somebody else's; the old entry stays behind the new one."""
    reader = get_reader_for(request.person, learner_id, request.today)
    decision = decision_of(reader, decision_id)
    if decision is None:
        raise Http404
    form = CorrectionForm(request.POST or None, initial={"decided_by": decision.decided_by})
    if request.method == "POST" and form.is_valid():
        try:
            correct_decision(decision=decision, **form.cleaned_data, by=request.person, now=request.now)
            say(request, _("It is put right. What stood there before is kept."))
            return redirect("plan:decisions", learner_id)
        except ActionRefused as refused:
            form.add_error(None, str(refused.sentence))
    context = {"reader": reader, "learner": reader.learner, "decision": decision, "form": form}
    return render(request, "plan/correct_decision.html", context)
