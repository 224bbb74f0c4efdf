"""Reads of a journal: entries in the learner's words, what they may be about, and the learner's own patterns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, visible_reflections
from trellis.evidence.for_reader import compiled_for_reader
from trellis.evidence.models import Artefact, Reflection
from trellis.evidence.prompts import ALL, PROCESS
from trellis.framework.models import Competency, Framework
from trellis.framework.queries_words import in_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.plan.models import Goal
from trellis.profile.queries import SEEN

A_PAGE = 20
WEEKS = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as a page shows it: answers as (question, words), and what it is about."""

    id: UUID
    at: datetime
    answers: tuple[tuple[str, str], ...]
    words: str
    goal_id: UUID | None
    goal: str
    artefact_id: UUID | None
    artefact: str
    skill: str
    audience: str

    @property
    def seen(self) -> tuple[str, str, str]:
        """The icon, the word and the sentence of who sees it."""
        icon, words, sentence = SEEN[self.audience]
        return icon, str(words), str(sentence)

    @property
    def beginning(self) -> str:
        """The first words of it, for links and labels."""
        return shortened(self.words or (self.answers[0][1] if self.answers else ""), 50)


def entries_for(reader: Reader, language: str, before: datetime | None = None) -> tuple[list[Entry], bool]:
    """Return the newest entries that this reader sees, and whether there are older ones."""
    rows = _entries(reader, before)
    return [_entry(row, reader, language) for row in rows[:A_PAGE]], len(rows) > A_PAGE


@compiled_for_reader
def _entries(reader: Reader, before: datetime | None) -> QuerySet[Reflection]:
    heavy = [f"skill__{name}" for name in ("search", "case_extra", "notes")]
    found = visible_reflections(reader).select_related("goal", "artefact", "skill").defer(*heavy)
    if before is not None:
        found = found.filter(at__lt=before)
    return found.order_by("-at", "-pk")[: A_PAGE + 1]


def _entry(row: Reflection, reader: Reader, language: str) -> Entry:
    # What an entry is about is named to others only where it is on the table: a draft of a goal is the learner's alone.
    goal = row.goal if row.goal and (reader.is_learner or row.goal.state != Goal.State.DRAFT) else None
    artefact = (
        row.artefact if row.artefact and (reader.is_learner or row.artefact.audience in reader.audiences) else None
    )
    return Entry(
        id=row.pk,
        at=row.at,
        answers=tuple((str(ALL[key]), row.answers[key]) for key in ALL if row.answers.get(key)),
        words=row.words,
        goal_id=goal.pk if goal else None,
        goal=goal.title if goal else "",
        artefact_id=artefact.pk if artefact else None,
        artefact=(artefact.title or shortened(artefact.words, 40)) if artefact else "",
        skill=skill_name(row.skill, language) if row.skill else "",
        audience=row.audience,
    )


def skill_name(skill: Competency, language: str) -> str:
    """Return what a learning skill is called, short."""
    short = in_language(skill.translations, language, "short_statement", skill.short_statement)
    return short or shortened(statement_plain(skill.statement_plain, skill.translations, language), 60)


# --- What an entry may be about ----------------------------------------------------------------------


def goals_to_choose(learner: Person) -> QuerySet[Goal]:
    """Return the learner's goals, the newest first."""
    return Goal.objects.filter(learner=learner).order_by("-made_at", "-pk")


def artefacts_to_choose(learner: Person) -> QuerySet[Artefact]:
    """Return what the learner made or was part of, the newest first."""
    return Artefact.objects.filter(authorships__learner=learner, removed_at__isnull=True).order_by("-made_at", "-pk")


def skills_to_choose() -> QuerySet[Competency]:
    """Return the learning skills of the school: those without parts of their own."""
    skills = Competency.objects.filter(framework__kind=Framework.Kind.LEARNING_SKILL, retired_at__isnull=True)
    return skills.filter(framework__retired_at__isnull=True, code__contains=".").order_by("framework", "code")


offered_skills = compiled(skills_to_choose)


# --- Own patterns ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pattern:
    """How often a question was answered or a skill thought about, when last, and in which weeks (0 is the oldest)."""

    name: str
    n: int
    last: datetime | None
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Patterns:
    """What a learner's own journal looks like over the last weeks: shown to the learner alone."""

    n: int
    first_week: date
    prompts: tuple[Pattern, ...]
    skills: tuple[Pattern, ...]
    weekday: int | None

    @property
    def most(self) -> Pattern | None:
        """The question they answer most often."""
        best = max(self.prompts, key=lambda one: one.n, default=None)
        return best if best and best.n else None

    @property
    def untouched(self) -> Pattern | None:
        """A question that they have not taken up yet."""
        return next((one for one in self.prompts if not one.n), None) if self.n else None


@compiled
def _own_rows(learner: Person, since: datetime) -> QuerySet[Reflection]:
    own = Reflection.objects.filter(learner=learner, removed_at__isnull=True, at__gte=since)
    return own.select_related("skill").order_by("at", "pk")


def patterns_of(learner: Person, now: datetime, language: str) -> Patterns:
    """Return the learner's own patterns of the last sixteen weeks: what, about which skills, when. One query."""
    monday = now.date() - timedelta(days=now.weekday() + 7 * (WEEKS - 1))
    rows = list(_own_rows(learner, now - timedelta(weeks=WEEKS)))
    asked = {key: [row.at for row in rows if row.answers.get(key)] for key in ALL}
    skills: dict[str, list[datetime]] = {}
    for row in rows:
        if row.skill is not None:
            skills.setdefault(skill_name(row.skill, language), []).append(row.at)
    days = Counter(row.at.weekday() for row in rows).most_common(1)
    return Patterns(
        n=len(rows),
        first_week=monday,
        prompts=tuple(_pattern(str(ALL[key]), at, monday) for key, at in asked.items() if key in PROCESS or at),
        skills=tuple(_pattern(name, at, monday) for name, at in sorted(skills.items())),
        weekday=days[0][0] if days and days[0][1] > 1 else None,
    )


def _pattern(name: str, at: Sequence[datetime], monday: date) -> Pattern:
    weeks = tuple(max(0, min(WEEKS - 1, (one.date() - monday).days // 7)) for one in at)
    return Pattern(name, len(at), max(at, default=None), weeks)
