"""At each request: has the session ended, has the person left, does a coordinator still lack a second factor?"""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.people.doors.entering import ENTERED_KEY, SECOND_FACTOR_KEY, SEEN_KEY, SHARED_KEY
from trellis.people.middleware import DISTRICT_KEY
from trellis.people.requests import Request

Answer = Callable[[Request], HttpResponse]
NOTE_EVERY = 30  # seconds between two notes of a shared device's use: not every click writes to the database
# A card is found and pictures are overseen. What would let the finder come again is not reached with them.
BEYOND_A_CARD = ("/account/2fa/", "/account/3rdparty/", "/account/oidc/", "/account/saml/")
OPEN_WITHOUT_SECOND_FACTOR = ("/account/", "/preferences/", "/static/", "/style/", "/health/")


class DoorMiddleware:
    """Lead outside whose session is over; lead coordinators to the page where they set up a second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Answer, unless this visit is over or not complete. No browser keeps a page for whoever sits there next."""
        if DISTRICT_KEY not in request.session:
            return self.get_response(request)
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _answer(self, request: Request) -> HttpResponse:
        goodbye = _reason_to_leave(request)
        if goodbye:
            logout(request)
            messages.info(request, goodbye)
            return redirect("account_login")
        if _is_beyond_a_card(request):
            messages.info(
                request, _("This needs a password. Whoever comes in by a card or by pictures cannot change it.")
            )
            return redirect("people:account")
        if _lacks_second_factor(request):
            messages.info(request, _("Your school asks everybody who coordinates to add a second step to signing in."))
            return redirect("mfa_index")
        return self.get_response(request)


def _reason_to_leave(request: Request) -> str:
    person = request.person
    today = request.today
    if person is None:
        return _("You have been signed out.")
    if person.left_on is not None and person.left_on <= today:
        return _("This account is closed. If that is a mistake, ask your school.")
    session, now = request.session, int(time.time())
    if now - session.get(ENTERED_KEY, now) > settings.SESSION_COOKIE_AGE:
        return _("Your visit was long, so it has ended. Sign in again to go on.")
    if not session.get(SHARED_KEY):
        return ""
    seen = session.get(SEEN_KEY, now)
    if now - seen > settings.SHARED_DEVICE_MINUTES * 60:
        return _("This is a shared device, so your visit has ended. Sign in again to go on.")
    if now - seen > NOTE_EVERY:
        session[SEEN_KEY] = now
    return ""


def _is_beyond_a_card(request: Request) -> bool:
    own_password = reverse("account_set_password")
    if not (request.path.startswith(BEYOND_A_CARD) or request.path in {reverse("people:email"), own_password}):
        return False
    if not request.user.is_authenticated or request.user.has_usable_password():
        return False  # asked for before these pages
    doors = {record["method"] for record in get_authentication_records(request, request.user)}
    # With a card somebody older chooses their first password; young learners with pictures do not.
    return bool(doors) and doors <= ({"pictures"} if request.path == own_password else {"pictures", "card"})


def _lacks_second_factor(request: Request) -> bool:
    if not settings.REQUIRE_SECOND_FACTOR or not request.standing.is_coordinator:
        return False
    if request.session.get(SECOND_FACTOR_KEY) or request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
        return False
    if is_mfa_enabled(request.user):
        request.session[SECOND_FACTOR_KEY] = True
        return False
    return request.path != reverse("mfa_index")
