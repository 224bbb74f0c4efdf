"""Who sees, leads, arranges and speaks at a conference. Part of this room's access (see access.py).

Everybody with a voice in the plan sees its conferences. The learner leads, educators of the learner arrange, and those
who were asked speak: write notes and decisions, and confirm them.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from trellis.core.audience import Audience, audiences_for
from trellis.core.compiled import compiled
from trellis.people.access import children_of
from trellis.people.models import Person
from trellis.plan.access import Reader, get_reader_for
from trellis.plan.models import Conference, Outcome, Topic, Voice
from trellis.school.access import learners_of
from trellis.school.ties import EDUCATOR, FAMILY, SELF

_TIES = {Voice.LEARNER: SELF, Voice.EDUCATOR: EDUCATOR, Voice.FAMILY: FAMILY}


def get_conference_for(person: Person, conference_id: UUID, on: date, to: str = "see") -> tuple[Conference, Reader]:
    """Return a conference and how ``person`` reads its plan; 404 to everybody without a voice in it.

    ``to="lead"`` is the learner's, ``to="arrange"`` their educators', ``to="speak"`` for who was asked: else 403.
    """
    found: Conference | None = next(iter(_conference(conference_id)), None)
    if found is None:
        raise Http404
    reader = get_reader_for(person, found.learner_id, on)
    if not may(reader, found, to):
        raise PermissionDenied
    return found, reader


@compiled
def _conference(conference_id: UUID) -> QuerySet[Conference]:
    return Conference.objects.filter(pk=conference_id).select_related("event", "learner", "plan__term")


def may(reader: Reader, conference: Conference, to: str) -> bool:
    """Say whether somebody who sees a conference may lead it, arrange it, or speak at it."""
    if to == "lead":
        return reader.is_learner
    if to == "arrange":
        return may_arrange(reader)
    if to == "speak":
        return reader.is_learner or bool(_asked(conference.event_id, reader.person))
    return True


def may_arrange(reader: Reader) -> bool:
    """Only educators of the learner call a conference."""
    return Voice.EDUCATOR in reader.voices


@compiled
def _asked(event_id: UUID, person: Person) -> QuerySet[Person, UUID]:
    return Person.objects.filter(pk=person.pk, attendances__event=event_id).values_list("pk", flat=True)


def get_topic_for(person: Person, topic_id: UUID, on: date, to: str) -> tuple[Topic, Conference]:
    """Return a topic whose words ``person`` may read, with its conference; 404, or 403 as for the conference."""
    found: Topic | None = next(iter(_topic(topic_id)), None)
    if found is None:
        raise Http404
    conference, reader = get_conference_for(person, found.conference_id, on, to)
    if not is_shown(found, reader.voices):
        raise Http404
    return found, conference


@compiled
def _topic(topic_id: UUID) -> QuerySet[Topic]:
    return Topic.objects.filter(pk=topic_id).select_related("facet", "goal")


def is_shown(topic: Topic, voices: tuple[str, ...]) -> bool:
    """Say whether a topic is for people with these voices: an entry of the profile keeps its own audience."""
    return is_for(topic, audiences_of(voices))


def is_for(topic: Topic, audiences: frozenset[str]) -> bool:
    """Say whether a topic is for readers who belong to these audiences; its facet must have been read with it.

    The database hides what became private, also from the agenda that it was put on.
    """
    if topic.facet_id is None:
        return True
    return topic.facet is not None and topic.facet.put_away_at is None and topic.facet.audience in audiences


def audiences_of(voices: tuple[str, ...]) -> frozenset[str]:
    """Return the audiences to which somebody with any of these voices belongs."""
    return frozenset(str(audience) for voice in voices for audience in audiences_for(_TIES[Voice(voice)]))


def audiences_at_the_table(voices: frozenset[str]) -> frozenset[str]:
    """Return the audiences that everybody who comes belongs to: what may stand on a sheet that all of them hold."""
    common = frozenset(str(audience) for audience in Audience)
    for voice in voices:
        common &= audiences_of((voice,))
    return common - {str(Audience.ME)}


def get_outcome_for(person: Person, outcome_id: UUID, on: date) -> tuple[Outcome, Conference]:
    """Return a decision for the learner to take into the plan; 403 to the others who see it, else 404."""
    found: Outcome | None = Outcome.objects.select_related("proposal", "goal").filter(pk=outcome_id).first()
    if found is None:
        raise Http404
    conference, _reader = get_conference_for(person, found.conference_id, on, "lead")
    return found, conference


def conference_names(person: Person, ids: list[UUID], on: date) -> list[Conference]:
    """Return those of these conferences that ``person`` may open today, with their learner. One query."""
    return _named(person, ids, on)


@compiled
def _named(person: Person, ids: list[UUID], on: date) -> QuerySet[Conference]:
    return _tied(person, on).filter(pk__any_of=ids).select_related("learner")


def visible_conferences(person: Person, on: date) -> QuerySet[Conference]:
    """Return the conferences of everybody in whose plan ``person`` has a voice today."""
    return _tied(person, on)


def _tied(person: Person, on: date) -> QuerySet[Conference]:
    return Conference.objects.filter(
        Q(learner=person)
        | Q(learner__in=learners_of(person, on).values("pk"))
        | Q(learner__in=children_of(person, on).values("pk"))
    )
