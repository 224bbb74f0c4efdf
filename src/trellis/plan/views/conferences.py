"""Pages on which conferences are found, arranged, moved and printed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.access import require
from trellis.people.requests import SignedIn
from trellis.plan.access import Reader, get_reader_for
from trellis.plan.access_conferences import get_conference_for, may_arrange
from trellis.plan.actions import conferences as actions
from trellis.plan.actions.reading import note_conference_read
from trellis.plan.forms_conferences import ConferenceForm
from trellis.plan.models import Conference
from trellis.plan.queries.conference_guests import invited, ways_to_ask
from trellis.plan.queries.conferences import conference_page, sheet_language, sheet_page
from trellis.plan.queries.conferences_due import conferences_due, conferences_for
from trellis.web.notices import say


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Show the conferences of everybody in whose plan the reader has a voice; to educators also those due."""
    shown = {
        "found": conferences_for(request.person, request.now),
        "due": conferences_due(request.person, request.today),
        "person": request.person,
    }
    return render(request, "plan/conferences.html", shown)


@login_required
@require_safe
def of_learner(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show the conferences of one learner."""
    reader = get_reader_for(request.person, learner_id, request.today)
    shown = {
        "found": conferences_for(request.person, request.now, reader.learner),
        "learner": reader.learner,
        "is_mine": reader.is_learner,
        "may_arrange": may_arrange(reader),
        "person": request.person,
    }
    return render(request, "plan/conferences.html", shown)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Arrange a conference with a learner."""
    reader = get_reader_for(request.person, learner_id, request.today)
    require(may_arrange(reader))
    form = _form(request, reader, {"people": [str(request.person.pk), *ways_to_ask(reader, request.today).family]})
    if request.method == "POST" and form.is_valid():
        given = _given(request, reader, form)
        try:
            made = actions.arrange_conference(learner=reader.learner, **given)
            say(request, _("The conference is arranged."), undo=reverse("plan:cancel-conference", args=[made.pk]))
            return redirect("plan:conference", made.pk)
        except ActionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
    return render(request, "plan/conference_form.html", {"form": form, "learner": reader.learner})


def _form(request: SignedIn, reader: Reader, initial: dict[str, Any]) -> ConferenceForm:
    ways = ways_to_ask(reader, request.today)
    return ConferenceForm(
        request.POST or None, initial=initial, time_zone=reader.learner.district.time_zone, people=ways.choices
    )


def _given(request: SignedIn, reader: Reader, form: ConferenceForm) -> dict[str, Any]:
    given = {name: form.cleaned_data[name] for name in ("starts_at", "ends_at", "place")}
    people = invited(reader, request.today, form.cleaned_data["people"])
    return {**given, "people": people, "by": request.person, "now": request.now, "today": request.today}


@login_required
@require_safe
def conference(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Show a conference: when, who, what is talked about, what was decided."""
    found, reader = get_conference_for(request.person, conference_id, request.today)
    page = conference_page(reader, found, request.now)
    answer = render(request, "plan/conference.html", {"page": page, "languages": settings.LANGUAGES})
    note_conference_read(conference=found, by=request.person, now=request.now)
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Choose another time, place or company."""
    found, reader = get_conference_for(request.person, conference_id, request.today, to="arrange")
    form, stale = _form(request, reader, _as_arranged(found, reader)), None
    if request.method == "POST" and form.is_valid():
        given = _given(request, reader, form)
        try:
            actions.move_conference(conference=found, expected=form.cleaned_data["version"], **given)
            say(request, _("Saved. Everybody who was asked hears of it."))
            return redirect("plan:conference", found.pk)
        except StaleVersion as refusal:
            stale = form.save_over(refusal)
        except ActionRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
    shown = {"form": form, "learner": reader.learner, "conference": found, "stale": stale}
    return render(request, "plan/conference_form.html", shown)


def _as_arranged(found: Conference, reader: Reader) -> dict[str, Any]:
    page = conference_page(reader, found, found.event.starts_at)
    return {
        "on": page.starts_at.date(),
        "at": page.starts_at.time(),
        "minutes": (page.ends_at - page.starts_at) // timedelta(minutes=1),
        "place": page.place,
        "people": [str(guest.id) for guest in page.guests],
        "version": found.event.version,
    }


@login_required
@require_POST
def cancel(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Call a conference off; undo brings it back."""
    found, _reader = get_conference_for(request.person, conference_id, request.today, to="arrange")
    try:
        actions.cancel_conference(conference=found, by=request.person, now=request.now)
        say(request, _("The conference is cancelled."), undo=reverse("plan:bring-back-conference", args=[found.pk]))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("plan:conference", found.pk)


@login_required
@require_POST
def bring_back(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Let a conference take place after all."""
    found, _reader = get_conference_for(request.person, conference_id, request.today, to="arrange")
    try:
        actions.bring_back_conference(conference=found, by=request.person, now=request.now)
        say(request, _("The conference takes place."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("plan:conference", found.pk)


@login_required
@require_safe
def sheet(request: SignedIn, conference_id: UUID) -> HttpResponse:
    """Show one page to print, in the family's language or in the one asked for."""
    found, reader = get_conference_for(request.person, conference_id, request.today)
    known = [code for code, _name in settings.LANGUAGES]
    asked = request.GET.get("language", "")
    if asked not in known:
        asked = sheet_language(reader, found, request.today, known, translation.get_language())
    with translation.override(asked):
        page = sheet_page(reader, found, request.now)
        response = render(request, "plan/conference_sheet.html", {"page": page, "languages": settings.LANGUAGES})
    response.headers["Content-Language"] = asked
    return response
