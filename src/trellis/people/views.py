"""The account's own pages, preferences, cards, invitations and the demo's one-click doors."""

from __future__ import annotations

from typing import cast

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from trellis.core.actions import ActionRefused
from trellis.people.access import LEARNER
from trellis.people.actions import change_person, prefer
from trellis.people.doors import guard
from trellis.people.doors.demo_entry import demo_people
from trellis.people.doors.entering import enter
from trellis.people.doors.letters import sends_letters
from trellis.people.forms import CalledForm, EmailForm, NewcomerForm, PreferencesForm, QuickPreferencesForm
from trellis.people.models import MentorInvitation
from trellis.people.requests import Request, SignedIn
from trellis.people.signing_in import account_behind, account_by_name, ask_for_new_password, find_card
from trellis.people.signing_in_email import ask_to_change_email, change_email, read_email_change
from trellis.people.signing_in_mentors import accept_as, accept_as_newcomer, find_invitation


@login_required
@require_safe
def account(request: SignedIn) -> HttpResponse:
    """Show what the account is, how its pages look, and how it is kept safe."""
    mine = request.user
    return render(
        request,
        "people/account.html",
        {
            "called_form": CalledForm(initial={"called": request.person.called, "version": request.person.version}),
            "preferences_form": PreferencesForm(
                initial={"language": mine.language or settings.LANGUAGE_CODE, "theme": mine.theme, "font": mine.font}
            ),
            "has_second_factor": is_mfa_enabled(mine),
            "may_have_second_factor": LEARNER not in request.standing.kinds,
        },
    )


@login_required
@require_POST
def called(request: SignedIn) -> HttpResponse:
    """Change the name somebody is called."""
    form, person = CalledForm(request.POST), request.person
    if form.is_valid():
        try:
            change_person(
                person=person,
                given_name=person.given_name,
                family_name=person.family_name,
                called=form.cleaned_data["called"],
                email=person.email,
                language=person.language,
                expected_version=form.cleaned_data["version"],
                by=person,
                now=request.now,
            )
            messages.success(request, _("Saved."))
        except ActionRefused as refused:
            messages.error(request, str(refused.sentence))
    return redirect("people:account")


@require_POST
def preferences(request: Request) -> HttpResponse:
    """Keep language, theme and letters: with the account, or signed out with the device."""
    if not request.user.is_authenticated:
        # The form goes along: the shell's own page writes the cookies.
        return redirect("web:preferences", preserve_request=True)
    form, mine = QuickPreferencesForm(request.POST), request.user
    if form.is_valid():
        wanted = form.cleaned_data
        language = wanted["language"] or mine.language
        prefer(
            account=mine,
            language=language,
            theme=wanted["theme"] or mine.theme,
            font=wanted["font"] or mine.font,
            now=request.now,
        )
        translation.activate(language or settings.LANGUAGE_CODE)
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(_safe_next(request, reverse("people:account")))


def _safe_next(request: Request, otherwise: str) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else otherwise


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset_password(request: Request) -> HttpResponse:
    """Ask for a link for a new password; the answer is the same whether or not somebody has the address."""
    form, sends_mail = EmailForm(request.POST or None), sends_letters()
    if request.method == "POST" and sends_mail and form.is_valid():
        email = form.cleaned_data["email"].lower()
        who = f"{guard.RESET}{email}"
        # Each asking counts, so that nobody's post box is flooded.
        if guard.is_locked(request, who) or guard.is_locked(request, guard.EVERY_RESET):
            return HttpResponse(status=429)
        ask_for_new_password(email=email, origin=request.build_absolute_uri("/"), language=get_language() or "en")
        guard.count_failure(request, who)
        guard.count_failure(request, guard.EVERY_RESET)
        return redirect("account_reset_password_done")
    return render(request, "account/password_reset.html", {"form": form, "sends_mail": sends_mail})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: SignedIn) -> HttpResponse:
    """Send a letter to the new address; the password is asked once more, because letters can open the account."""
    raise_if_reauthentication_required(request, app="allauth.account")
    form, sent_to, sends_mail = EmailForm(request.POST or None), "", sends_letters()
    if request.method == "POST" and sends_mail and form.is_valid():
        sent_to = form.cleaned_data["email"]
        ask_to_change_email(
            account=request.user,
            email=sent_to,
            now=request.now,
            make_link=lambda token: request.build_absolute_uri(reverse("people:confirm-email", args=[token])),
        )
        form = EmailForm()
    return render(request, "people/email.html", {"form": form, "sent_to": sent_to, "sends_mail": sends_mail})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: Request, token: str) -> HttpResponse:
    """Use the new address once its letter has been opened and the button pressed."""
    found = read_email_change(token)
    if found is None:
        return _private(render(request, "people/email_confirm.html", status=404))
    account, email = found
    if request.method == "POST":
        change_email(account=account, email=email, now=timezone.now())
        messages.success(request, _("Your new address is saved."))
        return redirect("people:account")
    return _private(render(request, "people/email_confirm.html", {"email": email}))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: Request, token: str) -> HttpResponse:
    """Ask before signing in with a card: a preview of the link must not sign anybody in."""
    if guard.is_locked(request, guard.CARD):
        return HttpResponse(status=429)
    if request.user.is_authenticated:
        return _private(render(request, "people/card_inside.html", {"here": request.path}))
    found = find_card(token)
    account = account_behind(found, timezone.now()) if found is not None else None
    if account is None or not account.is_active:
        guard.count_failure(request, guard.CARD)
        return _private(render(request, "people/card_refused.html", status=404))
    if request.method == "POST":
        return enter(request, account, door="card", shared="shared_device" in request.POST)
    return _private(render(request, "people/card.html", {"person": account.person}))


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: Request, token: str) -> HttpResponse:
    """Let a mentor accept an invitation: as a newcomer, or with the account they are signed in to."""
    if guard.is_locked(request, guard.INVITATION):
        return HttpResponse(status=429)
    found = find_invitation(token, timezone.now())
    if found is None:
        guard.count_failure(request, guard.INVITATION)
        return _private(render(request, "people/invitation_refused.html", status=404))
    if request.user.is_authenticated:
        return _accept_inside(cast("SignedIn", request), found)
    form = NewcomerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            account = accept_as_newcomer(invitation=found, now=timezone.now(), **form.cleaned_data)
            return enter(request, account, door="invitation", shared=False)
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return _private(
        render(request, "people/invitation.html", {"invitation": found, "form": form, "here": request.path})
    )


def _accept_inside(request: SignedIn, found: MentorInvitation) -> HttpResponse:
    if request.method == "POST":
        try:
            accept_as(invitation=found, mentor=request.person, now=request.now)
            return redirect("/")
        except ActionRefused as refused:
            messages.error(request, str(refused.sentence))
    return _private(render(request, "people/invitation_inside.html", {"invitation": found}))


def _private(response: HttpResponse) -> HttpResponse:
    # The address is the secret, so it must not travel on as a referrer. With "no-referrer" a browser would not say
    # where the form comes from either, and it would be refused as forged.
    response.headers["Referrer-Policy"] = "strict-origin"
    return response


@require_POST
def enter_demo(request: Request) -> HttpResponse:
    """Enter the demo district as one of its named people; outside the demo there is no such page."""
    names = {person.username for person in demo_people()}
    if request.POST.get("username") not in names:
        raise Http404
    account = account_by_name(request.POST["username"])
    if account is None:
        raise Http404
    return enter(request, account, door="demo", shared=False)
