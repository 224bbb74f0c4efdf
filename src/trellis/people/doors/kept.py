"""What is shown for some minutes after it was made: a sheet of cards, pictures, a link.

A page that answers a form leads on to an address of its own, so that a reload makes nothing twice. Until it is printed
the secrets wait in the session, sealed with the key of the installation: sessions lie in the database, and from there
alone nobody reads a card.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

KEPT_FOR = timedelta(minutes=10)
KEPT_KEY = "trellis_kept"
_SALT = "trellis.people.doors.kept"


def keep(request: HttpRequest, name: str, value: dict[str, Any], *, now: datetime) -> None:
    """Keep ``value`` under ``name`` for this visit and a few minutes; what was kept under the name before is gone."""
    sealed = _seal().encrypt_at_time(json.dumps(value).encode(), int(now.timestamp()))
    request.session[KEPT_KEY] = _fresh(request, now) | {name: sealed.decode()}


def kept(request: HttpRequest, name: str, *, now: datetime) -> dict[str, Any] | None:
    """Return what is kept under ``name``; None when there is nothing or its minutes are over."""
    fresh = _fresh(request, now)
    if fresh != request.session.get(KEPT_KEY, {}):
        request.session[KEPT_KEY] = fresh
    found: dict[str, Any] | None = json.loads(_open(fresh[name], now) or b"null") if name in fresh else None
    return found


def _fresh(request: HttpRequest, now: datetime) -> dict[str, str]:
    held: dict[str, str] = request.session.get(KEPT_KEY, {})
    return {name: sealed for name, sealed in held.items() if _open(sealed, now) is not None}


def _open(sealed: str, now: datetime) -> bytes | None:
    try:
        return _seal().decrypt_at_time(sealed.encode(), int(KEPT_FOR.total_seconds()), int(now.timestamp()))
    except InvalidToken:
        return None


def _seal() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac(_SALT, "sheets", algorithm="sha256").digest()))
