"""Reads of check-ins: what is put to a learner, their own trend, answers by name, and counts of a school."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.people.access import Standing, coordinated_schools
from trellis.people.models import Person, School
from trellis.profile.access import may_count, open_for, visible_answers, visible_rounds
from trellis.profile.models import Answer, CheckIn
from trellis.profile.questions import STEPS, Question, questions_of
from trellis.school.access import classes_taught, educators_of
from trellis.school.models import SchoolClass

FEWEST = 5  # smaller counts are not shown
TREND = 12  # the last answers
WIDTH, HEIGHT, EDGE = 320, 120, 16


@dataclass(frozen=True, slots=True)
class Round:
    """A round that waits for a learner."""

    id: UUID
    title: str
    by: str
    until: date
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Point:
    """One answer on a line."""

    x: int
    y: int
    at: datetime
    words: str
    mouth: str


@dataclass(frozen=True, slots=True)
class Trend:
    """How a learner answered the same question over time."""

    text: str
    points: tuple[Point, ...]

    @property
    def line(self) -> str:
        """The points of the line in the picture."""
        return " ".join(f"{point.x},{point.y}" for point in self.points)


@dataclass(frozen=True, slots=True)
class Said:
    """What one learner said in a round, question by question."""

    name: str
    learner_id: UUID
    at: datetime
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many gave each answer to one question; None where there are fewer than five."""

    text: str
    steps: tuple[tuple[str, str, int | None], ...]


@compiled
def _open_rounds(learner: Person, on: date) -> QuerySet[Any]:
    mine = Answer.objects.filter(learner=learner, check_in=OuterRef("pk"))
    rounds = open_for(learner, on).select_related("author").annotate(is_answered=Exists(mine))
    return rounds.order_by("closes_on", "pk")


def open_rounds(learner: Person, on: date) -> list[Round]:
    """Return the rounds that wait for a learner, what closes first on top. One query."""
    rounds = _open_rounds(learner, on)
    return [Round(one.pk, one.title, one.author.full_name, one.closes_on, one.is_answered) for one in rounds]


def readers_of(check_in: CheckIn, learner: Person, on: date) -> str:
    """Say, before anything is written, who will read an answer."""
    told = CheckIn.Told(check_in.told)
    names = sorted(person.full_name for person in educators_of(learner, on)) if told == told.EDUCATORS else []
    counted = _("Who runs your school sees only how many gave each answer, and never fewer than five.")
    if told == told.NOBODY:
        return _("Only you will read this. Nobody else is told.")
    if check_in.school_id:
        first = _("Your educators will read it: %(names)s.") % {"names": ", ".join(names)} if names else ""
        return f"{first} {counted}".strip()
    if told == told.AUTHOR:
        return _("%(name)s will read it, and nobody else.") % {"name": check_in.author.full_name}
    return _("Your educators will read it: %(names)s.") % {"names": ", ".join(names)}


def answer_of(check_in: CheckIn, learner: Person) -> Answer | None:
    """Return what a learner has answered already."""
    return Answer.objects.filter(check_in=check_in, learner=learner).first()


def trends_of(learner: Person) -> list[Trend]:
    """Return a learner's own answers with faces, each question as a line over time; own questions by their text."""
    answers = Answer.objects.filter(learner=learner).select_related("check_in").order_by("-at")[:TREND]
    rows: dict[str, list[tuple[Question, datetime, int]]] = {}
    for answer in reversed(list(answers)):
        for question in questions_of(answer.check_in.questions):
            value = answer.values.get(question.key)
            if question.is_scale and value:
                rows.setdefault(question.text, []).append((question, answer.at, value))
    return [Trend(text, _points(row)) for text, row in rows.items()]


def _points(row: list[tuple[Question, datetime, int]]) -> tuple[Point, ...]:
    wide = (WIDTH - 2 * EDGE) / max(len(row) - 1, 1)
    high = (HEIGHT - 2 * EDGE) / (STEPS - 1)
    return tuple(
        Point(
            x=round(EDGE + n * wide),
            y=round(HEIGHT - EDGE - (value - 1) * high),
            at=at,
            words=question.words_of(value),
            mouth=question.steps()[value - 1][2],
        )
        for n, (question, at, value) in enumerate(row)
    )


def said_lately(learner: Person) -> list[tuple[datetime, str, str, str]]:
    """Return what a learner wrote in words: when, in which round, the question, the answer."""
    answers = Answer.objects.filter(learner=learner).select_related("check_in").order_by("-at")[:TREND]
    return [
        (answer.at, answer.check_in.title, question.text, answer.values[question.key])
        for answer in answers
        for question in questions_of(answer.check_in.questions)
        if not question.is_scale and answer.values.get(question.key)
    ]


def rounds_seen(person: Person, standing: Standing, on: date) -> list[CheckIn]:
    """Return the rounds that somebody may look at, the newest first."""
    rounds = visible_rounds(person, standing, on).select_related("author", "school_class", "school")
    return list(rounds.order_by("-opens_on", "-pk")[:100])


def answers_by_name(person: Person, check_in: CheckIn, on: date) -> list[Said]:
    """Return the answers that somebody may read, by the names of the learners and never by what they say."""
    answers = visible_answers(person, check_in, on).select_related("learner")
    answers = answers.order_by("learner__family_name", "learner__given_name", "learner")
    questions = questions_of(check_in.questions)
    return [
        Said(answer.learner.full_name, answer.learner_id, answer.at, _lines(questions, answer.values))
        for answer in answers
    ]


def _lines(questions: list[Question], values: dict[str, Any]) -> tuple[tuple[str, str, str], ...]:
    lines = []
    for question in questions:
        value = values.get(question.key)
        if value and question.is_scale:
            lines.append((question.text, question.words_of(value), question.steps()[value - 1][2]))
        elif value:
            lines.append((question.text, str(value), ""))
    return tuple(lines)


def counted_answers(standing: Standing, check_in: CheckIn) -> list[Count] | None:
    """Return how many gave each answer to a round of a school; None where somebody may not count.

    Any number under five is hidden, none included, and no total is said that would give a hidden one away.
    """
    if not may_count(standing, check_in):
        return None
    stored = list(Answer.objects.filter(check_in=check_in, seen_at__isnull=False).values_list("values", flat=True))
    counts = []
    for question in questions_of(check_in.questions):
        if question.is_scale:
            tally = Counter(values.get(question.key) for values in stored)
            steps = [(words, mouth, tally[n] if tally[n] >= FEWEST else None) for n, words, mouth in question.steps()]
            counts.append(Count(question.text, tuple(steps)))
    return counts


def whom_to_ask(person: Person, standing: Standing, on: date) -> tuple[QuerySet[SchoolClass], QuerySet[School]]:
    """Return the classes and the schools that somebody can ask."""
    return classes_taught(person, on).order_by("title"), coordinated_schools(standing).order_by("name")
