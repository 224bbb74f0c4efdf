"""What projects hang up in the rooms below: how their notices read, and who talks about a project."""

from __future__ import annotations

from datetime import date
from functools import partial
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice
from trellis.people.access import Standing
from trellis.people.models import Person
from trellis.studio import telling_projects as telling
from trellis.studio.access_projects import may_take_part, project_circle, reads_first_names
from trellis.talk import after_message
from trellis.talk.access import register_subject

SENTENCES: dict[str, tuple[Promise, str]] = {
    telling.ASKED: (gettext_lazy("%(name)s asks you into a team."), "users"),
    telling.JOINED: (gettext_lazy("%(name)s joined your team."), "users"),
    telling.PROPOSED: (gettext_lazy("%(name)s proposes a project."), "hammer"),
    telling.ANSWERED: (gettext_lazy("%(name)s answered your proposal."), "handshake"),
    telling.ACCEPTED: (gettext_lazy("%(name)s’s team takes your changes up."), "handshake"),
    telling.MENTOR_ASKED: (gettext_lazy("%(name)s would like a mentor for a project."), "hand-helping"),
    telling.MENTOR_ANSWERED: (gettext_lazy("%(name)s answered your wish for a mentor."), "hand-helping"),
    telling.MENTOR_COMES: (gettext_lazy("%(name)s invites you into a project."), "hand-helping"),
    telling.SAID: (gettext_lazy("%(name)s said something about a project."), "message-circle"),
}


def hang_up_signs() -> None:
    """Register notices and conversations; called once, when all rooms are loaded."""
    for kind, (sentence, icon) in SENTENCES.items():
        register_kind(kind, partial(_say, sentence), _page, icon=icon, counted=_counted)
    register_subject(
        telling.PROJECT,
        _takes_part,
        circle=project_circle,
        url=_address,
        needs_educator=True,
        first_names=reads_first_names,
    )
    after_message(telling.tell_of_words)


def _say(sentence: Promise, notice: Notice) -> str:
    name = notice.by.first_name if notice.by is not None else notice.by_name
    return str(sentence) % {"name": name or _("Somebody")}


def _page(notice: Notice) -> str:
    return _address(notice.subject_id)


def _address(project_id: UUID) -> str:
    return reverse("studio:project", args=[project_id])


def _counted(n: int) -> str:
    return ngettext("%(n)s piece of news about projects", "%(n)s pieces of news about projects", n) % {"n": n}


def _takes_part(person: Person, _standing: Standing, project_id: UUID, on: date) -> bool:
    return may_take_part(person, project_id, on)
