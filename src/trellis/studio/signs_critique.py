"""What critique and themes hang up in the rooms below: how their notices read, and who opens the files of a draft."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.evidence.telling import ARTEFACT
from trellis.files.access import register_opener
from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice
from trellis.studio import telling_critique as telling
from trellis.studio.access_critique import may_open_shown_artefact

# kind: what is said, its icon, and the page it leads to
SENTENCES: dict[str, tuple[Promise, str, str]] = {
    telling.TURN: (gettext_lazy("Drafts wait for your look."), "eye", "studio:round"),
    telling.GIVEN: (gettext_lazy("%(name)s gave you words on a draft."), "message-circle", "studio:draft"),
    telling.ANSWERED: (gettext_lazy("%(name)s said what your words changed."), "sprout", ""),
    telling.THEMES: (
        gettext_lazy("What shall we work on next? Your class is asked."),
        "lightbulb",
        "studio:theme-round",
    ),
    telling.THEMES_DECIDED: (gettext_lazy("Your class decided what comes next."), "handshake", "studio:theme-round"),
    telling.CONCERN: (gettext_lazy("%(name)s answered your concern."), "message-circle", "studio:theme-round"),
}


def hang_up_signs() -> None:
    """Register notices and the files of drafts; called once, when all rooms are loaded."""
    for kind, (sentence, icon, page) in SENTENCES.items():
        register_kind(kind, partial(_say, sentence), partial(_page, page), icon=icon, counted=_counted)
    # In place of what the room evidence registered: who has a turn to look at a draft sees what it shows, too.
    register_opener(ARTEFACT, may_open_shown_artefact)


def _say(sentence: Promise, notice: Notice) -> str:
    name = notice.by.first_name if notice.by is not None else notice.by_name
    return str(sentence) % {"name": name or _("Somebody")}


def _page(name: str, notice: Notice) -> str:
    thing: UUID = notice.subject_id
    return reverse(name, args=[thing]) if name else reverse("studio:critique")


def _counted(n: int) -> str:
    return ngettext("%(n)s piece of news about projects", "%(n)s pieces of news about projects", n) % {"n": n}
