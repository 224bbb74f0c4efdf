"""What a learner can put on the agenda, and what a decision can be about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils.text import capfirst

from trellis.people.models import Person
from trellis.plan.access import Reader
from trellis.plan.access_conferences import audiences_of
from trellis.plan.models import Clause, Conference, Goal, Topic
from trellis.plan.prompts import KICKERS
from trellis.plan.queries.conferences import agenda_rows, conference_page, topics_of
from trellis.profile.models import Facet


@dataclass(frozen=True, slots=True)
class Choice:
    """Something the learner can put on the agenda."""

    id: UUID
    title: str
    more: str
    audience: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Goals and entries of the profile that the learner can put on the agenda."""

    goals: tuple[Choice, ...]
    facets: tuple[Choice, ...]


def choices_for(conference: Conference) -> Choices:
    """Return what the learner can choose from: goals that others see, entries that are not private. Three queries."""
    topics = agenda_rows(conference.pk)
    chosen = {topic.goal_id or topic.facet_id for topic in topics}
    goals = tuple(
        Choice(goal.pk, goal.title, str(goal.get_state_display()), "", goal.pk in chosen)
        for goal in goals_to_choose(conference)
    )
    facets = tuple(
        Choice(
            facet.pk,
            facet.words or capfirst(str(facet.get_kind_display())),
            str(KICKERS[facet.kind]),
            facet.audience,
            facet.pk in chosen,
        )
        for facet in facets_to_choose(conference)
    )
    return Choices(goals, facets)


def goals_to_choose(conference: Conference) -> QuerySet[Goal]:
    """Return the goals of the plan that everybody with a voice in it sees."""
    return Goal.objects.filter(plan=conference.plan_id).exclude(state=Goal.State.DRAFT).order_by("position", "pk")


def facets_to_choose(conference: Conference) -> QuerySet[Facet]:
    """Return the entries of the profile that somebody besides the learner may read."""
    found = Facet.objects.filter(learner=conference.learner_id, put_away_at__isnull=True).exclude(audience="me")
    return found.order_by("kind", "pk")


def open_goals(conference: Conference) -> QuerySet[Goal]:
    """Return the goals of the plan that a decision can change."""
    return goals_to_choose(conference).filter(state__in=(Goal.State.PROPOSED, Goal.State.AGREED))


def chosen_goal(conference: Conference, goal_id: str) -> tuple[Goal | None, dict[str, Any]]:
    """Return the goal that a decision is about and its clauses for a form to begin with; None where none is chosen."""
    if not goal_id:
        return None, {}
    try:
        goal = open_goals(conference).select_related("plan__term", "learner").filter(pk=UUID(goal_id)).first()
    except ValueError:
        goal = None
    if goal is None:
        raise Http404
    names = (Clause.TITLE, Clause.WHY, Clause.SUCCESS, Clause.SHOW_AS, Clause.HOW, Clause.WITH_WHOM, Clause.FINISH_BY)
    return goal, {**{str(name): getattr(goal, name) for name in names}, "base_version": goal.version}


def topics_to_name(conference: Conference, reader: Reader) -> QuerySet[Topic]:
    """Return the topics of a conference that the reader sees, for a form to choose from."""
    shown = [line.id for line in topics_of(conference, audiences_of(reader.voices))]
    return Topic.objects.filter(pk__in=shown).select_related("facet")


def guest_of(conference: Conference, reader: Reader, person_id: str, now: datetime) -> tuple[Person, str]:
    """Return who confirms and with which voice: the reader, or somebody without an account who signed the sheet."""
    page = conference_page(reader, conference, now)
    if not person_id:
        return reader.person, reader.voice
    guest = next((one for one in page.on_paper if str(one.id) == person_id), None)
    if guest is None:
        raise Http404
    return Person.objects.get(pk=guest.id), guest.voice
