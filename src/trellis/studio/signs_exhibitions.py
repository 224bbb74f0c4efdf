"""What exhibitions hang up in the rooms below: how notices of them read, and what calendars call them."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.agenda.links import register_link
from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice
from trellis.studio.actions.exhibitions import ANNOUNCED, ASKED_TO_SHOW
from trellis.studio.actions.guests import INVITED, NOTE_SHOWN, NOTE_WAITS
from trellis.studio.queries.exhibitions import exhibition_names

KIND = "studio.exhibition"


def hang_up_signs() -> None:
    """Register the notices and the link; called once, when all rooms are loaded."""
    register_kind(ASKED_TO_SHOW, lambda n: _about(n, _("%(name)s asks you to show your project.")), _page, icon="image")
    register_kind(ANNOUNCED, lambda n: _about(n, _("%(name)s announced your exhibition.")), _page, icon="calendar")
    register_kind(INVITED, lambda n: _about(n, _("%(name)s invites you to an exhibition.")), _page, icon="calendar")
    register_kind(NOTE_WAITS, lambda n: _about(n, _("%(name)s said something at an exhibition.")), _notes, icon="inbox")
    register_kind(
        NOTE_SHOWN, lambda n: _about(n, _("%(name)s said something about your project.")), _page, icon="message-circle"
    )
    register_link(KIND, _address, exhibition_names)


def _about(notice: Notice, sentence: str) -> str:
    return sentence % {"name": notice.by.full_name if notice.by is not None else notice.by_name or _("Somebody")}


def _page(notice: Notice) -> str:
    return _address(notice.subject_id)


def _notes(notice: Notice) -> str:
    return reverse("studio:guest-notes", args=[notice.subject_id])


def _address(exhibition_id: UUID) -> str:
    return reverse("studio:exhibition", args=[exhibition_id])
