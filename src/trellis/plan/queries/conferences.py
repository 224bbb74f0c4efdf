"""Reads for the pages of one conference: who comes, what is talked about, what was decided, and who confirmed it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from trellis.agenda.models import Attendance
from trellis.core.compiled import compiled
from trellis.people.access import guardians_of
from trellis.people.models import Account, Person
from trellis.plan.access import Reader
from trellis.plan.access_conferences import audiences_at_the_table, audiences_of, is_for, may_arrange
from trellis.plan.differences import replaced, shown_difference
from trellis.plan.models import (
    Clause,
    Conference,
    Confirmation,
    Outcome,
    ProposedChange,
    Topic,
    Voice,
)
from trellis.plan.prompts import KICKERS, PROMPTS
from trellis.plan.queries.words import say_day
from trellis.school.access import educators_of


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who was asked: with which voice, whether they come, and whether they confirmed what was decided."""

    id: UUID
    name: str
    voice: str
    voice_words: str
    answer: str
    has_account: bool
    language: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class TopicLine:
    """Something on the agenda, as one reader sees it."""

    id: UUID
    number: int
    kind: str
    kicker: str
    title: str
    more: str
    prompts: tuple[str, ...]
    goal_id: UUID | None
    notes: str
    version: int


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """What a decision changes in one part of a goal, marked."""

    label: str
    shown: SafeString


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """What was decided, by whom, and how far it is in the plan: ``words``, ``waits``, ``landed`` or ``kept``."""

    id: UUID
    words: str
    decided_by: str
    at: datetime
    goal_id: UUID | None
    goal: str
    changes: tuple[ChangeWords, ...]
    state: str


@dataclass(frozen=True, slots=True)
class ConferencePage:
    """Everything about one conference that one reader may see; times are those of the school."""

    id: UUID
    version: int
    learner_id: UUID
    learner: str
    first_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    notes: str
    is_cancelled: bool
    is_held: bool
    is_day: bool
    is_mine: bool
    may_arrange: bool
    may_speak: bool
    guests: tuple[Guest, ...]
    topics: tuple[TopicLine, ...]
    outcomes: tuple[OutcomeLine, ...]
    me: UUID

    @property
    def may_prepare(self) -> bool:
        """The learner can still choose what is talked about."""
        return self.is_mine and not self.is_held and not self.is_cancelled

    @property
    def may_write(self) -> bool:
        """Decisions can be written down: it is the day, or one has met."""
        return self.may_speak and (self.is_day or self.is_held) and not self.is_cancelled

    @property
    def asks_me(self) -> bool:
        """Waits for the reader's confirmation."""
        return self.is_held and any(guest.id == self.me and guest.confirmed_at is None for guest in self.guests)

    @property
    def on_paper(self) -> tuple[Guest, ...]:
        """Who comes without an account and has not signed yet: an educator notes it."""
        waits = [guest for guest in self.guests if not guest.has_account and guest.confirmed_at is None]
        return tuple(waits) if self.may_arrange and self.is_held else ()


def conference_page(reader: Reader, conference: Conference, now: datetime, *, on_table: bool = False) -> ConferencePage:
    """Return the page of a conference: four queries, and one more where decisions change goals.

    ``on_table`` keeps to the topics that everybody who comes may read.
    """
    learner, event = conference.learner, conference.event
    zone = ZoneInfo(learner.district.time_zone)
    on = now.astimezone(zone).date()
    outcomes = _outcomes(conference.pk)
    last = max((outcome.at for outcome in outcomes), default=None)
    guests = _guests(conference, on, last)
    audiences = audiences_of(reader.voices)
    if on_table:
        audiences &= audiences_at_the_table(frozenset(guest.voice for guest in guests))
    return ConferencePage(
        id=conference.pk,
        version=conference.version,
        learner_id=learner.pk,
        learner=learner.full_name,
        first_name=learner.first_name,
        starts_at=event.starts_at.astimezone(zone),
        ends_at=event.ends_at.astimezone(zone),
        place=event.place,
        notes=conference.notes,
        is_cancelled=event.cancelled_at is not None,
        is_held=conference.held_at is not None,
        is_day=on >= event.starts_at.astimezone(zone).date(),
        is_mine=reader.is_learner,
        may_arrange=may_arrange(reader),
        may_speak=any(guest.id == reader.person.pk for guest in guests),
        guests=guests,
        topics=tuple(topics_of(conference, audiences)),
        outcomes=_outcome_lines(outcomes),
        me=reader.person.pk,
    )


def sheet_page(reader: Reader, conference: Conference, now: datetime) -> ConferencePage:
    """Return what may stand on the sheet that lies on the table: entries that everybody who comes may read."""
    return conference_page(reader, conference, now, on_table=True)


def _guests(conference: Conference, on: date, last: datetime | None) -> tuple[Guest, ...]:
    """Return who comes and who was there: somebody who has no voice in the plan any more is named if they confirmed."""
    confirmed = {row.person_id: row for row in _confirmations(conference.pk)}
    guests = []
    for row in _asked(conference.event_id, conference.learner, on):
        said = confirmed.get(row["person_id"])
        voice = _voice(row, conference) or (said.voice if said is not None else "")
        if voice:
            is_up_to_date = said is not None and (last is None or said.at >= last)
            guests.append(_guest(row, Voice(voice), said.at if said is not None and is_up_to_date else None))
    order = [str(voice) for voice in (Voice.LEARNER, Voice.EDUCATOR, Voice.FAMILY)]
    return tuple(sorted(guests, key=lambda guest: (order.index(guest.voice), guest.name.casefold())))


def _voice(row: dict[str, Any], conference: Conference) -> str:
    """Return the voice of somebody in this plan today, at home first as everywhere; empty where they have none."""
    if row["person_id"] == conference.learner_id:
        return Voice.LEARNER
    if row["is_family"]:
        return Voice.FAMILY
    return Voice.EDUCATOR if row["is_educator"] else ""


def _guest(row: dict[str, Any], voice: Voice, confirmed_at: datetime | None) -> Guest:
    name = f"{row['person__called'] or row['person__given_name']} {row['person__family_name']}".strip()
    return Guest(
        id=row["person_id"],
        name=name,
        voice=str(voice),
        voice_words=str(voice.label),
        answer=row["answer"],
        has_account=row["has_account"],
        language=row["person__account__language"] or row["person__language"],
        confirmed_at=confirmed_at,
    )


@compiled
def _asked(event_id: UUID, learner: Person, on: date) -> QuerySet[Attendance, Any]:
    here = {"pk": OuterRef("person")}
    account = Account.objects.filter(person=OuterRef("person"), is_active=True)
    return (
        Attendance.objects.filter(event=event_id)
        .annotate(
            is_educator=Exists(educators_of(learner, on).filter(**here)),
            is_family=Exists(guardians_of(learner, on).filter(**here)),
            has_account=Exists(account),
        )
        .values(
            "person_id",
            "person__called",
            "person__given_name",
            "person__family_name",
            "person__language",
            "person__account__language",
            "answer",
            "is_educator",
            "is_family",
            "has_account",
        )
    )


@compiled
def _confirmations(conference_id: UUID) -> QuerySet[Confirmation]:
    return Confirmation.objects.filter(conference=conference_id)


def topics_of(conference: Conference, audiences: frozenset[str]) -> list[TopicLine]:
    """Return the agenda for readers who belong to these audiences. One query."""
    shown = [topic for topic in agenda_rows(conference.pk) if is_for(topic, audiences)]
    return [_topic(topic, number) for number, topic in enumerate(shown, start=1)]


@compiled
def agenda_rows(conference_id: UUID) -> QuerySet[Topic]:
    """Return what is on the agenda, in its order, with the goal or entry it is about."""
    return (
        Topic.objects.filter(conference=conference_id, removed_at__isnull=True)
        .select_related("goal", "facet")
        .order_by("position", "pk")
    )


def _topic(topic: Topic, number: int) -> TopicLine:
    goal, facet = topic.goal, topic.facet
    if goal is not None:
        kind, title, more, prompt = "goal", goal.title, goal.success or goal.why, goal.state
    elif facet is not None:
        kind, more, prompt = facet.kind, "", facet.kind
        title = facet.words or capfirst(str(facet.get_kind_display()))
    else:
        kind, title, more, prompt = "words", topic.words, "", "words"
    return TopicLine(
        id=topic.pk,
        number=number,
        kind=kind,
        kicker=str(KICKERS[kind]),
        title=title,
        more=more,
        prompts=tuple(str(sentence) for sentence in PROMPTS[prompt]),
        goal_id=topic.goal_id,
        notes=topic.notes,
        version=topic.version,
    )


@compiled
def _outcomes(conference_id: UUID) -> QuerySet[Outcome]:
    return Outcome.objects.filter(conference=conference_id).select_related("proposal", "goal").order_by("at", "pk")


def _outcome_lines(outcomes: list[Outcome]) -> tuple[OutcomeLine, ...]:
    proposals = [outcome.proposal_id for outcome in outcomes if outcome.proposal_id is not None]
    changes: dict[UUID, list[ProposedChange]] = {}
    for change in _changes(proposals) if proposals else ():
        changes.setdefault(change.proposal_id, []).append(change)
    return tuple(_outcome(outcome, changes.get(outcome.proposal_id, [])) for outcome in outcomes)  # type: ignore[arg-type]


@compiled
def _changes(proposals: list[UUID]) -> QuerySet[ProposedChange]:
    return ProposedChange.objects.filter(proposal__any_of=proposals).order_by("pk")


def _outcome(outcome: Outcome, changes: list[ProposedChange]) -> OutcomeLine:
    return OutcomeLine(
        id=outcome.pk,
        words=outcome.words,
        decided_by=outcome.decided_by,
        at=outcome.at,
        goal_id=outcome.goal_id,  # a draft is named to its learner alone: the database hides its title
        goal=outcome.goal.title if outcome.goal is not None else "",
        changes=tuple(ChangeWords(str(Clause(change.clause).label), _shown(change)) for change in changes),
        state=_state(outcome, changes),
    )


def _shown(change: ProposedChange) -> SafeString:
    if change.clause == Clause.FINISH_BY:
        return replaced(say_day(change.old), say_day(change.new))
    return shown_difference(str(change.old or ""), str(change.new or ""))


def _state(outcome: Outcome, changes: list[ProposedChange]) -> str:
    if outcome.proposal is None:
        return "words"
    if outcome.proposal.withdrawn_at is not None:
        return "kept"
    answers = {change.answer for change in changes}
    if ProposedChange.Answer.OPEN in answers:
        return "waits"
    return "landed" if ProposedChange.Answer.ACCEPTED in answers else "kept"


def sheet_language(
    reader: Reader, conference: Conference, on: date, known: Collection[str], otherwise: str | None
) -> str:
    """Return the language of the family at the table; ``otherwise`` where none is known. A family reads its own."""
    family = [guest for guest in _guests(conference, on, None) if guest.voice == Voice.FAMILY]
    family.sort(key=lambda guest: guest.id != reader.person.pk)
    return next((guest.language for guest in family if guest.language in known), otherwise or "en")
