"""Pages of a sealed past: the closed door, opening it, what is seen then; ending, asking, objecting, answering."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.evidence.access_sealing import get_opening_for, get_past_for, is_at_home, opened_reader
from trellis.evidence.actions.sealing import end_opening, open_past, read_past, say_about_opening
from trellis.evidence.forms_sealing import OpenForm, WordForm, last_year
from trellis.evidence.models import Opening
from trellis.evidence.queries.past import log_of, opened_file, opened_page, own_openings
from trellis.evidence.queries.policy import live_purposes, policy_for
from trellis.files.serving import send_file
from trellis.framework.access import visible_frameworks
from trellis.people.requests import SignedIn
from trellis.web.notices import say


@require_safe
@login_required
def past(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Show an educator that a learner's past is closed, and what they opened of it."""
    reader = get_past_for(request.person, learner_id, request.today)
    context = {"reader": reader, "learner": reader.learner, "openings": own_openings(reader)}
    return render(request, "evidence/past.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def open_it(request: SignedIn, learner_id: UUID) -> HttpResponse:
    """Ask an educator what for, and open a learner's past for a while."""
    reader = get_past_for(request.person, learner_id, request.today)
    days = policy_for(reader.learner, request.today).opening_days
    first, last = last_year(reader.sealed_before, request.today)
    form = OpenForm(
        request.POST or None,
        initial={"from_on": first, "to": last, "days": days},
        purposes=live_purposes(),
        frameworks=visible_frameworks(request.standing),
    )
    if request.method == "POST" and form.is_valid():
        about = {"learner": reader.learner, **form.asked}
        try:
            opening = open_past(**about, by=request.person, now=request.now, today=request.today)
            return redirect("evidence:opened", opening.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "evidence/open_past.html", {"learner": reader.learner, "form": form})


@require_safe
@login_required
@never_cache
def opened(request: SignedIn, opening_id: UUID) -> HttpResponse:
    """Show what an opening opens; that it is read was written down before."""
    opening, reader = opened_reader(request.person, opening_id, request.today)
    with read_past(opening=opening, by=request.person, now=request.now):
        page = opened_page(reader, opening)
    line = next(line for line in log_of(reader.learner, request.today) if line.id == opening.pk)
    context = {"reader": reader, "learner": reader.learner, "opening": line, "page": page}
    return render(request, "evidence/opened.html", context)


@require_safe
@login_required
@never_cache
def opened_stored(request: SignedIn, opening_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Send a file of what an opening shows; that too is written down before."""
    opening, reader = opened_reader(request.person, opening_id, request.today)
    with read_past(opening=opening, by=request.person, now=request.now):
        file = opened_file(opened_page(reader, opening), file_id)
    if file is None:
        raise Http404
    return send_file(request, file)


@require_safe
@login_required
def about(request: SignedIn, opening_id: UUID) -> HttpResponse:
    """Lead from a notice to where somebody reads of an opening: as its reader, at home, or for the school."""
    opening = get_opening_for(request.person, request.standing, opening_id, request.today)
    return _to_opening(request, opening)


def _to_opening(request: SignedIn, opening: Opening) -> HttpResponse:
    if opening.reader_id == request.person.pk:
        return redirect(f"{reverse('evidence:past', args=[opening.learner_id])}#o-{opening.pk}")
    if is_at_home(request.person, opening, request.today):
        return redirect(f"{reverse('evidence:record', args=[opening.learner_id])}#o-{opening.pk}")
    return redirect("evidence:policy")


@require_POST
@login_required
def end(request: SignedIn, opening_id: UUID) -> HttpResponse:
    """Close what was opened, before its last day."""
    opening = get_opening_for(request.person, request.standing, opening_id, request.today, to="end")
    try:
        end_opening(opening=opening, by=request.person, now=request.now, today=request.today)
        say(request, _("It is closed. The learner and the family are told."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _to_opening(request, opening)


@require_POST
@login_required
def speak(request: SignedIn, opening_id: UUID) -> HttpResponse:
    """Ask why a past was opened, object to it, or answer."""
    to = "answer" if request.POST.get("kind") == "answer" else "ask"
    opening = get_opening_for(request.person, request.standing, opening_id, request.today, to=to)
    form = WordForm(request.POST)
    if not form.is_valid():
        say(request, _("Use fewer words, at most 1,000 letters."))
        return _to_opening(request, opening)
    try:
        say_about_opening(opening=opening, **form.cleaned_data, by=request.person, now=request.now)
        say(request, _("It is said. The others are told."))
    except ActionRefused as refused:
        say(request, refused.sentence)
    return _to_opening(request, opening)
