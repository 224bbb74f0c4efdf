"""The address of each stored file, and how much room all of them take."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trellis.files import queries
from trellis.files.access import get_file_for
from trellis.files.serving import send_file
from trellis.people.access import require_district_coordinator
from trellis.people.requests import SignedIn


@require_safe
@login_required
def file(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """Send a file to somebody who may open what it hangs on."""
    return send_file(request, get_file_for(request.person, request.standing, file_id, request.today))


@require_safe
@login_required
def room(request: SignedIn) -> HttpResponse:
    """Show a coordinator of the district how much room its files take, and how much there is."""
    require_district_coordinator(request.standing)
    taken = queries.room_taken()
    most = settings.FILES_QUOTA_MB * 1024 * 1024
    hundredths = min(round(100 * taken.under / most), 100)
    context = {"taken": taken, "most": most, "hundredths": hundredths, "is_nearly_full": hundredths >= 90}
    return render(request, "files/room.html", context)
