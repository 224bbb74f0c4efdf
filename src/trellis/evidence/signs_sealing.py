"""How notices of the sealed past and of announced judgements read, and where they lead."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.evidence import telling_sealing as telling
from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice


def hang_up_signs() -> None:
    """Register the kinds of notices; called once, when all rooms are loaded."""
    for kind, (sentence, icon, lead) in SENTENCES.items():
        register_kind(kind, partial(_say, sentence), lead, icon=icon, counted=_counted)


def _say(sentence: Promise, notice: Notice) -> str:
    name = notice.by.full_name if notice.by is not None else notice.by_name
    return str(sentence) % {"name": name or _("Somebody")}


def _counted(n: int) -> str:
    return ngettext("%(n)s piece of news about a record", "%(n)s pieces of news about a record", n) % {"n": n}


def _record(notice: Notice) -> str:
    return reverse("evidence:record", args=[notice.learner_id])


def _opening(notice: Notice) -> str:
    return reverse("evidence:opening", args=[notice.subject_id])


def _announcement(notice: Notice) -> str:
    return reverse("evidence:announcement", args=[notice.subject_id])


def _fresh_start(notice: Notice) -> str:
    return reverse("evidence:answer-fresh-start", args=[notice.subject_id])


Lead = Callable[[Notice], str]
SENTENCES: dict[str, tuple[Promise, str, Lead]] = {
    telling.OPENED: (gettext_lazy("%(name)s opened a past. See what for."), "door-open", _record),
    telling.ENDED: (gettext_lazy("%(name)s closed a past again."), "lock", _record),
    telling.SAID: (gettext_lazy("%(name)s said something about an opened past."), "message-circle", _opening),
    telling.OBJECTED: (gettext_lazy("%(name)s objects to an opened past."), "hand", _opening),
    telling.FRESH_ASKED: (gettext_lazy("%(name)s asks for a fresh start."), "sprout", _fresh_start),
    telling.FRESH_ANSWERED: (gettext_lazy("%(name)s answered the wish for a fresh start."), "sprout", _record),
    telling.ANNOUNCED: (gettext_lazy("%(name)s announced a judgement."), "calendar", _announcement),
    telling.JUDGED: (gettext_lazy("%(name)s said what they see now."), "scale", _announcement),
}
