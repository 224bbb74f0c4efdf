"""Two voices: the learner and the others on one scale, about one competency in one artefact; never averaged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, visible_judgements
from trellis.evidence.models import Artefact, Judgement, Voice
from trellis.framework.models import Competency, Level, Scale
from trellis.framework.queries_profile import Step, steps_of
from trellis.framework.queries_words import reader_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.plan.models import Goal

MOST_VOICES = 4


@dataclass(frozen=True, slots=True)
class VoiceSaid:
    """What one voice says: at which step of the scale, because of what, when."""

    judgement_id: UUID
    name: str
    is_self: bool
    is_mine: bool
    position: int | None
    level: str
    reason: str
    at: datetime
    goes_back: bool
    is_team: bool = False


@dataclass(frozen=True, slots=True)
class Voices:
    """All voices about one competency in one artefact, the learner's first, beside the steps of the scale."""

    competency_id: UUID
    what: str
    levels: tuple[Step, ...]
    said: tuple[VoiceSaid, ...]

    @property
    def own(self) -> VoiceSaid | None:
        """The learner's own voice; what the team says stands for it where they said nothing alone."""
        own = [one for one in self.said if one.is_self]
        return min(own, key=lambda one: one.is_team, default=None)

    @property
    def has_gap(self) -> bool:
        """Say whether somebody sees it differently from the learner."""
        own = self.own
        return own is not None and any(one.position != own.position for one in self.said if not one.is_self)

    @property
    def others(self) -> list[str]:
        """The names of the others who spoke."""
        return [one.name for one in self.said if not one.is_self]


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What a learner says of a goal by their own success criteria: words, no step."""

    goal_id: UUID
    goal: str
    success: str
    said: tuple[VoiceSaid, ...]


def judgements_of(artefact: Artefact, reader: Reader) -> list[Judgement]:
    """Return the judgements of an artefact that hold now, as far as somebody reads them. One query."""
    if reader.openings:
        return list(_holding(reader, artefact.pk))
    return _compiled_holding(reader.person, reader.learner, reader.ties, reader.sealed_before, artefact.pk)


@compiled
def _compiled_holding(
    person: Person, learner: Person, ties: frozenset[str], sealed: date, artefact_id: UUID
) -> QuerySet[Judgement]:
    return _holding(Reader(person, learner, ties, sealed, sealed), artefact_id)


def _holding(reader: Reader, artefact_id: UUID) -> QuerySet[Judgement]:
    # One that was taken back revisits nothing any more, so whatever is revisited has an heir that holds.
    found = visible_judgements(reader).filter(artefact=artefact_id, revisited_by__isnull=True)
    heavy = [f"competency__{name}" for name in ("search", "case_extra", "notes")]
    return found.select_related("by", "competency__framework", "level", "goal").defer(*heavy).order_by("at", "pk")


def two_voices(judgements: list[Judgement], reader: Reader) -> list[Voices]:
    """Return the voices by competency, in the order in which somebody first spoke."""
    by_thing: dict[UUID, list[Judgement]] = {}
    competencies: dict[UUID, Competency] = {}
    for one in judgements:
        if one.competency_id is not None and one.competency is not None and one.level_id is not None:
            by_thing.setdefault(one.competency_id, []).append(one)
            competencies[one.competency_id] = one.competency
    return [_voices(competencies[key], found, reader) for key, found in by_thing.items()]


def _voices(competency: Competency, found: list[Judgement], reader: Reader) -> Voices:
    language = reader_language()
    levels = steps_of(_levels(competency.framework.scale_id), language)
    places: dict[UUID | None, Step] = {one.id: one for one in levels}
    newest = {_who(one): one for one in found}
    ordered = sorted(newest.values(), key=lambda one: (one.voice != Voice.SELF, one.at))[:MOST_VOICES]
    what = statement_plain(competency.statement, competency.translations, language)
    return Voices(competency.pk, shortened(what, 200), levels, tuple(_said(one, places, reader) for one in ordered))


def _who(one: Judgement) -> tuple[bool, bool, UUID | None]:
    """Whose voice it is: a team speaks with one, whoever of them said it."""
    is_team = one.team is not None
    return one.voice == Voice.SELF, is_team, None if is_team else one.by_id


@compiled
def _levels(scale_id: UUID | None) -> QuerySet[Level]:
    """The steps of a scale; a framework without one has the district's first."""
    if scale_id is not None:
        return Level.objects.filter(scale=scale_id).order_by("position")
    return Level.objects.filter(scale__in=Scale.objects.order_by("pk").values("pk")[:1]).order_by("position")


def _said(one: Judgement, places: dict[UUID | None, Step], reader: Reader) -> VoiceSaid:
    level = places.get(one.level_id)
    is_self = one.voice == Voice.SELF
    return VoiceSaid(
        judgement_id=one.pk,
        name=_("The team") if one.team else _name(one, reader),
        is_self=is_self,
        is_mine=one.by_id == reader.person.pk,
        position=level.position if level else None,
        level=level.title if level else one.level.title if one.level else "",
        reason=one.reason,
        at=one.at,
        goes_back=one.revisits_id is not None,
        is_team=one.team is not None,
    )


def _name(one: Judgement, reader: Reader) -> str:
    if one.voice == Voice.SELF:
        return reader.learner.first_name
    return one.by.full_name if one.by else ""


def own_words(judgements: list[Judgement], reader: Reader) -> list[OwnWords]:
    """Return what was said of goals by their success criteria."""
    goals: dict[UUID, Goal] = {}
    said: dict[UUID, list[VoiceSaid]] = {}
    for one in judgements:
        if one.goal is not None and one.competency_id is None:
            goals[one.goal.pk] = one.goal
            said.setdefault(one.goal.pk, []).append(_said(one, {}, reader))
    return [OwnWords(key, goal.title, goal.success, tuple(said[key])) for key, goal in goals.items()]


def competency_of(competency_id: UUID) -> Competency:
    """Return a competency with its framework, as the levels of its scale ask for."""
    return Competency.objects.select_related("framework").get(pk=competency_id)


def goal_of(goal_id: UUID) -> Goal:
    """Return a goal that somebody judges by its criteria."""
    return Goal.objects.get(pk=goal_id)


def level_of(level_id: str) -> Level | None:
    """Return a level that a form names; it offers those of one scale alone."""
    return Level.objects.filter(pk=level_id).first() if level_id else None
