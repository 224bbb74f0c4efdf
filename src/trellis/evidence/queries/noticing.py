"""Reads for noticing on the move: who is in the class, since when one noticed nobody, and what may be tapped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access import sealed_before
from trellis.evidence.access_lessons import class_learners, own_observations
from trellis.evidence.models import About, AnnouncedCompetency, Authorship, Check, Question
from trellis.framework.models import Competency, Framework
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.school.models import SchoolClass

QUIET_FOR = timedelta(days=14)
MOST_RECENT, MOST_SKILLS, MOST_LETTERS = 10, 12, 60


@dataclass(frozen=True, slots=True)
class Unnoticed:
    """Somebody of whom one noted nothing for two weeks: since when, or None where nothing this term."""

    id: UUID
    name: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that can be tapped."""

    id: UUID
    words: str
    is_skill: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A class, as somebody walks through it."""

    learners: tuple[Person, ...]
    unnoticed: tuple[Unnoticed, ...]
    seen: tuple[Seen, ...]


def notice_page(person: Person, school_class: SchoolClass, on: date) -> NoticePage:
    """Return what is needed to note something: learners in the order of names, and what may be tapped."""
    learners = class_learners(school_class, on)
    last = dict(_last_noticed(person, [one.pk for one in learners], on))
    quiet = [
        Unnoticed(one.pk, one.full_name, last.get(one.pk))
        for one in learners
        if one.pk not in last or last[one.pk] <= on - QUIET_FOR
    ]
    return NoticePage(tuple(learners), tuple(quiet), to_tap(school_class, on))


def _last_noticed(person: Person, learners: list[UUID], on: date) -> QuerySet[Authorship, tuple[UUID, date]]:
    noticed = Authorship.objects.filter(learner__any_of=learners, artefact__in=own_observations(person, on))
    return noticed.values_list("learner").annotate(last=Max("artefact__happened_on"))


def to_tap(school_class: SchoolClass, on: date) -> tuple[Seen, ...]:
    """Return what the class worked on lately, then the learning skills."""
    language = reader_language()
    recent = [Seen(one.pk, words_of(one, language), is_skill=False) for one in _recent(school_class, sealed_before(on))]
    known = {one.id for one in recent}
    skills = [Seen(one.pk, words_of(one, language), is_skill=True) for one in _skills()]
    return (*recent, *(one for one in skills if one.id not in known))


def words_of(competency: Competency, language: str) -> str:
    """Return a competency in a few words."""
    short = in_language(competency.translations, language, "short_statement", competency.short_statement)
    whole = short or statement_plain(competency.statement, competency.translations, language)
    return shortened(whole, MOST_LETTERS)


@compiled
def _recent(school_class: SchoolClass, since: date) -> QuerySet[Competency]:
    """What was asked, checked, announced or shown in this class this term."""
    asked = Question.objects.filter(school_class=school_class, on__gte=since, removed_at__isnull=True)
    checked = Check.objects.filter(school_class=school_class, opened_at__date__gte=since)
    announced = AnnouncedCompetency.objects.filter(announcement__school_class=school_class)
    announced = announced.filter(announcement__withdrawn_at__isnull=True, announcement__on__gte=since)
    here = About.objects.filter(school_class=school_class, artefact__shared_at__date__gte=since)
    shown = About.objects.filter(competency__isnull=False, artefact__in=here.values("artefact"))
    named = Q(pk__in=announced.values("competency")) | Q(pk__in=shown.values("competency"))
    for rows in (asked, checked):
        named |= Q(pk__in=rows.filter(competency__isnull=False).values("competency"))
    found = Competency.objects.filter(named, retired_at__isnull=True).exclude(
        framework__kind=Framework.Kind.LEARNING_SKILL
    )
    return found.defer("search", "case_extra", "notes").order_by("code", "pk")[:MOST_RECENT]


@compiled
def _skills() -> QuerySet[Competency]:
    found = Competency.objects.filter(
        framework__kind=Framework.Kind.LEARNING_SKILL, framework__retired_at__isnull=True, retired_at__isnull=True
    )
    leaves = found.filter(links_to__isnull=True)
    return leaves.defer("search", "case_extra", "notes").order_by("code", "pk")[:MOST_SKILLS]
