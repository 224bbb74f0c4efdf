"""Each request runs in one transaction, in the district of whoever is signed in, and knows its person and the day."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from trellis.core.scope import district_scope, front_door
from trellis.people.access import NOBODY, standing_of
from trellis.people.models import Account
from trellis.people.requests import Request

DISTRICT_KEY = "trellis_district"
PERSON_KEY = "trellis_person"

Answer = Callable[[HttpRequest], HttpResponse]


class ScopeMiddleware:
    """Open the district scope for the request: of the session's district, or only the front door when signed out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer inside the scope; an answer of 500 or above, or an error, undoes every write."""
        district = request.session.get(DISTRICT_KEY)
        person = request.session.get(PERSON_KEY)
        scope = district_scope(UUID(district), UUID(person) if person else None) if district else front_door()
        with scope:
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    def process_exception(self, _request: HttpRequest, _error: Exception) -> None:
        """Undo what the view wrote before it failed; Django turns the error into an answer further out."""
        transaction.set_rollback(True)


class PersonMiddleware:
    """Put ``person``, ``standing``, ``now`` and ``today`` on the request."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        """Read them once; signed out, ``person`` is None and ``standing`` is nobody's."""
        request.now = timezone.now()
        user = request.user
        if isinstance(user, Account):
            request.person = user.person
            request.district = user.person.district
            request.today = request.district.today(request.now)
            request.standing = standing_of(request.person, request.today)
        else:
            request.person = request.district = None
            request.today = request.now.date()
            request.standing = NOBODY
        return self.get_response(request)
