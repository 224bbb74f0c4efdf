"""Criteria of a frame: written by who leads it, proposed and voiced by learners, taken or declined with a reason."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access import get_frame_for
from trellis.studio.access_frames import get_criterion_for
from trellis.studio.actions import criteria as actions
from trellis.studio.forms_frames import CriterionForm, ProposedCriterionForm, VoiceForm
from trellis.studio.models import Criterion, Frame
from trellis.studio.queries.frame_choices import competencies_of_frame, scale_levels
from trellis.studio.views.frame_parts import refuse
from trellis.web.notices import say


def _form(request: SignedIn, found: Frame, criterion: Criterion | None) -> CriterionForm:
    given: dict[str, Any] = {"levels": scale_levels(found), "competencies": competencies_of_frame(found)}
    if criterion is not None:
        given["texts"] = {row.level_id: row.text for row in criterion.levels.all()}
        given["initial"] = {
            "title": criterion.title,
            "words": criterion.words,
            "competency": criterion.competency_id,
            "version": criterion.version,
        }
    return CriterionForm(request.POST or None, **given)


def _back(frame_id: UUID, part: str = "edit-frame") -> HttpResponse:
    return redirect(f"{reverse(f'studio:{part}', args=[frame_id])}#criteria")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Add a criterion."""
    found = get_frame_for(request.person, request.standing, frame_id, request.today, to="lead")
    form = _form(request, found, None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        said = {"title": data["title"], "words": data["words"], "competency": data["competency"]}
        try:
            actions.add_criterion(frame=found, **said, levels=form.level_texts, by=request.person, now=request.now)
            return _back(frame_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/criterion_form.html", {"frame": found, "form": form, "criterion": None})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: SignedIn, criterion_id: UUID) -> HttpResponse:
    """Say a criterion anew."""
    found = get_criterion_for(request.person, request.standing, criterion_id, request.today, to="change")
    form = _form(request, found.frame, found)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        said = {"title": data["title"], "words": data["words"], "competency": data["competency"]}
        said |= {"levels": form.level_texts, "expected": data["version"] or found.version}
        try:
            actions.change_criterion(criterion=found, **said, by=request.person, now=request.now)
            return _back(found.frame_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/criterion_form.html", {"frame": found.frame, "form": form, "criterion": found})


@require_POST
@login_required
def take_out(request: SignedIn, criterion_id: UUID) -> HttpResponse:
    """Take a criterion out, or bring it back."""
    found = get_criterion_for(request.person, request.standing, criterion_id, request.today, to="change")
    removed = found.removed_at is None
    actions.remove_criterion(criterion=found, removed=removed, by=request.person, now=request.now)
    again = reverse("studio:take-out-criterion", args=[criterion_id])
    say(request, _("Taken out.") if removed else _("It is back."), undo=again)
    return _back(found.frame_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose(request: SignedIn, frame_id: UUID) -> HttpResponse:
    """Let a learner propose a criterion."""
    found = get_frame_for(request.person, request.standing, frame_id, request.today, to="answer")
    form = ProposedCriterionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.propose_criterion(
                frame=found, **form.cleaned_data, by=request.person, now=request.now, today=request.today
            )
            say(request, _("Proposed. Your class says what it thinks, then your educator decides and says why."))
            return _back(frame_id, "frame")
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/criterion_propose.html", {"frame": found, "form": form})


@require_POST
@login_required
def voice(request: SignedIn, criterion_id: UUID) -> HttpResponse:
    """Let a learner say what they think of a proposed criterion."""
    found = get_criterion_for(request.person, request.standing, criterion_id, request.today, to="voice")
    form = VoiceForm(request.POST)
    data = form.cleaned_data if form.is_valid() else {"stance": "", "words": ""}
    try:
        actions.voice_criterion(criterion=found, **data, by=request.person, now=request.now, today=request.today)
        say(request, _("Heard. You can say it anew while it is open."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found.frame_id, "frame")


@require_POST
@login_required
def settle(request: SignedIn, criterion_id: UUID) -> HttpResponse:
    """Take a proposed criterion, or decline it with a reason."""
    found = get_criterion_for(request.person, request.standing, criterion_id, request.today, to="change")
    takes, why = request.POST.get("do") == "take", request.POST.get("why", "")
    try:
        actions.settle_criterion(criterion=found, takes=takes, why=why, by=request.person, now=request.now)
        say(request, _("It holds now.") if takes else _("Declined. The class reads why."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found.frame_id, "frame")
