"""Reads of drafts: the versions of a project, one with its critique, two compared, and what waits for a learner."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString

from trellis.core.audience import Audience
from trellis.core.compiled import compiled
from trellis.evidence.models import Artefact, ArtefactFile, Authorship
from trellis.people.models import Person
from trellis.plan.differences import shown_difference
from trellis.studio.access import ProjectReader
from trellis.studio.access_critique import DraftReader, live_turns, visible_critiques
from trellis.studio.models import Critique, Draft, Member, Project
from trellis.studio.protocols import WAYS, Way
from trellis.studio.word_by_word import paragraphs_compared


@dataclass(frozen=True, slots=True)
class Version:
    """A draft in the list of its project."""

    id: UUID
    number: int
    title: str
    changed: str
    question: str
    by: str
    at: datetime
    n_critiques: int


@dataclass(frozen=True, slots=True)
class CritiqueLine:
    """Words on a draft: each part beside what was asked, and what the team made of them."""

    id: UUID
    by: str
    by_id: UUID
    is_mine: bool
    way: Way
    parts: tuple[tuple[str, str], ...]
    at: datetime
    became: str
    changed_in: int | None
    changed_in_id: UUID | None
    is_hidden: bool
    hidden_reason: str


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft for somebody who may read it."""

    draft: Draft
    reader: DraftReader
    files: tuple[ArtefactFile, ...]
    versions: tuple[Version, ...]
    critiques: tuple[CritiqueLine, ...]

    @property
    def before(self) -> Version | None:
        """The version before this one."""
        return next((one for one in self.versions if one.number == self.draft.number - 1), None)

    @property
    def later(self) -> list[Version]:
        """The versions after this one: where something may have changed because of what was said."""
        return [one for one in self.versions if one.number > self.draft.number]

    @property
    def open_critiques(self) -> int:
        """How many the team has not answered."""
        return sum(not one.became and not one.is_hidden for one in self.critiques)


def versions_of(reader: ProjectReader) -> list[Version]:
    """Return the versions of a project, the newest first. One query."""
    return _versions(reader.project, reader.is_educator)


def _versions(project: Project, is_educator: bool) -> list[Version]:  # noqa: FBT001 - a shape of one query
    return [
        Version(row.pk, row.number, row.title, row.changed, row.question, row.maker or "", row.at, row.n)
        for row in _version_rows(project, is_educator)
    ]


@compiled
def _version_rows(project: Project, is_educator: bool) -> QuerySet[Any]:  # noqa: FBT001 - as above
    counted = Q() if is_educator else Q(critiques__hidden_at__isnull=True)
    rows = Draft.objects.filter(project=project).annotate(
        n=Count("critiques", filter=counted), maker=F("by__given_name")
    )
    return rows.order_by("-number")


def draft_page(reader: DraftReader) -> DraftPage:
    """Return a draft with what was said of it; by a turn alone, without its other versions. Three queries."""
    draft = reader.draft
    versions = () if reader.has_only_a_turn else tuple(_versions(draft.project, reader.is_educator))
    return DraftPage(
        draft=draft,
        reader=reader,
        files=tuple(_files(draft.artefact_id)) if draft.artefact_id else (),
        versions=versions,
        critiques=tuple(critique_line(row, reader) for row in _critiques(reader)),
    )


@compiled
def _files(artefact_id: UUID) -> QuerySet[ArtefactFile]:
    return ArtefactFile.objects.filter(artefact=artefact_id).select_related("file").order_by("position", "pk")


def _critiques(reader: DraftReader) -> QuerySet[Critique]:
    return visible_critiques(reader).select_related("by", "changed_in").order_by("at", "pk")


def critique_line(row: Critique, reader: DraftReader) -> CritiqueLine:
    """Return words on a draft as a reader sees them: educators read full names, everybody else first names."""
    way = WAYS[row.protocol]
    said = ((str(part.label), getattr(row, part.name)) for part in way.parts)
    return CritiqueLine(
        id=row.pk,
        by=row.by.full_name if reader.is_educator else row.by.first_name,
        by_id=row.by_id,
        is_mine=row.by_id == reader.person.pk,
        way=way,
        parts=tuple((label, words) for label, words in said if words),
        at=row.at,
        became=row.became,
        changed_in=row.changed_in.number if row.changed_in else None,
        changed_in_id=row.changed_in_id,
        is_hidden=row.hidden_at is not None,
        hidden_reason=row.hidden_reason,
    )


# --- Two versions ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a draft, paragraph by paragraph, with what changed marked."""

    old: Draft
    new: Draft
    title: SafeString
    paragraphs: tuple[tuple[str, SafeString], ...]
    other_artefact: bool


def compare(old: Draft, new: Draft) -> Comparison:
    """Return what is different between two versions, the older one first."""
    return Comparison(
        old=old,
        new=new,
        title=shown_difference(old.title, new.title) if old.title != new.title else SafeString(""),
        paragraphs=tuple(paragraphs_compared(old.words, new.words)),
        other_artefact=old.artefact_id != new.artefact_id,
    )


def draft_with_number(project: Project, number: int) -> Draft | None:
    """Return a version of a project by its number."""
    return Draft.objects.select_related("artefact", "by").filter(project=project, number=number).first()


def draft_of(project_id: UUID, draft_id: UUID | None) -> Draft | None:
    """Return a draft if it is one of this project."""
    return Draft.objects.filter(project=project_id, pk=draft_id).first() if draft_id else None


def artefacts_to_link(project: Project, learner: Person) -> QuerySet[Artefact]:
    """Return what a team could link as a draft: shown artefacts of a member that others may see, the newest first.

    The learner's own, and those that somebody of the team has linked to the project already.
    """
    mine = Authorship.objects.filter(artefact=OuterRef("pk"), learner=learner)
    found = Artefact.objects.filter(shared_at__isnull=False, removed_at__isnull=True).exclude(audience=Audience.ME)
    return found.filter(Exists(mine) | Q(project_links__project=project)).distinct().order_by("-happened_on", "-pk")


# --- What waits for a learner ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TurnToGive:
    """A draft that waits for somebody's look."""

    turn_id: UUID
    round_id: UUID
    draft: str
    project: str
    question: str
    way: Way
    until: date
    is_given: bool


@dataclass(frozen=True, slots=True)
class Received:
    """Words on a draft of one's own that wait for an answer."""

    draft_id: UUID
    draft: str
    project: str
    by: str
    by_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """Words that somebody gave, and what the team made of them."""

    project: str
    first: str
    at: datetime
    became: str
    hidden_reason: str


@dataclass(frozen=True, slots=True)
class CritiqueHome:
    """A learner's page of critique: to give, received, given."""

    turns: tuple[TurnToGive, ...]
    received: tuple[Received, ...]
    given: tuple[Given, ...]

    @property
    def to_give(self) -> list[TurnToGive]:
        """The looks that are still owed."""
        return [one for one in self.turns if not one.is_given]

    @property
    def is_empty(self) -> bool:
        """Nothing is there yet."""
        return not (self.turns or self.received or self.given)


def critique_home(learner: Person, on: date) -> CritiqueHome:
    """Return what waits for a learner, and what became of what they gave. Three queries."""
    return CritiqueHome(
        turns=tuple(turns_of(learner, on)),
        received=tuple(received_by(learner)),
        given=tuple(
            Given(row.draft.project.title, row.first, row.at, row.became, row.hidden_reason) for row in _given(learner)
        ),
    )


def turns_of(learner: Person, on: date) -> list[TurnToGive]:
    """Return the turns that a learner holds now, those still to give first, then by title. One query."""
    rows = [
        TurnToGive(
            row.pk,
            row.round_id,
            row.draft.title,
            row.draft.project.title,
            row.draft.question,
            WAYS[row.round.protocol],
            row.round.until,
            row.is_given,
        )
        for row in _turns(learner, on)
    ]
    return sorted(rows, key=lambda one: (one.is_given, one.project.casefold(), one.turn_id))


@compiled
def _turns(learner: Person, on: date) -> QuerySet[Any]:
    rows = live_turns(learner, on).annotate(is_given=Exists(Critique.objects.filter(turn=OuterRef("pk"))))
    return rows.select_related("draft__project", "round")


def received_by(learner: Person) -> list[Received]:
    """Return the words on drafts of a learner's own projects that wait for an answer, the first first. One query."""
    return [
        Received(row.draft_id, row.draft.title, row.draft.project.title, row.by.first_name, row.by_id, row.at)
        for row in _received(learner)
    ]


@compiled
def _received(learner: Person) -> QuerySet[Critique]:
    mine = Member.objects.filter(project=OuterRef("draft__project"), learner=learner, left_at__isnull=True)
    rows = Critique.objects.filter(Exists(mine.filter(joined_at__isnull=False)))
    rows = rows.filter(answered_at__isnull=True, hidden_at__isnull=True)
    return rows.select_related("draft__project", "by").order_by("at", "pk")


@compiled
def _given(learner: Person) -> QuerySet[Critique]:
    return Critique.objects.filter(by=learner).select_related("draft__project").order_by("-at", "-pk")[:20]
