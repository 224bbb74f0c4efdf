"""Who guesses too often waits outside: every door counts with django-axes, in the database.

Passwords and cards count per name and address. Three pictures and six digits are few combinations, so they count per
account wherever the guesses come from.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from axes.handlers.proxy import AxesProxyHandler
from axes.utils import reset
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# No username holds a colon (`open_account`), so signing in under a chosen name never begins to count a door anew.
PICTURES, CLASS_CODE, CARD, INVITATION = "pictures:", "door:class-code", "door:card", "door:invitation"
RESET, EVERY_RESET = "reset:", "door:reset"
SECOND_STEP = "second-step:"
FEW_COMBINATIONS = (PICTURES, SECOND_STEP)
LIMITS = {PICTURES: 6, SECOND_STEP: 8, CLASS_CODE: 30, CARD: 30, INVITATION: 30, RESET: 5, EVERY_RESET: 60}
PASSWORD_LIMIT = 8
LONGEST_NAME = 200


def is_locked(request: HttpRequest, who: str) -> bool:
    """Say whether ``who`` has to wait; if so, the answer to this request becomes the page that says so."""
    locked = not AxesProxyHandler.is_allowed(request, {"username": who})
    if locked:
        request.axes_locked_out = True  # type: ignore[attr-defined]
    return locked


def count_failure(request: HttpRequest, who: str) -> None:
    """Count one wrong guess of ``who``; the last one allowed turns the answer into the page that says so."""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"username": who}, request=request)


def forget_failures(request: HttpRequest, who: str) -> None:
    """Begin to count anew after a right answer."""
    reset(username=_normal(who), ip=None if who.startswith(FEW_COMBINATIONS) else address_of(request))


def _normal(who: object) -> str:
    return str(who or "").strip().lower()[:LONGEST_NAME]


# --- What the settings of django-axes point to ---------------------------------------------------


def who_is_at_the_door(_request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the name under which guesses are counted: small letters, so that ``ADA`` is no second chance."""
    known = credentials or {}
    return _normal(known.get("username") or known.get("email"))


def counted_by(_request: object, credentials: dict[str, Any] | None = None) -> list[Any]:
    """Return what is counted together: the name with the address, where combinations are few the name alone."""
    if _normal((credentials or {}).get("username")).startswith(FEW_COMBINATIONS):
        return ["username"]
    return [["username", "ip_address"]]


def failure_limit(_request: HttpRequest, credentials: dict[str, Any] | None) -> int:
    """Return how many wrong guesses a door allows in a quarter of an hour.

    A whole school often shares one address, so what is no person's own (codes, cards) allows more.
    """
    who = _normal((credentials or {}).get("username"))
    return next((limit for start, limit in LIMITS.items() if who.startswith(start)), PASSWORD_LIMIT)


def address_of(request: HttpRequest) -> str | None:
    """Return the address of the visitor, seen through the proxy when there is one."""
    address: str | None = get_client_ip(request)
    return address


def locked_out_page(
    request: HttpRequest, _answer: HttpResponse | None = None, _credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """Say kindly that it is time for a break, and how long it lasts."""
    minutes = round(settings.AXES_COOLOFF_TIME.total_seconds() / 60)
    return render(request, "people/locked_out.html", {"minutes": minutes}, status=429)
