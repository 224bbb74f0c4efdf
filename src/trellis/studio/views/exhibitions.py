"""Pages of exhibitions: the list, one of them, arranging, announcing, calling off, looking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.agenda.actions import bring_back_event, cancel_event
from trellis.core.actions import ActionRefused, StaleVersion
from trellis.people.requests import SignedIn
from trellis.studio.access_exhibitions import get_exhibition_for, may_arrange, require_arranging
from trellis.studio.actions import exhibitions as actions
from trellis.studio.actions.guests import look_back as keep_look_back
from trellis.studio.forms_exhibitions import ExhibitionForm, LookBackForm
from trellis.studio.models import Exhibition
from trellis.studio.queries.exhibitions import exhibition_page, exhibitions_of, frames_to_exhibit
from trellis.web.notices import say


@require_safe
@login_required
def exhibitions(request: SignedIn) -> HttpResponse:
    """Show the exhibitions somebody may open."""
    found = exhibitions_of(request.person, request.today, request.now)
    context = {"list": found, "may_arrange": may_arrange(request.standing)}
    return render(request, "studio/exhibitions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: SignedIn) -> HttpResponse:
    """Arrange an exhibition."""
    require_arranging(request.standing)
    frames = frames_to_exhibit(request.person, request.today)
    form = ExhibitionForm(request.POST or None, frames=frames, time_zone=request.person.district.time_zone)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        given = {name: data[name] for name in ("title", "words", "place", "starts_at", "ends_at", "frames")}
        try:
            made = actions.arrange_exhibition(
                **given, school=data["frames"][0].school, by=request.person, now=request.now
            )
            return redirect("studio:programme", made.pk)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "studio/exhibition_form.html", {"form": form, "exhibition": None, "frames": frames})


@require_safe
@login_required
def exhibition(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Show an exhibition: when, where, the programme, what guests said."""
    reader = get_exhibition_for(request.person, exhibition_id, request.today)
    page, event = exhibition_page(reader), reader.exhibition.event
    context = {
        "reader": reader,
        "page": page,
        "exhibition": reader.exhibition,
        "event": event,
        "is_over": event.ends_at < request.now,
        "has_begun": event.starts_at <= request.now,
    }
    return render(request, "studio/exhibition.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Say anew what an exhibition is, when and where."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    zone = request.person.district.time_zone
    form = ExhibitionForm(request.POST or None, frames=None, time_zone=zone, initial=_as_it_stands(found, zone))
    if form.is_bound and form.is_valid():
        try:
            _change(request, found, form.cleaned_data)
            say(request, _("Saved."))
            return redirect("studio:exhibition", exhibition_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/exhibition_form.html", {"form": form, "exhibition": found})


def _change(request: SignedIn, found: Exhibition, data: dict[str, Any]) -> None:
    given = {name: data[name] for name in ("title", "words", "place", "starts_at", "ends_at")}
    expected = data["version"] or found.version
    actions.change_exhibition(exhibition=found, **given, expected=expected, by=request.person, now=request.now)


def _as_it_stands(found: Exhibition, time_zone: str) -> dict[str, Any]:
    begins, ends = (at.astimezone(ZoneInfo(time_zone)) for at in (found.event.starts_at, found.event.ends_at))
    return {
        "title": found.title,
        "words": found.words,
        "place": found.event.place,
        "on": begins.date(),
        "begins": begins.time(),
        "ends": ends.time(),
        "version": found.version,
    }


def refuse(form: Any, refused: ActionRefused) -> None:
    """Say why at the field; a save from an older page shows what stands there and can be sent again."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
    if isinstance(refused, StaleVersion):
        data = form.data.copy()
        data["version"] = str(refused.current.version)  # type: ignore[attr-defined]
        form.data = data
        stands = refused.current
        form.stands_there = getattr(stands, "label", "") or getattr(stands, "words", "") or str(stands)


@require_POST
@login_required
def announce(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Announce an exhibition, or take the announcement back."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    again = reverse("studio:announce-exhibition", args=[exhibition_id])
    if found.published_at is None:
        actions.announce_exhibition(exhibition=found, by=request.person, now=request.now)
        say(request, _("Announced. Families and guests see it now."), undo=again)
    else:
        actions.withdraw_exhibition(exhibition=found, by=request.person, now=request.now)
        say(request, _("Taken back. Only you and those who show see it."), undo=again)
    return redirect("studio:exhibition", exhibition_id)


@require_POST
@login_required
def cancel(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Call an exhibition off, or let it take place after all."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    again = reverse("studio:cancel-exhibition", args=[exhibition_id])
    if found.event.cancelled_at is None:
        cancel_event(event=found.event, by=request.person, now=request.now)
        say(request, _("Called off. It stays in the calendars, crossed out."), undo=again)
    else:
        bring_back_event(event=found.event, by=request.person, now=request.now)
        say(request, _("It takes place."), undo=again)
    return redirect("studio:exhibition", exhibition_id)


@require_safe
@login_required
def sheet(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Show the programme as a sheet for print."""
    reader = get_exhibition_for(request.person, exhibition_id, request.today)
    context = {"page": exhibition_page(reader), "exhibition": reader.exhibition, "event": reader.exhibition.event}
    return render(request, "studio/exhibition_sheet.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def look_back(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Let a learner say what they take from an exhibition."""
    reader = get_exhibition_for(request.person, exhibition_id, request.today, to="look back")
    there = exhibition_page(reader).look_back
    initial = {"words": there.words, "version": there.version} if there else {}
    form = LookBackForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        words, expected = form.cleaned_data["words"], form.cleaned_data["version"] or 1
        given = {"exhibition": reader.exhibition, "words": words, "expected": expected}
        try:
            keep_look_back(**given, by=request.person, now=request.now)
            say(request, _("Kept. You and your educators see it."))
            return redirect("studio:exhibition", exhibition_id)
        except ActionRefused as refused:
            refuse(form, refused)
    return render(request, "studio/look_back.html", {"form": form, "exhibition": reader.exhibition})
