"""The address of each stored file, and how much room all of them take."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from trellis.core.actions import ActionRefused
from trellis.files import queries
from trellis.files.access import get_file_for
from trellis.files.limiting import LimitForm, set_limit
from trellis.files.serving import send_file
from trellis.people.access import require_district_coordinator
from trellis.people.requests import SignedIn
from trellis.web.notices import say


@require_safe
@login_required
def file(request: SignedIn, file_id: UUID) -> HttpResponseBase:
    """Send a file to somebody who may open what it hangs on."""
    return send_file(request, get_file_for(request.person, request.standing, file_id, request.today))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def room(request: SignedIn) -> HttpResponse:
    """Show a coordinator of the district how much room its files take, and let them say how much there is."""
    require_district_coordinator(request.standing)
    shown = {"most_mb": int(queries.most_mb())}
    form = LimitForm(request.POST if request.method == "POST" else None, initial=shown)
    if form.is_bound and form.is_valid():
        try:
            set_limit(most_mb=form.cleaned_data["most_mb"], by=request.person, now=request.now)
            say(request, _("Saved."))
            return redirect("files:room")
        except ActionRefused as refused:
            form.add_error(refused.field, str(refused.sentence))
    return render(request, "files/room.html", {"form": form, **_room_shown()})


def _room_shown() -> dict[str, Any]:
    taken, most = queries.room_taken(), queries.most_bytes()
    hundredths = min(round(100 * taken.under / most), 100) if most else 100
    return {"taken": taken, "most": most, "hundredths": hundredths, "is_nearly_full": hundredths >= 90}
