"""Reads of themes: the rounds of a class, one with what is proposed and said, and what became of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.compiled import compiled
from trellis.evidence.access_lessons import class_learners
from trellis.people.models import Person
from trellis.school.models import SchoolClass
from trellis.studio.consent import (
    ANSWER_FIRST,
    READY,
    TOO_FEW_WANT,
    WAITS,
    Voices,
    standing_of_theme,
    ties,
)
from trellis.studio.models import Stance, Theme, ThemeRound, ThemeVoice

STANDINGS: dict[str, Promise] = {
    ANSWER_FIRST: _("a concern is answered first"),
    READY: _("nothing stands against it"),
    WAITS: _("not enough have spoken yet"),
    TOO_FEW_WANT: _("nobody minds, and few want it"),
}


@dataclass(frozen=True, slots=True)
class Concern:
    """A concern in its words; ``by`` is filled for who leads alone, and for whose it is (``is_mine``)."""

    id: UUID
    words: str
    by: str
    is_mine: bool
    is_open: bool
    answer: str


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme as one reader sees it. ``voices`` are counts alone; a learner sees them once they have spoken."""

    theme: Theme
    by: str
    is_mine: bool
    my_stance: str
    my_words: str
    voices: Voices | None
    standing: str
    is_tied: bool
    concerns: tuple[Concern, ...]
    joined_with: str

    @property
    def standing_words(self) -> str:
        """Where it stands, in words."""
        return str(STANDINGS[self.standing])

    @property
    def n_open(self) -> int:
        """How many concerns are open."""
        return sum(one.is_open for one in self.concerns)


@dataclass(frozen=True, slots=True)
class ThemesPage:
    """A round with its themes in the order in which they were proposed."""

    round: ThemeRound
    leads: bool
    lines: tuple[ThemeLine, ...]
    n_class: int
    n_spoken: int
    places: int

    @property
    def tied(self) -> list[ThemeLine]:
        """The themes among which voices do not choose."""
        return [line for line in self.lines if line.is_tied]

    @property
    def mine(self) -> list[ThemeLine]:
        """The reader's own."""
        return [line for line in self.lines if line.is_mine]

    @property
    def to_say(self) -> int:
        """How many themes a learner has not said anything to."""
        return sum(not line.my_stance for line in self.lines)


def rounds_of_class(school_class: SchoolClass) -> list[ThemeRound]:
    """Return the rounds of a class, the newest first. One query."""
    return _rounds(school_class)


@compiled
def _rounds(school_class: SchoolClass) -> QuerySet[ThemeRound]:
    return ThemeRound.objects.filter(school_class=school_class).order_by("-made_at", "-pk")


def themes_page(of_round: ThemeRound, reader: Person, on: date, *, leads: bool, places: int = 2) -> ThemesPage:
    """Return a round as somebody of the class sees it. Three queries, however many themes and voices there are."""
    themes, learners = list(_themes(of_round)), class_learners(of_round.school_class, on)
    said: dict[UUID, list[Any]] = defaultdict(list)
    for voice in _voices(of_round):
        said[voice.theme_id].append(voice)
    counted = {theme.pk: _counted(said[theme.pk]) for theme in themes}
    standings = {key: standing_of_theme(voices, len(learners)) for key, voices in counted.items()}
    tied = ties({key: counted[key] for key, standing in standings.items() if standing == READY}, places)
    titles = {theme.pk: theme.title for theme in themes}
    seen = _Seen(reader, leads, frozenset(tied), titles)
    lines = [_line(theme, said[theme.pk], seen, counted[theme.pk], standings[theme.pk]) for theme in themes]
    spoken = {voice.learner_id for found in said.values() for voice in found}
    return ThemesPage(of_round, leads, tuple(lines), len(learners), len(spoken), places)


def _counted(voices: list[Any]) -> Voices:
    n = Counter(voice.stance for voice in voices)
    n_open = sum(voice.stance == Stance.CONCERN and voice.settled_at is None for voice in voices)
    return Voices(n[Stance.WANT], n[Stance.LIVE], n[Stance.CONCERN], n_open)


@dataclass(frozen=True, slots=True)
class _Seen:
    """Through whose eyes the lines are made, and what is known once all are counted."""

    reader: Person
    leads: bool
    tied: frozenset[UUID]
    titles: dict[UUID, str]


def _line(theme: Theme, voices: list[Any], seen: _Seen, counted: Voices, standing: str) -> ThemeLine:
    mine = next((voice for voice in voices if voice.learner_id == seen.reader.pk), None)
    is_over = theme.round.state == ThemeRound.State.DECIDED
    return ThemeLine(
        theme=theme,
        by=theme.by.first_name,
        is_mine=theme.by_id == seen.reader.pk,
        my_stance=mine.stance if mine else "",
        my_words=mine.words if mine else "",
        voices=counted if seen.leads or mine is not None or is_over else None,
        standing=standing,
        is_tied=theme.pk in seen.tied,
        concerns=tuple(_concern(voice, seen) for voice in voices if voice.stance == Stance.CONCERN),
        joined_with=seen.titles.get(theme.joined_with_id, "") if theme.joined_with_id else "",
    )


def _concern(voice: Any, seen: _Seen) -> Concern:
    return Concern(
        id=voice.pk,
        words=voice.words,
        by=voice.learner.full_name if seen.leads else "",
        is_mine=voice.learner_id == seen.reader.pk,
        is_open=voice.settled_at is None,
        answer=voice.settled_words,
    )


@compiled
def _themes(of_round: ThemeRound) -> QuerySet[Theme]:
    rows = Theme.objects.filter(round=of_round, removed_at__isnull=True).select_related("by", "round", "frame")
    return rows.order_by("at", "pk")


@compiled
def _voices(of_round: ThemeRound) -> QuerySet[ThemeVoice]:
    rows = ThemeVoice.objects.filter(theme__round=of_round, theme__removed_at__isnull=True)
    return rows.select_related("learner").order_by("at", "pk")
