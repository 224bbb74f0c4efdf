"""An exhibition of Tom's for the walk over every URL."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from tests.people import Cast
from tests.studio.making import make_frame, make_project

from trellis.core.scope import change_scope
from trellis.studio.actions import exhibitions as actions
from trellis.studio.actions import guests
from trellis.studio.models import GuestNote, Invitation, ProgrammeItem


def exhibition_samples(cast: Cast) -> dict[str, Any]:
    """An announced exhibition with a project of Ada and Ben, a guest with a link, and words that wait."""
    now = timezone.now()
    change_scope(cast.district.pk, cast.tom.pk)
    frame = make_frame(cast, now, title="Things for people")
    made = actions.arrange_exhibition(
        title="Our city",
        words="",
        place="Hall",
        starts_at=now + timedelta(days=7),
        ends_at=now + timedelta(days=7, hours=2),
        frames=[frame],
        school=cast.school,
        by=cast.tom,
        now=now,
    )
    project = make_project(cast, now, frame=frame)
    actions.add_projects(exhibition=made, projects=[project], by=cast.tom, now=now)
    line = ProgrammeItem.objects.get(exhibition=made)
    actions.agree_to_show(item=line, agrees=True, by=cast.ada, now=now)
    actions.announce_exhibition(exhibition=made, by=cast.tom, now=now)
    guests.invite_by_link(exhibition=made, name="The bakery", by=cast.tom, now=now)
    note = GuestNote.objects.create(item=line, by_name="H", kind_words="Yes", at=now)
    change_scope(cast.district.pk)
    return {
        "exhibition_id": made.pk,
        "line_id": line.pk,
        "guest_id": Invitation.objects.get(exhibition=made).pk,
        "note_id": note.pk,
    }
