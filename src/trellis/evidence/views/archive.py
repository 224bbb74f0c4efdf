"""The archive of a learner's whole record, for the learner and the family."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trellis.evidence.access_sealing import get_record_for
from trellis.evidence.actions.exporting import take_record
from trellis.evidence.record_archive import written_archive
from trellis.people.requests import SignedIn


@require_POST
@login_required
@never_cache
def archive(request: SignedIn, learner_id: UUID) -> StreamingHttpResponse:
    """Send everything as one archive, written while it is sent."""
    reader = get_record_for(request.person, learner_id, request.today)
    record = take_record(reader=reader, now=request.now)
    name = f"trellis-record-{request.today:%Y-%m-%d}.zip"
    return StreamingHttpResponse(
        written_archive(record, now=request.now),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
