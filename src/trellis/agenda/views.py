"""Pages of somebody's own calendar, and the feed that calendar programs read."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from trellis.agenda.access import get_attendance_for, step_in_by_feed
from trellis.agenda.actions import answer_event, make_feed, revoke_feed
from trellis.agenda.feed import calendar_file
from trellis.agenda.queries import calendar_page, feed_lines, feed_of, line_of
from trellis.core.actions import ActionRefused
from trellis.people.requests import Request, SignedIn
from trellis.web.notices import say


@login_required
@require_safe
def index(request: SignedIn) -> HttpResponse:
    """Show what is coming in the reader's own calendar, by day, and what is past."""
    page = calendar_page(request.person, request.now)
    return render(request, "agenda/index.html", {"page": page})


@login_required
@require_POST
def answer(request: SignedIn, event_id: UUID) -> HttpResponse:
    """Say whether one comes; htmx gets the one event back."""
    asked = get_attendance_for(request.person, event_id)
    try:
        said = answer_event(
            event=asked.event, person=request.person, answer=request.POST.get("answer", ""), now=request.now
        )
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("agenda:index")
    if request.htmx:
        return render(request, "agenda/_event.html", {"line": line_of(said, request.now), "is_answered": True})
    say(request, _("Your answer is saved."))
    return redirect(f"{reverse('agenda:index')}#e{event_id}")


@login_required
@require_safe
def feed_settings(request: SignedIn) -> HttpResponse:
    """Say what the private address is for, and whether there is one."""
    return render(request, "agenda/feed.html", {"feed": feed_of(request.person)})


@login_required
@require_POST
def new_feed(request: SignedIn) -> HttpResponse:
    """Make a private address and show it this once; it is kept nowhere, so the answer itself shows it."""
    token = make_feed(person=request.person, now=request.now)
    address = request.build_absolute_uri(reverse("agenda:feed", args=[token]))
    _scheme, _colon, rest = address.partition(":")
    shown = {"feed": feed_of(request.person), "address": address, "subscribe": f"webcal:{rest}"}
    return render(request, "agenda/feed.html", shown)


@login_required
@require_POST
def end_feed(request: SignedIn) -> HttpResponse:
    """Close the private address."""
    try:
        revoke_feed(person=request.person, now=request.now)
        say(request, _("The address is closed. Calendars that used it stop following."))
    except ActionRefused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("agenda:feed-settings")


@require_safe
def feed(request: Request, token: str) -> HttpResponse:
    """Answer a calendar program that knows the secret."""
    account = step_in_by_feed(token, request.now)
    person = account.person
    with translation.override(account.language or person.district.language):
        body = calendar_file(feed_lines(person, request.now), person.district.time_zone)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="trellis.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = etag
    response.headers["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response) or response
