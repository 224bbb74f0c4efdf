"""Feedback: asking, giving with a coach beside it, answering what helped."""

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
from trellis.evidence.access import Reader, get_artefact_for, get_feedback_for
from trellis.evidence.actions import feedback as actions
from trellis.evidence.coaching import EXAMPLES, Hint, hints_for
from trellis.evidence.forms_artefacts import AskForm, FeedbackForm
from trellis.evidence.models import Artefact
from trellis.evidence.queries.artefact import artefact_page, judged_by
from trellis.evidence.queries.feedback import get_request, open_requests, people_to_ask, request_to
from trellis.evidence.queries.voices import competency_of, level_of
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
    asked = get_request(found, request_id=request_id)
    actions.withdraw_request(request=asked, by=request.person, now=request.now)
    say(request, _("You ask no longer."))
    return redirect("evidence:artefact", artefact_id)


@require_POST
@login_required
def decline(request: SignedIn, artefact_id: UUID) -> HttpResponse:
    """Say "not now" to a request."""
    found, _reader = get_artefact_for(request.person, artefact_id, request.today, to="respond")
    asked = get_request(found, asked=request.person)
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
    form = FeedbackForm(request.POST if request.method == "POST" else None, levels=levels)
    hints: tuple[Hint, ...] = ()
    if form.is_bound and form.is_valid():
        hints = _hints(form.cleaned_data, reader)
        if not hints:
            try:
                return _given(request, found, reader, form.cleaned_data)
            except ActionRefused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    page = artefact_page(found, reader)
    context = {"form": form, "page": page, "asked": asked, "hints": hints, "examples": EXAMPLES, "reader": reader}
    return render(request, "evidence/give.html", context)


def _hints(data: dict[str, Any], reader: Reader) -> tuple[Hint, ...]:
    """Return what the coach asks a peer, once; nothing where a field is empty, which the action says itself."""
    is_whole = data["works"].strip() and data["next"].strip()
    if data["asked_again"] or reader.is_educator or not is_whole:
        return ()
    return hints_for(data["works"], data["next"])


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
            competency = competency_of(thing.id)
            levels = levels_for(competency, reader_language())
            choices = [(f"{thing.id}:{one.level_id}", f"{one.title}: {one.text}".rstrip(": ")) for one in levels]
            groups.append((thing.words, choices))
    return groups


def _given(request: SignedIn, found: Artefact, reader: Reader, data: dict[str, Any]) -> HttpResponse:
    named = None
    competency_id, _colon, level_id = (data.get("level") or "").partition(":")
    if level_id:
        level = level_of(level_id)
        named = actions.Named(competency_of(UUID(competency_id)), level, data["reason"]) if level else None
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


def _back(artefact_id: UUID) -> HttpResponse:
    return redirect(f"{reverse('evidence:artefact', args=[artefact_id])}#feedback")
