"""What this room tells people: the notices, and who may open the files of an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.notice.kinds import register_kind

if TYPE_CHECKING:  # signs are hung up before any model can be imported
    from trellis.notice.models import Notice

NOTICED, GROWN_OLD = "profile.noticed", "profile.grown-old"


def hang_up_signs() -> None:
    """Say how the notices of this room read and where they lead."""
    register_kind(NOTICED, _noticed, lambda _notice: reverse("profile:me"), icon="sparkles", counted=_counted_noticed)
    register_kind(GROWN_OLD, _grown_old, lambda _notice: reverse("profile:me"), icon="history")


def _noticed(notice: Notice) -> str:
    name = notice.by.full_name if notice.by else notice.by_name or _("Somebody")
    return _("%(name)s noticed a strength of yours. You decide whether to keep it.") % {"name": name}


def _counted_noticed(n: int) -> str:
    return ngettext("%(n)s strength that somebody noticed", "%(n)s strengths that somebody noticed", n) % {"n": n}


def _grown_old(_notice: Notice) -> str:
    return _("Some of what you wrote about yourself is old. Is it still true?")
