"""Reads of announced judgements: those of a class, one with who is judged by it, and a learner's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access_sealing import learners_in
from trellis.evidence.models import Announcement, EvidencePolicy, Judgement
from trellis.evidence.queries.past import JudgementLine, judgement_line
from trellis.evidence.queries.policy import policy_of
from trellis.framework.models import Competency, Level
from trellis.framework.queries_scales import levels_of
from trellis.framework.queries_words import in_language, reader_language, statement_plain
from trellis.people.models import Person
from trellis.school.models import SchoolClass


@dataclass(frozen=True, slots=True)
class ClassAnnouncements:
    """What a class was told, the newest day first, and how many there may be in a term."""

    lines: tuple[Announcement, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Named:
    """A competency that was announced, in the reader's language."""

    id: UUID
    words: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A learner of the class, and which competencies this educator has judged already."""

    learner_id: UUID
    name: str
    done: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class AnnouncementPage:
    """One announcement: what it names, the class for who judges, the own judgements for learner and family."""

    named: tuple[Named, ...]
    learners: tuple[Judged, ...]
    judgements: tuple[tuple[Person, tuple[JudgementLine, ...]], ...]


def announcements_of(school_class: SchoolClass) -> ClassAnnouncements:
    """Return what was announced in a class and not taken back. Two queries."""
    policy = policy_of(school_class.school) or EvidencePolicy()
    return ClassAnnouncements(tuple(_announced(school_class)), policy.most_announced)


@compiled
def _announced(school_class: SchoolClass) -> QuerySet[Announcement]:
    rows = Announcement.objects.filter(school_class=school_class, withdrawn_at__isnull=True)
    return rows.select_related("by", "term").order_by("-on", "-pk")


def announcement_page(announcement: Announcement, person: Person, on: date, *, judges: bool) -> AnnouncementPage:
    """Return what the page of an announcement shows to ``person``: a class to judge, or what was judged at home."""
    language = reader_language()
    named = tuple(
        Named(row.pk, statement_plain(row.statement_plain, row.translations, language)) for row in _named(announcement)
    )
    judged = list(_judged(announcement))
    if judges:
        return AnnouncementPage(named, _class(announcement, person, judged, on), ())
    return AnnouncementPage(named, (), _at_home(judged, language))


@compiled
def _named(announcement: Announcement) -> QuerySet[Competency]:
    return Competency.objects.filter(pk__in=announcement.named.values("competency")).order_by("code", "pk")


@compiled
def _judged(announcement: Announcement) -> QuerySet[Judgement]:
    """What the database shows of it: one's own and one's children's, and what an educator judged oneself."""
    rows = Judgement.objects.filter(announcement=announcement, withdrawn_at__isnull=True)
    return rows.select_related("learner", "competency", "level", "by").order_by("learner_id", "competency_id", "at")


def _class(announcement: Announcement, educator: Person, rows: list[Judgement], on: date) -> tuple[Judged, ...]:
    done = {(row.learner_id, row.competency_id) for row in rows if row.by_id == educator.pk}
    return tuple(
        Judged(
            place.person_id,
            place.person.full_name,
            frozenset(c for who, c in done if who == place.person_id and c is not None),
        )
        for place in learners_in(announcement.school_class, on)
    )


def _at_home(rows: list[Judgement], language: str) -> tuple[tuple[Person, tuple[JudgementLine, ...]], ...]:
    learners = {row.learner_id: row.learner for row in rows}
    return tuple(
        (learner, tuple(judgement_line(row, language) for row in rows if row.learner_id == learner.pk))
        for learner in sorted(learners.values(), key=lambda one: one.full_name.casefold())
    )


def named_competency(announcement: Announcement, competency_id: UUID) -> Competency | None:
    """Return a competency that an announcement names, None for every other."""
    named = Competency.objects.filter(pk__in=announcement.named.values("competency"))
    return named.select_related("framework__scale").filter(pk=competency_id).first()


def levels_to_choose(competency: Competency) -> list[Level]:
    """Return the steps of the competency's scale, lowest first; none where its framework has no scale."""
    scale = competency.framework.scale
    return levels_of(scale) if scale is not None else []


def level_choices(levels: list[Level]) -> list[tuple[str, str]]:
    """Return the levels as a form offers them."""
    language = reader_language()
    return [(str(level.pk), in_language(level.translations, language, "title", level.title)) for level in levels]


def own_line(judgement: Judgement | None) -> JudgementLine | None:
    """Return what an educator judged before, as it stands."""
    return judgement_line(judgement, reader_language()) if judgement is not None else None


def said_in_words(competency: Competency) -> str:
    """Return what a competency says in the reader's language."""
    return statement_plain(competency.statement_plain, competency.translations, reader_language())
