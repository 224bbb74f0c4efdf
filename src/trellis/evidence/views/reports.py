"""Feedback that hurts: reporting it, the page of what was reported, hiding with a reason, letting it stand."""

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
from trellis.evidence.access import get_feedback_for
from trellis.evidence.access_reports import get_feedback_report_for, get_moderated_feedback_for
from trellis.evidence.actions import reports as actions
from trellis.evidence.forms_reports import HideForm, ReportForm
from trellis.evidence.models import Feedback
from trellis.evidence.queries.reports import reported_feedback
from trellis.people.requests import SignedIn
from trellis.talk.access import looks_at_reports
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: SignedIn, feedback_id: UUID) -> HttpResponse:
    """Ask an educator to look at feedback that hurts."""
    found, _reader = get_feedback_for(request.person, feedback_id, request.today, to="answer")
    form, back = ReportForm(request.POST if request.method == "POST" else None), _artefact(found)
    if form.is_bound and form.is_valid():
        try:
            given = {"reason": form.cleaned_data["reason"], "by": request.person, "now": request.now}
            actions.report_feedback(feedback=found, **given)
            say(request, _("Your educators were asked to look at it."))
            return redirect(back)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    words = {"title": _("This does not feel right"), "icon": "flag", "button": _("Ask an educator to look at it")}
    return _about(request, found, form, {**words, "back": back})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hide(request: SignedIn, feedback_id: UUID) -> HttpResponse:
    """Hide feedback that hurts, with a reason."""
    found = get_moderated_feedback_for(request.person, request.standing, feedback_id, request.today)
    form = HideForm(request.POST if request.method == "POST" else None)
    back = _back(request, found)
    if form.is_bound and form.is_valid():
        try:
            given = {"reason": form.cleaned_data["reason"], "by": request.person, "now": request.now}
            actions.hide_feedback(feedback=found, **given)
            say(request, _("Hidden."), undo=reverse("evidence:show-feedback", args=[feedback_id]))
            return redirect(back)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    words = {"title": _("Hide feedback"), "icon": "eye-off", "button": _("Hide it")}
    return _about(request, found, form, {**words, "back": back})


def _about(request: SignedIn, feedback: Feedback, form: Any, words: dict[str, Any]) -> HttpResponse:
    return render(request, "evidence/about_feedback.html", {"feedback": feedback, "form": form, **words})


def _artefact(feedback: Feedback) -> str:
    return f"{reverse('evidence:artefact', args=[feedback.artefact_id])}#feedback"


def _back(request: SignedIn, feedback: Feedback) -> str:
    """Return where one came from; whoever runs the school sees what was reported, not the artefact."""
    among_reports = "reports" in request.GET or request.standing.is_coordinator
    return reverse("evidence:reports") if among_reports else _artefact(feedback)


@require_POST
@login_required
def show(request: SignedIn, feedback_id: UUID) -> HttpResponse:
    """Show hidden feedback again."""
    found = get_moderated_feedback_for(request.person, request.standing, feedback_id, request.today)
    actions.show_feedback(feedback=found, by=request.person, now=request.now)
    say(request, _("It is shown again."))
    return redirect(_back(request, found))


@require_safe
@login_required
def reports(request: SignedIn) -> HttpResponse:
    """Show educators what feedback waits for them to look at."""
    if not looks_at_reports(request.person, request.standing, request.today):
        raise Http404
    waiting = reported_feedback(request.person, request.standing, request.today)
    return render(request, "evidence/reports.html", {"reports": waiting})


@require_POST
@login_required
def settle(request: SignedIn, report_id: UUID) -> HttpResponse:
    """Let reported feedback stand."""
    found = get_feedback_report_for(request.person, request.standing, report_id, request.today)
    try:
        actions.settle_report(report=found, by=request.person, now=request.now)
        undo = reverse("evidence:reopen-report", args=[found.pk])
        say(request, _("Looked at. The feedback stays."), undo=undo)
    except ActionRefused as refused:
        say(request, refused.sentence)
    return redirect("evidence:reports")


@require_POST
@login_required
def reopen(request: SignedIn, report_id: UUID) -> HttpResponse:
    """Undo: let a report wait again."""
    found = get_feedback_report_for(request.person, request.standing, report_id, request.today)
    actions.reopen_report(report=found, by=request.person, now=request.now)
    say(request, _("It waits again."))
    return redirect("evidence:reports")
