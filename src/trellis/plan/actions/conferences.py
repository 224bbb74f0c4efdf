"""Conferences before they are held: arranged by an educator, with an agenda that the learner chooses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.agenda import actions as agenda
from trellis.agenda.models import Event
from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.notice.actions import tell
from trellis.people.models import Person
from trellis.plan.actions.plans import open_plan
from trellis.plan.models import Conference, Goal, Topic
from trellis.plan.queries.conferences_due import term_of_day
from trellis.profile.models import Facet

ARRANGED, MOVED, CANCELLED = "plan.conference-arranged", "plan.conference-moved", "plan.conference-cancelled"
MOST_TOPICS = 20
MOST_LETTERS = 300


@transaction.atomic
def arrange_conference(
    *,
    learner: Person,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    people: Collection[Person],
    by: Person,
    now: datetime,
    today: date,
) -> Conference:
    """Call a conference about the plan of the term it falls into; the plan is opened where there is none yet.

    The learner always comes: without them there is no conference. Raises ``ActionRefused`` for a day that is past or
    in no term.
    """
    day = _checked_day(learner, starts_at, today)
    term = term_of_day(learner, day)
    if term is None:
        raise ActionRefused(_("This day lies in no term. Choose a day inside a term."), field="on")
    plan = open_plan(learner=learner, term=term, by=by, now=now)
    conference = Conference(plan=plan, learner=learner, arranged_by=by)
    conference.event = agenda.create_event(
        kind=Event.Kind.CONFERENCE,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        people=[learner, *people],
        thing=conference,
        by=by,
        now=now,
    )
    conference.save(force_insert=True)
    record_moment(at=now, actor=by, verb="arranged", thing=conference, learner=learner)
    _tell(conference, ARRANGED, by, now)
    return conference


def _checked_day(learner: Person, starts_at: datetime, today: date) -> date:
    day = learner.district.today(starts_at)
    if day < today:
        raise ActionRefused(_("This day is past. Choose today or a later day."), field="on")
    return day


def _tell(conference: Conference, kind: str, by: Person, now: datetime) -> None:
    """Tell everybody who was asked and signs in; the others are told on paper."""
    tell(people=people_of(conference), kind=kind, thing=conference, by=by, learner=conference.learner, now=now)


def people_of(conference: Conference) -> list[Person]:
    """Return who was asked to a conference and has an account."""
    asked = Person.objects.filter(attendances__event=conference.event_id, account__is_active=True)
    return list(asked.order_by("pk"))


@transaction.atomic
def move_conference(
    *,
    conference: Conference,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    people: Collection[Person],
    expected: int,
    by: Person,
    now: datetime,
    today: date,
) -> None:
    """Choose another time inside the term, another place, or other people. Raises ``StaleVersion`` with the event."""
    _must_be_ahead(conference)
    term, day = conference.plan.term, _checked_day(conference.learner, starts_at, today)
    if not term.starts_on <= day < term.ends_on:
        raise ActionRefused(_("Choose a day inside the term “%(term)s”.") % {"term": term.title}, field="on")
    agenda.move_event(
        event=conference.event,
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        people=[conference.learner, *people],
        expected=expected,
        by=by,
        now=now,
    )
    record_moment(at=now, actor=by, verb="moved", thing=conference, learner=conference.learner)
    _tell(conference, MOVED, by, now)


def _must_be_ahead(conference: Conference) -> None:
    if conference.held_at is not None:
        raise ActionRefused(_("You have met already."))


@transaction.atomic
def cancel_conference(*, conference: Conference, by: Person, now: datetime) -> None:
    """Call a conference off; what the learner prepared stays, and it can be brought back."""
    _must_be_ahead(conference)
    agenda.cancel_event(event=conference.event, by=by, now=now)
    record_moment(at=now, actor=by, verb="cancelled", thing=conference, learner=conference.learner)
    _tell(conference, CANCELLED, by, now)


@transaction.atomic
def bring_back_conference(*, conference: Conference, by: Person, now: datetime) -> None:
    """Let a conference take place after all."""
    agenda.bring_back_event(event=conference.event, by=by, now=now)
    record_moment(at=now, actor=by, verb="brought back", thing=conference, learner=conference.learner)
    _tell(conference, ARRANGED, by, now)


@transaction.atomic
def choose_topics(
    *, conference: Conference, goals: Iterable[Goal], facets: Iterable[Facet], by: Person, now: datetime
) -> None:
    """Put exactly these goals and entries on the agenda, beside the learner's own words; new ones come last.

    One that is taken off keeps its notes for the day it is put back.
    """
    topics = _locked_topics(conference)
    wanted: dict[UUID, dict[str, Goal | Facet]] = {goal.pk: {"goal": goal} for goal in goals}
    wanted |= {facet.pk: {"facet": facet} for facet in facets}
    for topic in topics:
        about = topic.goal_id or topic.facet_id
        if about is None:
            continue
        is_wanted = wanted.pop(about, None) is not None
        if is_wanted != (topic.removed_at is None):
            topic.removed_at = None if is_wanted else now
            topic.save(update_fields=["removed_at"])
    _must_fit(sum(topic.removed_at is None for topic in topics) + len(wanted))
    place = _next_place(topics)
    Topic.objects.bulk_create(
        Topic(conference=conference, position=place + n, **about) for n, about in enumerate(wanted.values())
    )
    record_moment(at=now, actor=by, verb="chose", thing=conference, learner=conference.learner)


def _locked_topics(conference: Conference) -> list[Topic]:
    """Return all topics in their order, and let nobody else order them meanwhile."""
    _must_be_ahead(conference)
    Conference.objects.select_for_update().get(pk=conference.pk)
    return list(Topic.objects.filter(conference=conference).order_by("position", "pk"))


def _next_place(topics: list[Topic]) -> int:
    return max((topic.position for topic in topics), default=-1) + 1


def _must_fit(n: int) -> None:
    if n > MOST_TOPICS:
        raise ActionRefused(_("That is a lot for one talk. Choose at most %(n)s topics.") % {"n": MOST_TOPICS})


@transaction.atomic
def add_topic(*, conference: Conference, words: str, by: Person, now: datetime) -> Topic:
    """Put something on the agenda in one's own words, at the end."""
    words = words.strip()
    if not words:
        raise ActionRefused(_("Say in a few words what you want to talk about."), field="words")
    if len(words) > MOST_LETTERS:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS}, field="words")
    topics = _locked_topics(conference)
    _must_fit(sum(topic.removed_at is None for topic in topics) + 1)
    topic = Topic.objects.create(conference=conference, words=words, position=_next_place(topics))
    record_moment(at=now, actor=by, verb="added", thing=topic, learner=conference.learner)
    return topic


@transaction.atomic
def move_topic(*, topic: Topic, conference: Conference, steps: int, by: Person, now: datetime) -> None:
    """Move a topic up (minus) or down the agenda by so many places."""
    order = [other for other in _locked_topics(conference) if other.removed_at is None]
    here = next((n for n, other in enumerate(order) if other.pk == topic.pk), None)
    if here is None:
        raise ActionRefused(_("This is not on the agenda."))
    order.insert(max(0, min(here + steps, len(order) - 1)), order.pop(here))
    for place, other in enumerate(order):
        other.position = place
    Topic.objects.bulk_update(order, ["position"])
    record_moment(at=now, actor=by, verb="moved", thing=topic, learner=conference.learner)


@transaction.atomic
def remove_topic(*, topic: Topic, conference: Conference, by: Person, now: datetime) -> None:
    """Take a topic off the agenda; it can be put back with its notes."""
    _must_be_ahead(conference)
    topic.removed_at = now
    topic.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="removed", thing=topic, learner=conference.learner)


@transaction.atomic
def bring_back_topic(*, topic: Topic, conference: Conference, by: Person, now: datetime) -> None:
    """Put a topic back where it was."""
    topics = _locked_topics(conference)
    _must_fit(sum(other.removed_at is None for other in topics) + 1)
    topic.removed_at = None
    topic.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="brought back", thing=topic, learner=conference.learner)


@transaction.atomic
def write_notes(*, topic: Topic, conference: Conference, notes: str, expected: int, by: Person, now: datetime) -> None:
    """Keep notes on a topic, during the talk or after. Raises ``StaleVersion`` where somebody saved first."""
    if len(notes) > 5_000:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": 5_000}, field="notes")
    topic.notes = notes.strip()
    save_version(topic, expected=expected, fields=["notes"])
    record_moment(at=now, actor=by, verb="noted", thing=topic, learner=conference.learner)


@transaction.atomic
def write_last_notes(*, conference: Conference, notes: str, expected: int, by: Person, now: datetime) -> None:
    """Keep notes on the conference as a whole. Raises ``StaleVersion`` where somebody saved first."""
    if len(notes) > 5_000:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": 5_000}, field="notes")
    conference.notes = notes.strip()
    save_version(conference, expected=expected, fields=["notes"])
    record_moment(at=now, actor=by, verb="noted", thing=conference, learner=conference.learner)
