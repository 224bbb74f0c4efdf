"""What a frame's teams have in common, as mini-lessons with a reason: each can be taken up or declined for good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.audience import Audience
from trellis.core.compiled import compiled
from trellis.core.queries import until_something_happens
from trellis.evidence.access import sealed_before
from trellis.evidence.models import Feedback, Misconception
from trellis.framework.models import Competency
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.school.access import classes_taught
from trellis.studio.common_needs import Common, are_alike, shared_texts, shared_things
from trellis.studio.models import Frame, FrameClass, FrameCompetency, MiniLesson, ProjectArtefact, ProjectCompetency
from trellis.studio.queries.board import Board, BoardRow
from trellis.web.dates import say_date

Kind = MiniLesson.Kind
MOST, FEW = 6, 2


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A mini-lesson for some teams, and why."""

    kind: str
    key: str
    words: str
    reason: str
    teams: tuple[str, ...]

    @property
    def title(self) -> str:
        """What is suggested, in one line."""
        n = len(self.teams)
        sentence = ngettext("A mini-lesson for %(n)s team", "A mini-lesson for these %(n)s teams", n)
        return sentence % {"n": n}


@dataclass(frozen=True, slots=True)
class Answered:
    """A suggestion that was taken up or declined."""

    id: UUID
    words: str
    is_planned: bool


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What is open, and what was answered before."""

    open: tuple[Suggestion, ...]
    answered: tuple[Answered, ...]

    @property
    def first(self) -> tuple[Suggestion, ...]:
        """What stands above the projects."""
        return self.open[:FEW]

    @property
    def more(self) -> tuple[Suggestion, ...]:
        """What is folded away below it."""
        return self.open[FEW:]


def suggestions(person: Person, board: Board, on: date) -> Suggestions:
    """Return what several teams of a board have in common. Six queries, however many projects there are."""
    rows = [row for row in board.all if row.is_at_work]
    before = list(_remembered(board.frame))
    found = [
        *_competencies(person, board.frame, rows, on),
        *_ideas(person, board.frame, rows, on),
        *_questions(rows),
        *_steps(rows, on),
    ]
    fresh = [one for one in found if not any(_is_the_same(one, old) for old in before)]
    answered = tuple(Answered(old.pk, old.words, old.answer == MiniLesson.Answer.PLANNED) for old in before)
    return Suggestions(tuple(fresh[:MOST]), answered)


def kept_suggestions(person: Person, board: Board, on: date) -> Suggestions:
    """Return the same, kept until somebody does something in the district: comparing texts takes a while."""
    key = f"studio.suggestions:{board.frame.pk}:{person.pk}:{on}:{reader_language()}"
    return until_something_happens(key, lambda: suggestions(person, board, on))


def find_suggestion(person: Person, board: Board, kind: str, key: str, on: date) -> Suggestion | None:
    """Return an open suggestion by what it is about."""
    open_ones = suggestions(person, board, on).open
    return next((one for one in open_ones if (one.kind, one.key) == (kind, key)), None)


def _is_the_same(one: Suggestion, old: MiniLesson) -> bool:
    """Say whether a suggestion was answered before, also where a team has joined it or words it otherwise."""
    if one.kind != old.kind:
        return False
    return one.key == old.key or (old.kind in {Kind.QUESTION, Kind.MILESTONE} and are_alike(one.words, old.words))


def _named(kind: str, found: Iterable[Common], rows: list[BoardRow], reason: Mapping[str, str]) -> list[Suggestion]:
    titles = {row.id: row.title for row in rows}
    return [
        Suggestion(
            kind,
            one.key,
            one.words,
            reason[one.key],
            tuple(sorted((titles[project] for project in one.projects), key=str.casefold)),
        )
        for one in found
    ]


# --- A competency ------------------------------------------------------------------------------------


def _competencies(person: Person, frame: Frame, rows: list[BoardRow], on: date) -> list[Suggestion]:
    """Return competencies that several aim for and none of their work shows yet, or got a next step for from you.

    Not at the very beginning: unless somebody shows it already, it waits until half of the frame's time is over.
    """
    ids = [row.id for row in rows]
    aims = _aims(frame, ids)
    seen: dict[UUID, set[UUID]] = defaultdict(set)
    nexts: dict[UUID, set[UUID]] = defaultdict(set)
    for project, competency, has_next in _shown(ids, sealed_before(on), person):
        (nexts if has_next else seen)[competency].add(project)
    half_over = on >= frame.starts_on + (frame.ends_on - frame.starts_on) / 2
    wanting: dict[str, list[UUID]] = {}
    reasons: dict[str, str] = {}
    for competency, projects in aims.items():
        shown = seen[competency] | nexts[competency]
        missing = {project for project in projects if project not in shown} if half_over or shown else set()
        found = missing | (nexts[competency] & projects)
        wanting[str(competency)] = sorted(found)
        reasons[str(competency)] = _reason_of(len(missing & found), len(nexts[competency] & projects))
    names = _names([key for key, projects in wanting.items() if len(projects) > 1])
    return _named(Kind.COMPETENCY, shared_things(wanting, names), rows, reasons)


def _reason_of(n_missing: int, n_next: int) -> str:
    said = []
    if n_missing:
        sentence = ngettext(
            "%(n)s team aims for it and has not shown enough of it yet",
            "%(n)s teams aim for it and have not shown enough of it yet",
            n_missing,
        )
        said.append(sentence % {"n": n_missing})
    if n_next:
        sentence = ngettext("you named a next step to %(n)s team", "you named a next step to %(n)s teams", n_next)
        said.append(sentence % {"n": n_next})
    return "; ".join(said)


def _aims(frame: Frame, projects: list[UUID]) -> dict[UUID, set[UUID]]:
    """Return who aims for what: all for the competencies of the frame, a team for those it chose."""
    aims: dict[UUID, set[UUID]] = defaultdict(set)
    for project, competency in _chosen(frame):
        if project is None:
            aims[competency].update(projects)
        elif project in projects:
            aims[competency].add(project)
    return aims


def _chosen(frame: Frame) -> list[tuple[UUID | None, UUID]]:
    return [(None, competency) for competency in _of_frame(frame)] + list(_of_projects(frame))


@compiled
def _of_frame(frame: Frame) -> QuerySet[FrameCompetency, UUID]:
    return FrameCompetency.objects.filter(frame=frame, variation__isnull=True).values_list("competency", flat=True)


@compiled
def _of_projects(frame: Frame) -> QuerySet[ProjectCompetency, Any]:
    return ProjectCompetency.objects.filter(project__frame=frame).values_list("project", "competency")


@compiled
def _shown(projects: list[UUID], since: date, person: Person) -> QuerySet[Any, Any]:
    """What of the teams' work is about a competency: shown to educators this term; and whether you named a next step.

    The seal holds here too: what other educators said is not asked for.
    """
    own = Feedback.objects.filter(artefact=OuterRef("artefact"), by=person, hidden_at__isnull=True).exclude(next="")
    rows = ProjectArtefact.objects.filter(project__any_of=projects, artefact__removed_at__isnull=True)
    rows = rows.filter(artefact__shared_at__date__gte=since).exclude(artefact__audience=Audience.ME)
    rows = rows.filter(artefact__about__competency__isnull=False)
    return rows.values_list("project", "artefact__about__competency", Exists(own))


def _names(keys: list[str]) -> dict[str, str]:
    return {str(row.pk): words_of(row) for row in _competency_rows([UUID(key) for key in keys])}


@compiled
def _competency_rows(ids: list[UUID]) -> QuerySet[Competency]:
    return Competency.objects.filter(pk__any_of=ids)


def words_of(competency: Competency) -> str:
    """Return what a competency is called in the reader's language."""
    language = reader_language()
    short = in_language(competency.translations, language, "short_statement", competency.short_statement)
    return short or shortened(statement_plain(competency.statement, competency.translations, language), 120)


# --- An idea, a question, a step ---------------------------------------------------------------------


def _ideas(person: Person, frame: Frame, rows: list[BoardRow], on: date) -> list[Suggestion]:
    """Return ideas that came up in a check with members of several teams, and were not taken up yet."""
    teams: dict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        for learner in row.member_ids:
            teams[learner].add(row.id)
    held: dict[str, set[UUID]] = defaultdict(set)
    names: dict[str, str] = {}
    for idea, words, learner in _held(person, frame, on):
        held[str(idea)] |= teams.get(learner, set())
        names[str(idea)] = words
    reason = _("this idea came up in a check with members of these teams")
    return _named(Kind.IDEA, shared_things(held, names), rows, dict.fromkeys(names, reason))


@compiled
def _held(person: Person, frame: Frame, on: date) -> QuerySet[Misconception, Any]:
    classes = Q(school_class__in=FrameClass.objects.filter(frame=frame).values("school_class"))
    taught = Q(school_class__in=classes_taught(person, on).values("pk"))
    rows = Misconception.objects.filter(classes, taught, settled_at__isnull=True, held_by__isnull=False)
    return rows.values_list("pk", "words", "held_by__learner")


def _questions(rows: list[BoardRow]) -> list[Suggestion]:
    found = shared_texts({row.id: [row.draft_question] for row in rows if row.draft_question})
    reason = _("these teams ask the same about their drafts")
    return _named(Kind.QUESTION, found, rows, {one.key: reason for one in found})


def _steps(rows: list[BoardRow], on: date) -> list[Suggestion]:
    """Return steps that several teams have before them, and whose day has come for each."""
    due = {row.id: [step for step in row.steps if step.due_on and step.due_on < on] for row in rows}
    found = shared_texts({project: [step.title for step in steps] for project, steps in due.items()})
    reasons = {}
    for one in found:
        days = [step.due_on for project in one.projects for step in due[project] if are_alike(step.title, one.words)]
        first = min((day for day in days if day), default=on)
        reasons[one.key] = _("these teams have it before them; it was for %(day)s") % {"day": say_date(first, on)}
    return _named(Kind.MILESTONE, found, rows, reasons)


@compiled
def _remembered(frame: Frame) -> QuerySet[MiniLesson]:
    return MiniLesson.objects.filter(frame=frame).order_by("-at", "-pk")
