"""Feedback: asking, giving with a coach beside it, answering what helped, hiding, reporting."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trellis.core.actions import ActionRefused
from trellis.evidence.access import Reader, get_artefact_for, get_feedback_for
from trellis.evidence.actions import feedback as actions
from trellis.evidence.coaching import EXAMPLES, hints_for
from trellis.evidence.forms_artefacts import AskForm, FeedbackForm
from trellis.evidence.models import Artefact, FeedbackRequest
from trellis.evidence.queries.artefact import artefact_page, judged_by
from trellis.evidence.queries.feedback import open_requests, people_to_ask, request_to
from trellis.framework.models import Competency, Level
from trellis.framework.queries_competency import levels_for
from trellis.framework.queries_words import reader_language
from trellis.people.requests import SignedIn
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Ask classmates or educators what works and what could be next."""
    found, reader = get_artefact_for(request.person, artefact_id, request.today, to="change")
    if not reader.is_learner:
        raise PermissionDenied
    people = people_to_ask(request.person, request.today).exclude(authorships__artefact=found).order_by("given_name")
    form = AskForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        data = {**form.cleaned_data, "people": list(form.cleaned_data["people"])}
        try:
            actions.ask_for_feedback(artefact=found, by=request.person, now=request.now, **data)
            say(request, _("Asked. You hear as soon as somebody answers."))
            return redirect("evidence:artefact", artefact_id)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    context = {"form": form, "page": artefact_page(found, reader), "requests": open_requests(found)}
    return render(request, "evidence/ask.html", context)


@require_POST
@login_required
def withdraw(request: SignedIn, artefact_id: UUID, request_id: UUID) -> HttpResponse:
    """Ask no longer."""
    found, _reader = get_artefact_for(request.person, artefact_id, request.today, to="change")
    asked = get_object_or_404(FeedbackRequest, pk=request_id, artefact=found, withdrawn_at__isnull=True)
    actions.withdraw_request(request=asked, by=request.person, now=request.now)
    say(request, _("You ask no longer."))
    return redirect("evidence:artefact", artefact_id)


@require_POST
@login_required
def decline(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Say "not now" to a request."""
    found, _reader = get_artefact_for(request.person, artefact_id, request.today, to="respond")
    asked = get_object_or_404(FeedbackRequest, artefact=found, asked=request.person, withdrawn_at__isnull=True)
    actions.decline_request(request=asked, by=request.person, now=request.now)
    say(request, _("Not now. That is fine."))
    return redirect("home:today")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def give(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Give feedback: what works, what is next, an offer. A coach asks once before it is sent, and never stops it."""
    found, reader = get_artefact_for(request.person, artefact_id, request.today, to="respond", of=_wanted(request))
    asked = request_to(request.person, found)
    levels = _levels(found, reader) if asked is not None and asked.wants_level and reader.is_educator else []
    form, hints = FeedbackForm(request.POST if request.method == "POST" else None, levels=levels), ()
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        hints = () if data["asked_again"] or reader.is_educator else hints_for(data["works"], data["next"])
        if not hints or not (data["works"].strip() and data["next"].strip()):
            hints = ()
            try:
                return _given(request, found, reader, data)
            except ActionRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    page = artefact_page(found, reader)
    context = {"form": form, "page": page, "asked": asked, "hints": hints, "examples": EXAMPLES, "reader": reader}
    return render(request, "evidence/give.html", context)


def _wanted(request: SignedIn) -> UUID | None:
    try:
        return UUID(request.GET.get("of", ""))
    except ValueError:
        return None


def _levels(found: Artefact, reader: Reader) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the levels of each competency it is about, as choices of one field."""
    page, groups = artefact_page(found, reader), []
    for thing in judged_by(list(page.about)):
        if thing.kind == "competency":
            competency = Competency.objects.select_related("framework").get(pk=thing.id)
            levels = levels_for(competency, reader_language())
            choices = [(f"{thing.id}:{one.level_id}", f"{one.title}: {one.text}".rstrip(": ")) for one in levels]
            groups.append((thing.words, choices))
    return groups


def _given(request: SignedIn, found: Artefact, reader: Reader, data: dict[str, Any]) -> HttpResponse:
    named = None
    competency_id, _colon, level_id = (data.get("level") or "").partition(":")
    if level_id:
        competency, level = Competency.objects.get(pk=competency_id), Level.objects.get(pk=level_id)
        named = actions.Named(competency, level, data["reason"])
    actions.give_feedback(
        artefact=found,
        learner=reader.learner,
        works=data["works"],
        following=data["next"],
        offer=data["offer"],
        named=named,
        is_educator=reader.is_educator,
        by=request.person,
        now=request.now,
    )
    say(request, _("Sent. %(name)s says what helped.") % {"name": reader.learner.first_name})
    return redirect(f"{reverse('evidence:artefact', args=[found.pk])}?of={reader.learner.pk}")


@require_POST
@login_required
def helped(request: SignedIn, feedback_id: UUID) -> HttpResponse:
    """Say what helped."""
    found, _reader = get_feedback_for(request.person, feedback_id, request.today, to="answer")
    try:
        answer, words = request.POST.get("helped", ""), request.POST.get("words", "")
        actions.say_what_helped(feedback=found, helped=answer, words=words, by=request.person, now=request.now)
        say(request, _("Thank you. %(name)s sees it.") % {"name": found.by.first_name})
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found.artefact_id)


@require_POST
@login_required
def hide(request: SignedIn, feedback_id: UUID) -> HttpResponse:
    """Hide feedback that does not help."""
    found, _reader = get_feedback_for(request.person, feedback_id, request.today, to="hide")
    actions.hide_feedback(feedback=found, by=request.person, now=request.now)
    say(request, _("Hidden."), undo=reverse("evidence:show-feedback", args=[feedback_id]))
    return _back(found.artefact_id)


@require_POST
@login_required
def show(request: SignedIn, feedback_id: UUID) -> HttpResponse:
    """Show hidden feedback again."""
    found, _reader = get_feedback_for(request.person, feedback_id, request.today, to="hide")
    actions.show_feedback(feedback=found, by=request.person, now=request.now)
    say(request, _("It is shown again."))
    return _back(found.artefact_id)


@require_POST
@login_required
def report(request: SignedIn, feedback_id: UUID) -> HttpResponse:
    """Ask an educator to look at feedback."""
    found, _reader = get_feedback_for(request.person, feedback_id, request.today, to="answer")
    try:
        actions.report_feedback(feedback=found, by=request.person, now=request.now)
        say(request, _("Your educators were asked to look at it."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _back(found.artefact_id)


def _back(artefact_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('evidence:artefact', args=[artefact_id])}#feedback")
