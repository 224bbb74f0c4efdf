"""Pages at the table: the learner leads, notes are kept, decisions written down, and everybody confirms them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.requests import SignedIn
from trellis.plan.access_conferences import get_conference_for, get_outcome_for, get_topic_for
from trellis.plan.actions import conferences, outcomes
from trellis.plan.forms_conferences import GoalChangeForm, NotesForm, OutcomeForm
from trellis.plan.models import Conference
from trellis.plan.queries.conference_choices import chosen_goal, guest_of, open_goals, topics_to_name
from trellis.plan.queries.conferences import conference_page
from trellis.web.notices import say


@login_required
@require_safe
def lead(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Show the learner one topic at a time: a welcome first, then the agenda, then what one takes along."""
    found, reader = get_conference_for(request.person, conference_id, request.today, to="lead")
    page = conference_page(reader, found, request.now)
    n, asked = len(page.topics), request.GET.get("at", "0")
    at = min(int(asked), n + 1) if asked.isdecimal() and len(asked) < 4 else 0
    shown = {"page": page, "at": at, "n": n, "before": at - 1, "after": at + 1, "last": n + 1}
    if 0 < at <= n:
        shown["topic"] = page.topics[at - 1]
    return render(request, "plan/conference_lead.html", shown)


def _place(request: SignedIn, conference: Conference) -> str:
    """Return where to go on: the leader's page where the words were written there, else the conference."""
    at = request.POST.get("at", "")
    if at.isdecimal() and len(at) < 4:
        return f"{reverse('plan:lead-conference', args=[conference.pk])}?at={at}"
    return reverse("plan:conference", args=[conference.pk])


@login_required
@require_POST
def topic_notes(request: SignedIn, topic_id: UUID) -> HttpResponse:
    """Keep notes on a topic."""
    topic, conference = get_topic_for(request.person, topic_id, request.today, to="speak")
    form, stale = NotesForm(request.POST), None
    if form.is_valid():
        given = {"notes": form.cleaned_data["notes"], "expected": form.cleaned_data["version"]}
        try:
            conferences.write_notes(topic=topic, conference=conference, **given, by=request.person, now=request.now)
            say(request, _("Your notes are saved."))
            return redirect(_place(request, conference))
        except StaleVersion as refusal:
            stale = form.save_over(refusal)
        except ActionRefused as refusal:
            form.add_error("notes", str(refusal.sentence))
    return render(
        request, "plan/conference_notes.html", {"form": form, "stale": stale, "back": _place(request, conference)}
    )


@login_required
@require_POST
def last_notes(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Keep notes on the conference as a whole."""
    found, _reader = get_conference_for(request.person, conference_id, request.today, to="speak")
    form, stale = NotesForm(request.POST), None
    if form.is_valid():
        given = {"notes": form.cleaned_data["notes"], "expected": form.cleaned_data["version"]}
        try:
            conferences.write_last_notes(conference=found, **given, by=request.person, now=request.now)
            say(request, _("Your notes are saved."))
            return redirect(_place(request, found))
        except StaleVersion as refusal:
            stale = form.save_over(refusal)
        except ActionRefused as refusal:
            form.add_error("notes", str(refusal.sentence))
    return render(request, "plan/conference_notes.html", {"form": form, "stale": stale, "back": _place(request, found)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Write down a decision; where a goal is chosen, with what changes in it."""
    found, reader = get_conference_for(request.person, conference_id, request.today, to="speak")
    topics, data = topics_to_name(found, reader), request.POST or None
    goal, start = chosen_goal(found, request.GET.get("goal", ""))
    form = OutcomeForm(data, topics=topics, initial={"topic": request.GET.get("topic", "")})
    parts = GoalChangeForm(data, initial=start, prefix="goal") if goal is not None else None
    if request.method == "POST" and form.is_valid() and (parts is None or parts.is_valid()):
        change = None if goal is None or parts is None else parts.change_of(goal)
        who: dict[str, Any] = {"by": request.person, "now": request.now, "today": request.today}
        try:
            outcomes.write_outcome(conference=found, change=change, voice=reader.voice, **form.cleaned_data, **who)
            say(request, _("Written down. Everybody who was there is asked to confirm it."))
            return redirect(f"{reverse('plan:conference', args=[found.pk])}#decided")
        except ActionRefused as refusal:
            (form if parts is None or refusal.field == "words" else parts).refuse(refusal)
    shown = {"conference": found, "form": form, "parts": parts, "goal": goal, "goals": open_goals(found)}
    return render(request, "plan/conference_decide.html", shown)


@login_required
@require_POST
def met(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Say that one has met."""
    found, _reader = get_conference_for(request.person, conference_id, request.today, to="speak")
    try:
        outcomes.hold_conference(conference=found, by=request.person, now=request.now, today=request.today)
        say(request, _("You have met. Now everybody can confirm what you decided."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("plan:conference", found.pk)


@login_required
@require_POST
def confirm(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Confirm what was decided; an educator notes who signed the sheet."""
    signed = request.POST.get("person", "")
    to = "arrange" if signed else "speak"
    found, reader = get_conference_for(request.person, conference_id, request.today, to=to)
    who, voice = guest_of(found, reader, signed, request.now)
    try:
        outcomes.confirm_conference(
            conference=found, person=who, voice=voice, by=request.person, now=request.now, today=request.today
        )
        say(request, _("Confirmed."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("plan:conference", found.pk)


@login_required
@require_POST
def take(request: SignedIn, outcome_id: UUID) -> HttpResponse:
    """Let the learner take a decision into the plan, whole."""
    outcome, found = get_outcome_for(request.person, outcome_id, request.today)
    try:
        outcomes.take_outcome(outcome=outcome, conference=found, by=request.person, now=request.now)
        say(request, _("It stands in your plan."))
    except StaleVersion:
        messages.error(request, _("The goal has changed since. Answer it part by part in your plan."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("plan:conference", found.pk)
