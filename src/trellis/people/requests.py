"""What views get: a request that knows its person, standing, district and day (see middleware.py)."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from trellis.people.access import Standing
from trellis.people.models import Account, District, Person


class Request(HttpRequest):
    """A request from anybody; ``person`` and ``district`` are None while signed out."""

    person: Person | None
    district: District | None
    standing: Standing
    now: datetime
    today: date
    htmx: HtmxDetails


class SignedIn(Request):
    """A request that a view got behind ``login_required``."""

    user: Account
    person: Person
    district: District
