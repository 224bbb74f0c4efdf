"""Who hears of what happens in a plan: the others, when something waits for them or was answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from trellis.notice.actions import tell
from trellis.people.access import guardians_of
from trellis.people.models import Person
from trellis.plan.models import Goal, Proposal, Suggestion
from trellis.school.access import educators_of
from trellis.talk.models import Message

PROPOSED, CHANGED, COUNTERED = "plan.proposed", "plan.changed", "plan.counter-proposed"
ANSWERED, AGREED = "plan.answered", "plan.agreed"
SUGGESTED, SUGGESTION_ANSWERED = "plan.suggested", "plan.suggestion-answered"
SAID = "plan.said"
GOAL = "plan.goal"


def people_around(learner: Person, now: datetime) -> list[Person]:
    """Return everybody with a voice in a learner's plan on the day that it is, the learner too."""
    on = learner.district.today(now)
    return [learner, *educators_of(learner, on), *guardians_of(learner, on)]


def tell_others(
    goal: Goal, kind: str, by: Person | None, now: datetime, people: Iterable[Person] | None = None
) -> None:
    """Tell all others with a voice, or just ``people``, what happened to a goal. Part of the action that did it."""
    if goal.state == Goal.State.DRAFT:
        return
    told = people_around(goal.learner, now) if people is None else people
    tell(people=told, kind=kind, thing=goal, title=goal.title, by=by, learner=goal.learner, now=now)


def tell_proposer(proposal: Proposal, by: Person, now: datetime) -> None:
    """Tell whoever proposed that the learner answered."""
    tell_others(proposal.goal, ANSWERED, by, now, [proposal.by])


def tell_of_suggestion(suggestion: Suggestion, kind: str, to: Person, by: Person, now: datetime) -> None:
    """Tell the learner of a suggestion, or its author of the answer."""
    tell(people=[to], kind=kind, thing=suggestion, title=suggestion.title, by=by, learner=suggestion.learner, now=now)


def tell_of_words(message: Message, now: datetime) -> None:
    """Tell the others that somebody said something about a goal."""
    thread = message.thread
    if thread.subject_kind != GOAL:
        return
    goal = Goal.objects.select_related("learner").filter(pk=thread.subject_id).first()
    if goal is None or goal.state == Goal.State.DRAFT:
        return
    tell(
        people=people_around(goal.learner, now),
        kind=SAID,
        thing=goal,
        title=goal.title,
        by=message.author,
        by_name=message.author_name,
        learner=goal.learner,
        now=now,
    )
