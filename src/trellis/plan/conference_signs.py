"""What conferences hang up in the rooms below: how notices of them read, and what calendars call them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.agenda.links import register_link
from trellis.agenda.models import Attendance
from trellis.notice.actions import tell
from trellis.notice.kinds import register_kind
from trellis.notice.models import Notice
from trellis.people.models import Person
from trellis.plan.access_conferences import conference_names
from trellis.plan.actions.conferences import ARRANGED, CANCELLED, MOVED
from trellis.plan.actions.outcomes import DECIDED
from trellis.plan.models import Conference

CANNOT_COME = "plan.conference-cannot-come"
KIND = "plan.conference"


def hang_up_signs() -> None:
    """Register the notices and the link; called once, when all rooms are loaded."""
    register_kind(ARRANGED, lambda n: _about(n, _("%(name)s asks you to a conference.")), _page, icon="calendar")
    register_kind(MOVED, lambda n: _about(n, _("%(name)s changed a conference.")), _page, icon="calendar")
    register_kind(CANCELLED, lambda n: _about(n, _("%(name)s cancelled a conference.")), _page, icon="calendar")
    register_kind(DECIDED, lambda n: _about(n, _("%(name)s wrote down what you decided.")), _page, icon="handshake")
    register_kind(CANNOT_COME, lambda n: _about(n, _("%(name)s cannot come to a conference.")), _page, icon="calendar")
    register_link(KIND, _address, _words, _answered)


def _about(notice: Notice, sentence: str) -> str:
    return sentence % {"name": notice.by.full_name if notice.by is not None else notice.by_name or _("Somebody")}


def _page(notice: Notice) -> str:
    return _address(notice.subject_id)


def _address(conference_id: UUID) -> str:
    return reverse("plan:conference", args=[conference_id])


def _words(reader: Person, ids: list[UUID], on: date) -> dict[UUID, str]:
    return {
        found.pk: _("My conference")
        if found.learner_id == reader.pk
        else _("Conference with %(name)s") % {"name": found.learner.first_name}
        for found in conference_names(reader, ids, on)
    }


def _answered(attendance: Attendance, now: datetime) -> None:
    """Tell whoever arranged a conference that somebody cannot come."""
    if attendance.answer != Attendance.Answer.NO:
        return
    found = Conference.objects.select_related("arranged_by", "learner").filter(event=attendance.event_id).first()
    if found is not None and found.arranged_by is not None:
        people, by = [found.arranged_by], attendance.person
        tell(people=people, kind=CANNOT_COME, thing=found, by=by, learner=found.learner, now=now)
