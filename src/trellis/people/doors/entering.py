"""Stepping through the door: the one way in for passwords, pictures, cards, invitations and single sign-on."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from trellis.core.actions import record_moment
from trellis.core.scope import change_scope
from trellis.people.middleware import DISTRICT_KEY, PERSON_KEY
from trellis.people.models import Account

SHARED_KEY = "trellis_shared_device"
ENTERED_KEY = "trellis_entered"
SEEN_KEY = "trellis_seen"
SECOND_FACTOR_KEY = "trellis_second_factor"


def enter(request: HttpRequest, account: Account, *, door: str, shared: bool, next_url: str = "/") -> HttpResponse:
    """Sign ``account`` in, asking for the second factor where there is one; ``door`` names the way (``card``).

    The caller has checked the secret. ``shared`` ends the session soon after the last use.
    """
    remember_device(request, shared=shared)
    record_authentication(request, account, method=door)
    answer: HttpResponse = perform_login(request, Login(user=account, redirect_url=next_url))
    return answer


def remember_device(request: HttpRequest, *, shared: bool) -> None:
    """Keep whether others use this device too, until the session ends."""
    if shared:
        request.session[SHARED_KEY] = True
    else:
        request.session.pop(SHARED_KEY, None)


def may_enter(account: Account) -> bool:
    """Say whether the account is open and its person still here today. Asked inside the account's district."""
    person = account.person
    today = person.district.today(timezone.now())
    return account.is_active and (person.left_on is None or person.left_on > today)


def cross_threshold(account: Account) -> None:
    """From here on the rest of the request sees the district of ``account``."""
    change_scope(account.district_id, account.person_id)


def mark_session(request: HttpRequest, account: Account, *, shared: bool) -> None:
    """Write into the fresh session whose district it sees and when it ends; note the moment."""
    now = timezone.now()
    request.session[DISTRICT_KEY] = str(account.district_id)
    request.session[PERSON_KEY] = str(account.person_id)
    request.session[ENTERED_KEY] = request.session[SEEN_KEY] = int(now.timestamp())
    remember_device(request, shared=shared)
    record_moment(at=now, actor=account.person, verb="account.entered", thing=account)
