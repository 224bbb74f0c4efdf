"""One project on the board: its work beside the frame's criteria, and what an educator may say about each by the rules.

Words always; a level FOR learning where a learner asked for one; a judgement OF learning where one is announced.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from trellis.core.audience import audiences_for
from trellis.core.compiled import compiled
from trellis.evidence.access import sealed_before
from trellis.evidence.models import AnnouncedCompetency, Artefact, Authorship, Feedback, FeedbackRequest, Voice
from trellis.framework.models import Competency
from trellis.framework.queries_competency import levels_for
from trellis.framework.queries_words import reader_language, shortened
from trellis.people.models import Person
from trellis.school.access import classes_taught, learners_of
from trellis.school.ties import EDUCATOR
from trellis.studio.access import ProjectReader
from trellis.studio.models import Criterion, CriterionLevel, Draft, Frame, FrameClass, Member
from trellis.studio.queries.suggesting import words_of


@dataclass(frozen=True, slots=True)
class Shown:
    """Something of the team's evidence that belongs to the project."""

    id: UUID
    title: str
    words: str
    happened_on: date
    n_own_feedback: int
    asks_for_level: bool


@dataclass(frozen=True, slots=True)
class Announced:
    """A judgement OF learning that names a criterion's competency: due, with whom it is about, or on a day to come."""

    id: UUID
    title: str
    on: date
    is_due: bool


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion, what its levels look like, and what may be said about it."""

    id: UUID
    title: str
    words: str
    levels: tuple[tuple[str, str], ...]
    competency_id: UUID | None
    competency: str
    announced: tuple[Announced, ...]
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BoardProject:
    """Everything on the board's page of one project."""

    reader: ProjectReader
    members: tuple[tuple[UUID, str, bool], ...]
    artefacts: tuple[Shown, ...]
    draft: Draft | None
    criteria: tuple[CriterionLine, ...]

    @property
    def taught(self) -> list[tuple[UUID, str]]:
        """The members whom the reader teaches now: whom they may judge."""
        return [(key, name) for key, name, is_taught in self.members if is_taught]

    @property
    def asks_for_level(self) -> bool:
        """Somebody asked the reader for a level."""
        return any(one.asks_for_level for one in self.artefacts)


def board_project(reader: ProjectReader, frame: Frame, on: date) -> BoardProject:
    """Return one project of a frame beside its criteria. Six queries, and those of the levels of each competency."""
    members = tuple(
        (key, f"{called or given} {family}".strip(), is_taught)
        for key, called, given, family, is_taught in _members(reader.person, reader.project.pk, on)
    )
    shown = tuple(_shown_line(row) for row in _shown(reader.person, reader.project.pk, sealed_before(on), on))
    wants_level = any(one.asks_for_level for one in shown)
    return BoardProject(
        reader=reader,
        members=members,
        artefacts=shown,
        draft=next(iter(_newest(reader.project.pk)), None),
        criteria=tuple(_criteria_lines(reader.person, frame, on, with_levels=wants_level)),
    )


@compiled
def _members(person: Person, project_id: UUID, on: date) -> QuerySet[Member, Any]:
    taught = Exists(learners_of(person, on).filter(pk=OuterRef("learner")))
    rows = Member.objects.filter(project=project_id, joined_at__isnull=False, left_at__isnull=True)
    rows = rows.order_by("learner__given_name", "learner__family_name", "learner")
    return rows.values_list("learner", "learner__called", "learner__given_name", "learner__family_name", taught)


@compiled
def _shown(person: Person, project_id: UUID, since: date, on: date) -> QuerySet[Any]:
    """What the reader sees of it, as the room evidence shows it: this term's, shared with educators."""
    taught = learners_of(person, on).values("pk")
    authors = Authorship.objects.filter(artefact=OuterRef("pk"), learner__in=taught)
    asked = FeedbackRequest.objects.filter(
        artefact=OuterRef("pk"),
        asked=person,
        wants_level=True,
        withdrawn_at__isnull=True,
        declined_at__isnull=True,
        feedback__isnull=True,
    )
    found = Artefact.objects.filter(Exists(authors), project_links__project=project_id, removed_at__isnull=True)
    found = found.filter(shared_at__date__gte=since, audience__in=[str(one) for one in audiences_for(EDUCATOR)])
    found = found.filter(~Q(voice=Voice.EDUCATOR) | Q(made_by=person))
    own = Count("feedback", filter=Q(feedback__by=person), distinct=True)
    return found.annotate(n_own=own, wants_level=Exists(asked)).order_by("-happened_on", "-pk")


def _shown_line(row: Any) -> Shown:
    title = row.title or shortened(row.words, 80) or str(Artefact.Kind(row.kind).label)
    return Shown(row.pk, title, shortened(row.words, 300), row.happened_on, row.n_own, row.wants_level)


@compiled
def _newest(project_id: UUID) -> QuerySet[Draft]:
    return Draft.objects.filter(project=project_id).order_by("-number")[:1]


def _criteria_lines(person: Person, frame: Frame, on: date, *, with_levels: bool) -> list[CriterionLine]:
    levels: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for criterion, title, text in _levels(frame):
        levels[criterion].append((title, text))
    announced: dict[UUID, list[Announced]] = defaultdict(list)
    for competency, key, title, day in _announced(person, frame, on):
        announced[competency].append(Announced(key, title, day, day <= on))
    return [
        CriterionLine(
            row.pk,
            row.title,
            row.words,
            tuple(levels[row.pk]),
            row.competency_id,
            words_of(row.competency) if row.competency else "",
            tuple(announced[row.competency_id]) if row.competency_id else (),
            tuple(_choices(row.competency)) if with_levels and row.competency else (),
        )
        for row in _criteria(frame)
    ]


def _choices(competency: Competency) -> list[tuple[str, str]]:
    """Return the levels of a competency as choices of a form."""
    levels = levels_for(competency, reader_language())
    return [(f"{competency.pk}:{one.level_id}", f"{one.title}: {one.text}".rstrip(": ")) for one in levels]


@compiled
def _criteria(frame: Frame) -> QuerySet[Criterion]:
    rows = Criterion.objects.filter(frame=frame, state=Criterion.State.HOLDS, removed_at__isnull=True)
    return rows.select_related("competency__framework").order_by("position", "pk")


@compiled
def _levels(frame: Frame) -> QuerySet[CriterionLevel, Any]:
    rows = CriterionLevel.objects.filter(criterion__frame=frame).annotate(place=F("level__position")).order_by("place")
    return rows.values_list("criterion", "level__title", "text")


@compiled
def _announced(person: Person, frame: Frame, on: date) -> QuerySet[AnnouncedCompetency, Any]:
    classes = FrameClass.objects.filter(frame=frame).values("school_class")
    rows = AnnouncedCompetency.objects.filter(
        announcement__school_class__in=classes, announcement__withdrawn_at__isnull=True
    )
    rows = rows.filter(announcement__school_class__in=classes_taught(person, on).values("pk"))
    rows = rows.filter(competency__in=Criterion.objects.filter(frame=frame).values("competency"))
    rows = rows.order_by("announcement__on", "announcement")
    return rows.values_list("competency", "announcement", "announcement__title", "announcement__on").distinct()


def classes_to_plan_for(person: Person, frame: Frame, on: date) -> list[tuple[UUID, str]]:
    """Return the classes of a frame that somebody teaches, by title: for whom a mini-lesson can be planned."""
    found = classes_taught(person, on).filter(frame_links__frame=frame).order_by("title", "pk")
    return list(found.values_list("pk", "title"))


def own_feedback(person: Person, artefacts: list[UUID]) -> list[Feedback]:
    """Return what somebody said about these artefacts before, the newest first."""
    rows = Feedback.objects.filter(artefact__in=artefacts, by=person).select_related("artefact")
    return list(rows.order_by("-at", "-pk")[:6])
