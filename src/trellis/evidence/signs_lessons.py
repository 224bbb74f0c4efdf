"""What lessons hang up in the rooms below: how the notice reads that somebody noticed what one did."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.evidence.actions.noticing import NOTICED
from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice


def hang_up_signs() -> None:
    """Register the notice; called once, when all rooms are loaded."""
    register_kind(NOTICED, _say, _page, icon="eye", counted=_counted)


def _say(notice: Notice) -> str:
    name = notice.by.full_name if notice.by is not None else notice.by_name
    return _("%(name)s noticed something you did.") % {"name": name or _("Somebody")}


def _page(notice: Notice) -> str:
    return reverse("evidence:artefact", args=[notice.subject_id])


def _counted(n: int) -> str:
    return ngettext("%(n)s thing was noticed", "%(n)s things were noticed", n) % {"n": n}
