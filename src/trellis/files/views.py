"""The address of each stored file."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from trellis.files.access import get_file_for
from trellis.files.serving import send_file
from trellis.people.requests import SignedIn


@require_safe
@login_required
def file(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """Send a picture or a sound to somebody who may open what it hangs on."""
    return send_file(request, get_file_for(request.person, request.standing, file_id, request.today))
