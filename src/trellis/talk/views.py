"""Pages of conversations: a thread by itself, saying, taking back, hiding, reporting, and what was reported."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.talk import actions
from trellis.talk.access import get_message_for, get_report_for, learner_of, looks_at_reports, require_part
from trellis.talk.forms import HideForm, ReportForm, SayForm
from trellis.talk.models import Message
from trellis.talk.queries import Conversation, conversation, page_of_subject, reports_waiting
from trellis.web.notices import say as say_notice


@require_safe
@login_required
def thread(request: SignedIn, kind: str, subject_id: UUID) -> HttpResponse:
    """Show a conversation on a page of its own, and remember that it was read."""
    require_part(request.person, request.standing, kind, subject_id, request.today)
    shown = _conversation(request, kind, subject_id)
    actions.visit_thread(subject_kind=kind, subject_id=subject_id, person=request.person, now=request.now)
    return render(request, "talk/thread.html", {"conversation": shown})


@require_POST
@login_required
def say(request: SignedIn, kind: str, subject_id: UUID) -> HttpResponse:
    """Say something; htmx gets the conversation anew, everybody else goes back to where they were."""
    require_part(request.person, request.standing, kind, subject_id, request.today)
    form = SayForm(request.POST)
    if not form.is_valid():
        return _answer(request, kind, subject_id, form)
    try:
        said = actions.say_words(
            subject_kind=kind,
            subject_id=subject_id,
            learner=learner_of(kind, subject_id),
            author=request.person,
            body=form.cleaned_data["body"],
            now=request.now,
        )
    except ActionRefused as refused:
        form.add_error("body", str(refused.sentence))
        return _answer(request, kind, subject_id, form)
    say_notice(request, _("Said."), undo=reverse("talk:take-back", args=[said.pk]))
    if request.htmx:
        return _answer(request, kind, subject_id, None)
    return HttpResponseRedirect(f"{_back(request, said)}#message-{said.pk}")


def _conversation(request: SignedIn, kind: str, subject_id: UUID) -> Conversation:
    whole = "all" in request.GET
    return conversation(kind, subject_id, request.person, request.today, now=request.now, all_of_it=whole)


def _answer(request: SignedIn, kind: str, subject_id: UUID, form: SayForm | None) -> HttpResponse:
    """Show the conversation again, with what could not be said still in its field."""
    context = {"conversation": _conversation(request, kind, subject_id), "say_form": form}
    if not request.htmx:
        return render(request, "talk/thread.html", context)
    return render(request, "talk/_answer.html", context | {"talk_next": request.POST.get("next", "")})


def _back(request: SignedIn, message: Message) -> str:
    wanted = request.POST.get("next", "").split("#")[0]
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return _page_of(message)


@require_POST
@login_required
def take_back(request: SignedIn, message_id: UUID) -> HttpResponse:
    """Take back what one has just said."""
    message = get_message_for(request.person, request.standing, message_id, request.today, to="take back")
    try:
        actions.take_back_message(message=message, by=request.person, now=request.now)
    except ActionRefused as refused:
        messages.error(request, str(refused.sentence))
    else:
        messages.success(request, _("Taken back."))
    return HttpResponseRedirect(f"{_page_of(message)}#message-{message.pk}")


def _page_of(message: Message) -> str:
    return page_of_subject(message.thread.subject_kind, message.thread.subject_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hide(request: SignedIn, message_id: UUID) -> HttpResponse:
    """Ask why, then hide a message; the next page offers to undo it."""
    message = get_message_for(request.person, request.standing, message_id, request.today, to="hide")
    form = HideForm(request.POST or None)
    if form.is_valid():
        try:
            actions.hide_message(
                message=message, reason=form.cleaned_data["reason"], by=request.person, now=request.now
            )
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            say_notice(request, _("It is hidden."), undo=reverse("talk:show", args=[message.pk]))
            return redirect("talk:reports" if "reports" in request.GET else _page_of(message))
    context = {"title": _("Hide a message"), "icon": "eye-off", "button": _("Hide it")}
    return _about_message(request, message, form, context)


def _about_message(request: SignedIn, message: Message, form: Any, context: dict[str, Any]) -> HttpResponse:
    shown = None if message.hidden_at or message.taken_back_at else message
    context |= {"form": form, "message": message, "shown": shown, "back": _page_of(message)}
    if "reports" in request.GET:
        context["back"] = reverse("talk:reports")
    return render(request, "talk/about_message.html", context)


@require_POST
@login_required
def show(request: SignedIn, message_id: UUID) -> HttpResponse:
    """Undo: show a hidden message again."""
    message = get_message_for(request.person, request.standing, message_id, request.today, to="hide")
    try:
        actions.show_message(message=message, by=request.person, now=request.now)
    except ActionRefused as refused:
        messages.error(request, str(refused.sentence))
    else:
        messages.success(request, _("Everybody here sees it again."))
    return HttpResponseRedirect(f"{_page_of(message)}#message-{message.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: SignedIn, message_id: UUID) -> HttpResponse:
    """Ask an educator to look at a message."""
    message = get_message_for(request.person, request.standing, message_id, request.today, to="report")
    form = ReportForm(request.POST or None)
    if form.is_valid():
        try:
            actions.report_message(
                message=message, reason=form.cleaned_data["reason"], by=request.person, now=request.now
            )
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
        else:
            messages.success(request, _("Thank you. An educator will look at it."))
            return redirect(_page_of(message))
    context = {"title": _("Ask an educator to look at this"), "icon": "flag", "button": _("Ask")}
    return _about_message(request, message, form, context)


@require_safe
@login_required
def reports(request: SignedIn) -> HttpResponse:
    """Show educators what waits for them to look at."""
    if not looks_at_reports(request.person, request.standing, request.today):
        raise Http404
    waiting = reports_waiting(request.person, request.standing, request.today)
    return render(request, "talk/reports.html", {"reports": waiting})


@require_POST
@login_required
def settle(request: SignedIn, report_id: UUID) -> HttpResponse:
    """Note that a report has been looked at; the next page offers to undo it."""
    found = get_report_for(request.person, request.standing, report_id, request.today)
    try:
        actions.settle_report(report=found, by=request.person, now=request.now)
    except ActionRefused as refused:
        messages.error(request, str(refused.sentence))
    else:
        say_notice(request, _("Looked at. The message stays."), undo=reverse("talk:reopen", args=[found.pk]))
    return redirect("talk:reports")


@require_POST
@login_required
def reopen(request: SignedIn, report_id: UUID) -> HttpResponse:
    """Undo: let a report wait again."""
    found = get_report_for(request.person, request.standing, report_id, request.today)
    actions.reopen_report(report=found, by=request.person, now=request.now)
    messages.success(request, _("It waits again."))
    return redirect("talk:reports")
