"""Guests of an exhibition: who is asked, the pages behind their links, what they say, and who reads it first."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.requests import SignedIn
from trellis.studio.access_exhibitions import (
    get_exhibition_for,
    get_guest_note_for,
    get_invitation_for,
    get_programme_item_for,
)
from trellis.studio.actions import guests as actions
from trellis.studio.forms_exhibitions import GuestLinkForm, GuestNoteForm
from trellis.studio.models import Invitation, ProgrammeItem
from trellis.studio.queries.exhibitions import (
    answers_of,
    invitations_of,
    notes_to_settle,
    own_invitation,
    programme,
    shown_item,
)
from trellis.studio.views.exhibitions import refuse
from trellis.web.notices import say


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def guests(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Show who is asked; make a link for somebody outside, whose address is shown this one time."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    form, address = GuestLinkForm(request.POST or None), ""
    if form.is_bound and form.is_valid():
        try:
            name = form.cleaned_data["name"]
            token = actions.invite_by_link(exhibition=found, name=name, by=request.person, now=request.now)
            address = request.build_absolute_uri(reverse("studio:as-guest", args=[token]))
            form = GuestLinkForm()
        except ActionRefused as refused:
            refuse(form, refused)
    answers = answers_of(found)
    asked = [(one, answers.get(one.person_id, "") if one.person_id else "") for one in invitations_of(found)]
    context = {"exhibition": found, "form": form, "address": address, "asked": asked}
    return render(request, "studio/guests.html", context)


@require_POST
@login_required
def ask(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Ask the families of those who show, or the mentors of their projects, in one tap."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    kind = Invitation.Kind.MENTOR if request.POST.get("whom") == "mentors" else Invitation.Kind.FAMILY
    whom = actions.mentors_of if kind == Invitation.Kind.MENTOR else actions.families_of
    people = whom(found, request.now)
    n = actions.invite_people(exhibition=found, people=people, kind=kind, by=request.person, now=request.now)
    say(request, ngettext("%(n)s person is asked.", "%(n)s people are asked.", n) % {"n": n})
    return redirect("studio:guests", exhibition_id)


@require_POST
@login_required
def take_back(request: SignedIn, guest_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation, reader = get_invitation_for(request.person, guest_id, request.today)
    actions.take_back_invitation(invitation=invitation, by=request.person, now=request.now)
    say(request, _("Taken back. A link closes at once."))
    return redirect("studio:guests", reader.exhibition.pk)


@require_safe
@login_required
def notes(request: SignedIn, exhibition_id: UUID) -> HttpResponse:
    """Show what guests said, to let it through to the teams."""
    found = get_exhibition_for(request.person, exhibition_id, request.today, to="arrange").exhibition
    return render(request, "studio/guest_notes.html", {"exhibition": found, "notes": notes_to_settle(found)})


@require_POST
@login_required
def settle(request: SignedIn, note_id: UUID) -> HttpResponse:
    """Show a guest's words to the team, or keep them back."""
    note_found, reader = get_guest_note_for(request.person, note_id, request.today)
    shown = request.POST.get("do") == "show"
    actions.settle_note(note=note_found, shown=shown, by=request.person, now=request.now)
    say(request, _("The team reads it now.") if shown else _("Kept back. The team does not see it."))
    return redirect("studio:guest-notes", reader.exhibition.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: SignedIn, line_id: UUID) -> HttpResponse:
    """Let a guest who signs in say something about a project."""
    item, reader = get_programme_item_for(request.person, line_id, request.today, to="note")
    invitation = own_invitation(reader.exhibition, request.person)
    form = GuestNoteForm(request.POST or None, initial={"by_name": request.person.full_name})
    form.fields["by_name"].disabled = True
    if form.is_bound and form.is_valid() and _left(form, item, invitation, request):
        say(request, _("Thank you. An educator reads it, then the team."))
        return redirect("studio:exhibition", reader.exhibition.pk)
    context = {"form": form, "item": item, "exhibition": reader.exhibition}
    return render(request, "studio/leave_note.html", context)


def _left(form: GuestNoteForm, item: ProgrammeItem, invitation: Invitation | None, request: Any) -> bool:
    data: dict[str, Any] = dict(form.cleaned_data)
    name = data.pop("by_name")
    by = getattr(request, "person", None) if invitation is None or invitation.person_id else None
    try:
        actions.leave_note(item=item, invitation=invitation, name=name, **data, by=by, now=timezone.now())
    except ActionRefused as refused:
        refuse(form, refused)
        return False
    return True


# --- Whoever holds a link ----------------------------------------------------------------------------


@require_safe
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show the exhibition to a guest with a link."""
    invitation = actions.enter_as_guest(token, timezone.now())
    if invitation is None:
        return render(request, "studio/guest_closed.html", status=404)
    found = invitation.exhibition
    context = {"exhibition": found, "event": found.event, "token": token, "lines": programme(found, None)}
    return _secret(render(request, "studio/guest.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def line_by_link(request: HttpRequest, token: str, line_id: UUID) -> HttpResponse:
    """Show one project to a guest with a link, and take what they say."""
    invitation = actions.enter_as_guest(token, timezone.now())
    if invitation is None:
        return render(request, "studio/guest_closed.html", status=404)
    line = next((one for one in programme(invitation.exhibition, None) if one.id == line_id and one.project_id), None)
    if line is None:
        raise Http404
    form = GuestNoteForm(request.POST or None)
    if form.is_bound and form.is_valid() and _left(form, shown_item(line_id), invitation, request):
        return redirect(f"{reverse('studio:line-as-guest', args=[token, line_id])}?said=yes")
    context = {"exhibition": invitation.exhibition, "token": token, "line": line, "form": form}
    context["said"] = request.GET.get("said") == "yes" and not form.is_bound
    return _secret(render(request, "studio/guest_line.html", context))


def _secret(response: HttpResponse) -> HttpResponse:
    # The address is a secret. With "no-referrer" a browser would not say where a guest's words come from either.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
