"""Reads of a sealed past: the page of an opening, the door before it, and the log that learner and family read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.core.models import ReadEntry
from trellis.evidence.access import Reader, visible_artefacts, visible_judgements
from trellis.evidence.access_sealing import is_live, objected_openings, visible_fresh_starts
from trellis.evidence.models import Artefact, ArtefactFile, FreshStart, Judgement, Opening, OpeningWord
from trellis.evidence.queries.policy import purpose_words
from trellis.files.models import StoredFile
from trellis.framework.queries_words import in_language, reader_language, statement_plain, title_of
from trellis.people.access import Standing
from trellis.people.models import Person


@dataclass(frozen=True, slots=True)
class Said:
    """Words about an opening."""

    who: str
    kind: str
    words: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """An opening as the log tells it: who, what, why, until when, and each reading."""

    id: UUID
    learner_id: UUID
    learner: str
    reader: str
    reader_id: UUID | None
    subject: str
    first_on: date
    last_on: date
    purpose: str
    sentence: str
    opened_at: datetime
    until: date
    ended_at: datetime | None
    is_live: bool
    read_at: tuple[datetime, ...]
    said: tuple[Said, ...]

    @property
    def objected(self) -> bool:
        """Somebody objected."""
        return any(word.kind == OpeningWord.Kind.OBJECT for word in self.said)


@dataclass(frozen=True, slots=True)
class JudgementLine:
    """A past judgement as it was said."""

    id: UUID
    purpose: str
    competency: str
    level: str
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ArtefactLine:
    """Something the learner showed, with its files."""

    id: UUID
    kind: str
    title: str
    words: str
    link: str
    who: str
    at: datetime
    files: tuple[StoredFile, ...]


@dataclass(frozen=True, slots=True)
class OpenedPage:
    """What an opening shows, all of it read while the log's entry was named."""

    judgements: tuple[JudgementLine, ...]
    artefacts: tuple[ArtefactLine, ...]


def opened_page(reader: Reader, opening: Opening) -> OpenedPage:
    """Return what lies in the days and the subject of an opening. Three queries; to be read inside ``read_past``."""
    language = reader_language()
    days = Q(at__date__gte=opening.from_on, at__date__lt=opening.to_on)
    judged = visible_judgements(reader).filter(days)
    shown = Q(shared_at__date__gte=opening.from_on, shared_at__date__lt=opening.to_on)
    artefacts = list(visible_artefacts(reader).filter(shown).select_related("made_by").order_by("-shared_at", "-pk"))
    if opening.framework_id is not None:
        judged = judged.filter(competency__framework=opening.framework_id)
        about = {"about__competency__framework": opening.framework_id}
        artefacts = list(visible_artefacts(reader).filter(shown, **about).distinct().order_by("-shared_at", "-pk"))
    files = _files_of(artefacts)
    rows = judged.select_related("competency", "level", "by").order_by("-at", "-pk")
    return OpenedPage(
        judgements=tuple(judgement_line(row, language) for row in rows),
        artefacts=tuple(_artefact_line(artefact, files) for artefact in artefacts),
    )


def judgement_line(row: Judgement, language: str) -> JudgementLine:
    """Return a judgement in the words of the reader's language; relations have been selected."""
    competency, level = row.competency, row.level
    return JudgementLine(
        id=row.pk,
        purpose=row.get_purpose_display(),
        competency=statement_plain(competency.statement_plain, competency.translations, language) if competency else "",
        level=in_language(level.translations, language, "title", level.title) if level else "",
        reason=row.reason,
        who=row.by.full_name if row.by else _("Somebody who left"),
        at=row.at,
    )


def _artefact_line(artefact: Artefact, files: dict[UUID, list[StoredFile]]) -> ArtefactLine:
    assert artefact.shared_at is not None  # noqa: S101 - drafts are nobody else's
    return ArtefactLine(
        id=artefact.pk,
        kind=artefact.get_kind_display(),
        title=artefact.title,
        words=artefact.words,
        link=artefact.link,
        who=artefact.made_by.full_name,
        at=artefact.shared_at,
        files=tuple(files.get(artefact.pk, ())),
    )


def _files_of(artefacts: Iterable[Artefact]) -> dict[UUID, list[StoredFile]]:
    rows = ArtefactFile.objects.filter(artefact__in=[artefact.pk for artefact in artefacts]).select_related("file")
    found: dict[UUID, list[StoredFile]] = defaultdict(list)
    for row in rows.order_by("position", "pk"):
        found[row.artefact_id].append(row.file)
    return found


def opened_file(page: OpenedPage, file_id: UUID) -> StoredFile | None:
    """Return a file of what an opening shows; None for every other."""
    files = (file for artefact in page.artefacts for file in artefact.files)
    return next((file for file in files if file.pk == file_id), None)


# --- The log -----------------------------------------------------------------------------------------


def log_of(learner: Person, on: date) -> list[OpeningLine]:
    """Return every opening of a learner's past, the newest first, with each reading and each word. Three queries."""
    return _lines(list(_openings_of(learner)), on)


def own_openings(reader: Reader) -> list[OpeningLine]:
    """Return what an educator opened of this learner's past, as the learner sees it."""
    return _lines(list(_openings_by(reader.person, reader.learner)), reader.on)


def objections(standing: Standing, on: date) -> list[OpeningLine]:
    """Return the live openings to which somebody objected, for coordinators."""
    rows = objected_openings(standing, on).filter(until__gte=on, ended_at__isnull=True)
    return _lines(list(rows.select_related(*_RELATED).order_by("-opened_at")), on)


_RELATED = ("reader", "learner", "purpose", "framework")


@compiled
def _openings_of(learner: Person) -> QuerySet[Opening]:
    return Opening.objects.filter(learner=learner).select_related(*_RELATED).order_by("-opened_at", "-pk")


@compiled
def _openings_by(reader: Person, learner: Person) -> QuerySet[Opening]:
    found = Opening.objects.filter(learner=learner, reader=reader)
    return found.select_related(*_RELATED).order_by("-opened_at", "-pk")


def _lines(openings: list[Opening], on: date) -> list[OpeningLine]:
    if not openings:
        return []
    language = reader_language()
    read: dict[str, list[datetime]] = defaultdict(list)
    kinds = [f"opening:{opening.pk}" for opening in openings]
    for kind, at in _readings(sorted({opening.learner_id for opening in openings}), kinds):
        read[kind].append(at)
    said: dict[UUID, list[Said]] = defaultdict(list)
    for word in _words([opening.pk for opening in openings]):
        said[word.opening_id].append(Said(word.by.full_name, word.kind, word.words, word.at))
    return [_line(opening, on, language, read[f"opening:{opening.pk}"], said[opening.pk]) for opening in openings]


def _line(opening: Opening, on: date, language: str, read: list[datetime], said: list[Said]) -> OpeningLine:
    return OpeningLine(
        id=opening.pk,
        learner_id=opening.learner_id,
        learner=opening.learner.full_name,
        reader=opening.reader.full_name if opening.reader else _("Somebody who left"),
        reader_id=opening.reader_id,
        subject=title_of(opening.framework, language) if opening.framework else "",
        first_on=opening.from_on,
        last_on=opening.to_on - timedelta(days=1),
        purpose=purpose_words(opening.purpose, language),
        sentence=opening.sentence,
        opened_at=opening.opened_at,
        until=opening.until,
        ended_at=opening.ended_at,
        is_live=is_live(opening, on),
        read_at=tuple(read),
        said=tuple(said),
    )


@compiled
def _readings(learners: list[UUID], kinds: list[str]) -> QuerySet[ReadEntry, tuple[str, datetime]]:
    mine = ReadEntry.objects.filter(learner_id__any_of=learners)  # the index finds a learner's, few as they are
    return mine.filter(kind__any_of=kinds).order_by("at").values_list("kind", "at")


@compiled
def _words(openings: list[UUID]) -> QuerySet[OpeningWord]:
    return OpeningWord.objects.filter(opening__any_of=openings).select_related("by").order_by("at", "pk")


# --- Fresh starts ------------------------------------------------------------------------------------


def fresh_starts_of(learner: Person) -> list[FreshStart]:
    """Return what a learner asked to leave behind, the newest first."""
    return list(FreshStart.objects.filter(learner=learner).select_related("answered_by").order_by("-asked_at"))


def fresh_starts_waiting(standing: Standing, on: date) -> list[FreshStart]:
    """Return the fresh starts that wait for a coordinator's answer, the oldest first."""
    waiting = visible_fresh_starts(standing, on).filter(granted_at__isnull=True, declined_at__isnull=True)
    return list(waiting.select_related("learner").order_by("asked_at"))
