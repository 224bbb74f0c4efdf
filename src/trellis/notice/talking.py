"""What this room tells of conversations by itself: a message that somebody asked educators to look at.

News of new words belongs to the room whose thing they are about; it listens by ``talk.after_message``.
"""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.notice.actions import tell
from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice
from trellis.talk.access import who_looks_at
from trellis.talk.listeners import after_report
from trellis.talk.models import MessageReport

REPORTED = "talk.reported"


def register() -> None:
    """Register the kind and listen for reports."""
    register_kind(REPORTED, _sentence, _url, icon="flag", counted=_counted)
    after_report(tell_who_looks)


def tell_who_looks(report: MessageReport, now: datetime) -> None:
    """Tell the educators of a conversation that a message waits for them to look at."""
    on = report.message.district.today(now)
    # Without the learner: a coordinator who looks in the educators' stead has no tie that would show it.
    tell(people=who_looks_at(report, on), kind=REPORTED, thing=report, now=now)


def _sentence(_notice: Notice) -> str:
    return _("Somebody asks an educator to look at a message.")


def _url(_notice: Notice) -> str:
    return reverse("talk:reports")


def _counted(n: int) -> str:
    return ngettext("%(n)s message to look at", "%(n)s messages to look at", n) % {"n": n}
