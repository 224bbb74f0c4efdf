"""What plans hang up in the rooms below: how notices read and where they lead, and who talks about a goal."""

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
from trellis.plan import telling
from trellis.plan.access import may_take_part
from trellis.plan.models import Goal
from trellis.talk import after_message
from trellis.talk.access import register_subject

SENTENCES: dict[str, tuple[Promise, str]] = {
    telling.PROPOSED: (gettext_lazy("%(name)s put a goal on the table."), "sprout"),
    telling.CHANGED: (gettext_lazy("%(name)s changed a goal that is on the table."), "pencil"),
    telling.COUNTERED: (gettext_lazy("%(name)s suggests changes to a goal."), "messages-square"),
    telling.ANSWERED: (gettext_lazy("%(name)s answered your changes."), "list-checks"),
    telling.AGREED: (gettext_lazy("Everybody agrees to a goal now."), "handshake"),
    telling.SUGGESTED: (gettext_lazy("%(name)s suggests a goal."), "lightbulb"),
    telling.SUGGESTION_ANSWERED: (gettext_lazy("%(name)s answered your suggestion."), "lightbulb"),
    telling.SAID: (gettext_lazy("%(name)s said something about a goal."), "message-circle"),
}
ABOUT_PLANS = (telling.SUGGESTED, telling.SUGGESTION_ANSWERED)


def hang_up_signs() -> None:
    """Register notices and conversations; called once, when all rooms are loaded."""
    for kind, (sentence, icon) in SENTENCES.items():
        lead = _plan if kind in ABOUT_PLANS else _goal
        register_kind(kind, partial(_say, sentence), lead, icon=icon, counted=_counted)
    register_subject(telling.GOAL, _takes_part, learner_of=_learner_of, url=_address)
    after_message(telling.tell_of_words)


def _say(sentence: Promise, notice: Notice) -> str:
    name = notice.by.full_name if notice.by is not None else notice.by_name
    return str(sentence) % {"name": name or _("Somebody")}


def _goal(notice: Notice) -> str:
    return _address(notice.subject_id)


def _plan(notice: Notice) -> str:
    return reverse("plan:plan", args=[notice.learner_id])


def _address(goal_id: UUID) -> str:
    return reverse("plan:goal", args=[goal_id])


def _counted(n: int) -> str:
    return ngettext("%(n)s piece of news in a plan", "%(n)s pieces of news in plans", n) % {"n": n}


def _takes_part(person: Person, _standing: Standing, goal_id: UUID, on: date) -> bool:
    return may_take_part(person, goal_id, on)


def _learner_of(goal_id: UUID) -> Person | None:
    goal = Goal.objects.select_related("learner").filter(pk=goal_id).first()
    return goal.learner if goal is not None else None
