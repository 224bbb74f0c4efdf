"""Goals that educators and families suggest: the learner takes, changes or declines them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.actions.goals import draft_goal
from trellis.plan.clauses import as_kept
from trellis.plan.models import Clause, Goal, Plan, Suggestion
from trellis.plan.telling import SUGGESTED, SUGGESTION_ANSWERED, tell_of_suggestion


@transaction.atomic
def suggest_goal(
    *,
    learner: Person,
    title: str,
    why: str,
    competency: Competency | None,
    voice: str,
    by: Person,
    now: datetime,
) -> Suggestion:
    """Offer a learner an idea for a goal, with a reason."""
    if not title.strip():
        raise ActionRefused(_("Say in a few words what you suggest."), field="title")
    if not why.strip():
        raise ActionRefused(_("Say why you suggest it. A suggestion comes with a reason."), field="why")
    suggestion = Suggestion.objects.create(
        learner=learner, by=by, voice=voice, title=title.strip(), why=why.strip(), competency=competency, at=now
    )
    record_moment(at=now, actor=by, verb="suggested", thing=suggestion, learner=learner, context={"voice": voice})
    tell_of_suggestion(suggestion, SUGGESTED, learner, by, now)
    return suggestion


@transaction.atomic
def take_suggestion(
    *, suggestion: Suggestion, plan: Plan, clauses: Mapping[str, Any], by: Person, now: datetime
) -> Goal:
    """Make a suggestion one's own goal, as it is or changed; a draft at first."""
    _must_be_open(suggestion)
    kept = as_kept(clauses)
    goal = draft_goal(plan=plan, clauses=kept, origin=Goal.Origin.SUGGESTION, by=by, now=now)
    as_it_was = kept.get(Clause.TITLE) == suggestion.title
    suggestion.answer = Suggestion.Answer.TAKEN if as_it_was else Suggestion.Answer.CHANGED
    suggestion.goal, suggestion.answered_at = goal, now
    suggestion.save(update_fields=["answer", "goal", "answered_at"])
    tell_of_suggestion(suggestion, SUGGESTION_ANSWERED, suggestion.by, by, now)
    return goal


@transaction.atomic
def decline_suggestion(*, suggestion: Suggestion, reason: str, by: Person, now: datetime) -> None:
    """Say no for now, with a reason that its author reads. The refusal is honoured: it does not come back by itself."""
    _must_be_open(suggestion)
    if not reason.strip():
        raise ActionRefused(_("Say why, so that the next idea fits you better."), field="reason")
    suggestion.answer, suggestion.reason = Suggestion.Answer.DECLINED, reason.strip()
    suggestion.answered_at = now
    suggestion.save(update_fields=["answer", "reason", "answered_at"])
    record_moment(at=now, actor=by, verb="declined", thing=suggestion, learner=suggestion.learner)
    tell_of_suggestion(suggestion, SUGGESTION_ANSWERED, suggestion.by, by, now)


def _must_be_open(suggestion: Suggestion) -> None:
    if suggestion.answer != Suggestion.Answer.OPEN:
        raise ActionRefused(_("You have answered this already."))
