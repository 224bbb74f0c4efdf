"""What frames hang up in the rooms below: how the notice of a published frame reads."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice
from trellis.studio.actions.frames import PUBLISHED


def hang_up_signs() -> None:
    """Register the notice; called once, when all rooms are loaded."""
    register_kind(PUBLISHED, _say, _page, icon="frame")


def _say(notice: Notice) -> str:
    name = notice.by.full_name if notice.by is not None else notice.by_name or _("Somebody")
    return _("%(name)s opened a frame for your class.") % {"name": name}


def _page(notice: Notice) -> str:
    return reverse("studio:frame", args=[notice.subject_id])
