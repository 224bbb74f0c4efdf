"""Reads of frames: lists, and one frame as it is read."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, prefetch_related_objects

from trellis.core.compiled import compiled
from trellis.framework.models import Framework
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.access import Standing
from trellis.people.models import Person
from trellis.school.models import SchoolClass
from trellis.studio.access import answered_frames, led_frames, visible_frames
from trellis.studio.models import (
    Criterion,
    CriterionLevel,
    CriterionVoice,
    Dimension,
    DimensionName,
    Frame,
    FrameCompetency,
    Member,
    Phase,
    Project,
    Stance,
    Variation,
)
from trellis.studio.queries.frame_mix import DimensionLine, MixLine, kind_of_learning, mix_of_frame


@dataclass(frozen=True, slots=True)
class FrameCard:
    """A frame in a list."""

    id: UUID
    title: str
    question: str
    by: str
    state: str
    state_words: str
    starts_on: date
    ends_on: date
    classes: tuple[str, ...]
    n_projects: int
    is_shared: bool


@dataclass(frozen=True, slots=True)
class FrameLists:
    """The frames an educator leads, and those that colleagues share."""

    led: tuple[FrameCard, ...]
    shared: tuple[FrameCard, ...]


def frames_for_educator(person: Person, standing: Standing, on: date) -> FrameLists:
    """Return the frames somebody leads, by their days, and what colleagues share, by title. Four queries."""
    led = _cards(led_frames(person, on).order_by("-starts_on", "title", "pk"))
    mine = [card.id for card in led]
    shared = visible_frames(person, standing, on).filter(shared_at__isnull=False).exclude(pk__in=mine)
    return FrameLists(led, _cards(shared.order_by("title", "pk")))


def frames_to_answer(learner: Person, on: date) -> tuple[FrameCard, ...]:
    """Return the frames of somebody's classes, those to come and under way first by their end. Two queries."""
    return _cards(answered_frames(learner, on).filter(state=Frame.State.OPEN).order_by("ends_on", "title", "pk"))


def _cards(frames: QuerySet[Frame]) -> tuple[FrameCard, ...]:
    counted = Count("projects", filter=~Q(projects__state=Project.State.DRAFT), distinct=True)
    rows: list[Any] = list(frames.select_related("by").annotate(n_projects=counted))
    classes: dict[UUID, list[str]] = defaultdict(list)
    for frame, title in _class_titles([row.pk for row in rows]):
        classes[frame].append(title)
    return tuple(
        FrameCard(
            id=row.pk,
            title=row.title,
            question=row.question,
            by=row.by.full_name if row.by else "",
            state=row.state,
            state_words=str(row.get_state_display()),
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            classes=tuple(classes[row.pk]),
            n_projects=row.n_projects,
            is_shared=row.shared_at is not None,
        )
        for row in rows
    )


@compiled
def _class_titles(frames: list[UUID]) -> QuerySet[SchoolClass, Any]:
    rows = SchoolClass.objects.filter(frame_links__frame__any_of=frames).order_by("title")
    return rows.values_list("frame_links__frame_id", "title")


# --- One frame ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LevelText:
    """What a level looks like for a criterion."""

    level_id: UUID
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion with its levels, and for a proposed one what the class says (as numbers; names stand at none)."""

    id: UUID
    title: str
    words: str
    state: str
    answer: str
    competency: str
    version: int
    levels: tuple[LevelText, ...]
    n_want: int
    n_live: int
    concerns: tuple[str, ...]
    mine: str
    my_words: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A competency or learning skill that the frame works on."""

    id: UUID
    words: str
    is_skill: bool


@dataclass(frozen=True, slots=True)
class FramePage:
    """Everything on the page of a frame."""

    frame: Frame
    by: str
    classes: tuple[SchoolClass, ...]
    dimensions: tuple[DimensionLine, ...]
    tags: tuple[Tag, ...]
    phases: tuple[Phase, ...]
    criteria: tuple[CriterionLine, ...]
    proposed: tuple[CriterionLine, ...]
    mix: tuple[MixLine, ...]
    kind_words: str
    variations: tuple[Variation, ...]
    variation: Variation | None
    project_id: UUID | None


def frame_page(frame: Frame, person: Person, *, leads: bool) -> FramePage:
    """Return a frame as somebody reads it: a learner with the variation that is theirs, an educator with all of them.

    Eight queries whatever it holds.
    """
    variations = _variations(frame.pk)
    mine = None if leads else next((one for one in variations if _is_for(one, person)), None)
    rows = list(_dimensions(frame.pk))
    dimensions = _lines(rows, mine)
    tags = _tags(frame.pk, mine)
    criteria = _criteria(frame, person)
    return FramePage(
        frame=frame,
        by=frame.by.full_name if frame.by else "",
        classes=tuple(_classes(frame.pk)),
        dimensions=dimensions,
        tags=tags,
        phases=tuple(_phases(frame.pk)),
        criteria=tuple(one for one in criteria if one.state == Criterion.State.HOLDS),
        proposed=tuple(one for one in criteria if one.state != Criterion.State.HOLDS),
        mix=mix_of_frame(dimensions, has_competencies=bool(tags)),
        kind_words=kind_of_learning(rows, variations),
        variations=tuple(variations) if leads else (),
        variation=mine,
        project_id=next(iter(_own_project(frame.pk, person)), None),
    )


def _is_for(variation: Variation, person: Person) -> bool:
    return any(link.learner_id == person.pk for link in variation.learner_links.all())


@compiled
def _own_project(frame_id: UUID, person: Person) -> QuerySet[Member, UUID]:
    mine = Member.objects.filter(project__frame=frame_id, learner=person, left_at__isnull=True)
    mine = mine.filter(declined_at__isnull=True).exclude(project__state=Project.State.LET_GO)
    return mine.order_by("-asked_at").values_list("project_id", flat=True)[:1]


def _variations(frame_id: UUID) -> list[Variation]:
    rows = _variation_rows(frame_id)
    if rows:
        prefetch_related_objects(rows, "learner_links__learner", "dimensions")
    return rows


@compiled
def _variation_rows(frame_id: UUID) -> QuerySet[Variation]:
    return Variation.objects.filter(frame=frame_id).order_by("made_at", "pk")


@compiled
def _dimensions(frame_id: UUID) -> QuerySet[Dimension]:
    return Dimension.objects.filter(frame=frame_id)


@compiled
def _classes(frame_id: UUID) -> QuerySet[SchoolClass]:
    return SchoolClass.objects.filter(frame_links__frame=frame_id).order_by("title")


@compiled
def _phases(frame_id: UUID) -> QuerySet[Phase]:
    return Phase.objects.filter(frame=frame_id).order_by("position", "pk")


def _lines(rows: list[Dimension], variation: Variation | None) -> tuple[DimensionLine, ...]:
    own = {row.name: row for row in rows if row.variation_id is None}
    varied = {row.name: row for row in rows if variation is not None and row.variation_id == variation.pk}
    found = [(name, varied.get(name) or own.get(name)) for name in DimensionName.values]
    return tuple(_line(name, row, is_varied=name in varied) for name, row in found if row is not None)


def _line(name: str, row: Dimension, *, is_varied: bool) -> DimensionLine:
    return DimensionLine(
        name=name,
        label=str(DimensionName(name).label),
        mode=row.mode,
        mode_words=str(row.get_mode_display()),
        words=row.words,
        options=tuple(row.options),
        sparks=tuple(row.sparks),
        is_varied=is_varied,
    )


def dimension_lines(frame: Frame, variation: Variation | None) -> tuple[DimensionLine, ...]:
    """Return the eight as they stand, with what a variation changes."""
    return _lines(list(_dimensions(frame.pk)), variation)


def dimensions_for(frame: Frame, learner: Person) -> tuple[DimensionLine, ...]:
    """Return the eight as they hold for a learner: their variation where there is one."""
    variations = [one for one in _variations(frame.pk) if _is_for(one, learner)]
    return _lines(list(_dimensions(frame.pk)), variations[0] if variations else None)


def _tags(frame_id: UUID, variation: Variation | None) -> tuple[Tag, ...]:
    language, found = reader_language(), []
    for pk, short, statement, others, kind, of in _competencies(frame_id):
        if of is not None and (variation is None or of != variation.pk):
            continue
        words = in_language(others, language, "short_statement", short)
        words = words or shortened(statement_plain(statement, others, language), 90)
        found.append(Tag(pk, words, kind == Framework.Kind.LEARNING_SKILL))
    return tuple(found)


@compiled
def _competencies(frame_id: UUID) -> QuerySet[FrameCompetency, Any]:
    rows = FrameCompetency.objects.filter(frame=frame_id).order_by("competency__framework__kind", "competency__code")
    return rows.values_list(
        "competency_id",
        "competency__short_statement",
        "competency__statement",
        "competency__translations",
        "competency__framework__kind",
        "variation_id",
    )


def _criteria(frame: Frame, person: Person) -> list[CriterionLine]:
    rows = list(_criterion_rows(frame.pk))
    ids, language = [row.pk for row in rows], reader_language()
    levels: dict[UUID, list[LevelText]] = defaultdict(list)
    for row in sorted(_level_rows(ids), key=lambda row: row.level.position):
        title = in_language(row.level.translations, language, "title", row.level.title)
        levels[row.criterion_id].append(LevelText(row.level_id, title, row.text))
    voices: dict[UUID, list[CriterionVoice]] = defaultdict(list)
    for voice in _voice_rows(ids):
        voices[voice.criterion_id].append(voice)
    return [_criterion(row, tuple(levels[row.pk]), voices[row.pk], person) for row in rows]


def _criterion(
    row: Criterion, levels: tuple[LevelText, ...], voices: list[CriterionVoice], person: Person
) -> CriterionLine:
    mine = next((voice for voice in voices if voice.learner_id == person.pk), None)
    stances = [voice.stance for voice in voices]
    return CriterionLine(
        id=row.pk,
        title=row.title,
        words=row.words,
        state=row.state,
        answer=row.answer,
        competency=str(row.competency) if row.competency else "",
        version=row.version,
        levels=levels,
        n_want=stances.count(Stance.WANT),
        n_live=stances.count(Stance.LIVE),
        concerns=tuple(voice.words for voice in voices if voice.stance == Stance.CONCERN),
        mine=mine.stance if mine else "",
        my_words=mine.words if mine else "",
    )


@compiled
def _criterion_rows(frame_id: UUID) -> QuerySet[Criterion]:
    rows = Criterion.objects.filter(frame=frame_id, removed_at__isnull=True).select_related("competency")
    return rows.order_by("position", "pk")


@compiled
def _level_rows(criteria: list[UUID]) -> QuerySet[CriterionLevel]:
    return CriterionLevel.objects.filter(criterion__any_of=criteria).select_related("level")


@compiled
def _voice_rows(criteria: list[UUID]) -> QuerySet[CriterionVoice]:
    return CriterionVoice.objects.filter(criterion__any_of=criteria).order_by("at")
