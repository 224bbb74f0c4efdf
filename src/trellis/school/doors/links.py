"""A link to choose a new password, from a coordinator's hand to somebody of their school."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from trellis.core.actions import ActionRefused
from trellis.people.access import account_of
from trellis.people.doors.kept import keep, kept
from trellis.people.requests import SignedIn
from trellis.people.signing_in import open_accounts
from trellis.people.signing_in_links import give_sign_in_link, link_ends_at
from trellis.school.doors.access import get_person_to_let_in


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: SignedIn, person_id: UUID) -> HttpResponse:
    """Ask first and say what it changes; after the button show the link for some minutes."""
    other = get_person_to_let_in(request.person, request.standing, person_id, request.today)
    name = f"link:{person_id}"
    if request.method == "POST":
        account = open_accounts(people=[other], by=request.person, now=request.now)[other.pk]
        try:
            link = give_sign_in_link(
                account=account,
                by=request.person,
                now=request.now,
                make_link=lambda key: request.build_absolute_uri(
                    reverse("account_reset_password_from_key", kwargs=key)
                ),
            )
            keep(request, name, {"link": link}, now=request.now)
        except ActionRefused as refused:
            messages.warning(request, str(refused.sentence))
            return redirect("school:person", person_id)
        return redirect("school:sign-in-link", person_id)
    held = kept(request, name, now=request.now) or {}
    shown = {"person": other, "account": account_of(other), "link": held.get("link", "")}
    return render(request, "school/doors/sign_in_link.html", {**shown, "until": link_ends_at(request.now).date()})
