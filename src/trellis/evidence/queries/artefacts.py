"""Reads of many artefacts: a learner's evidence by time, what one's learners showed lately, children's doors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from trellis.core.audience import audiences_for
from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, sealed_before, visible_artefacts
from trellis.evidence.models import About, Artefact, ArtefactFile, Authorship, Feedback, Voice
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.school.access import learners_of
from trellis.school.ties import EDUCATOR

MOST, FEW = 24, 4
ICONS = {
    "text": "notebook-pen",
    "photo": "image",
    "audio": "mic",
    "video": "video",
    "link": "link",
    "file": "file-text",
    "seen": "eye",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that an artefact is about: of which kind, and what the reader calls it."""

    kind: str
    id: UUID
    words: str
    goal_id: UUID | None = None

    @property
    def key(self) -> str:
        """What a filter asks for."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class Card:
    """One artefact in a list. ``picture`` is the id of its first picture."""

    id: UUID
    kind: str
    title: str
    words: str
    happened_on: date
    is_draft: bool
    audience: str
    voice: str
    by: str
    whose: tuple[str, ...]
    whose_id: UUID | None
    picture: UUID | None
    picture_words: str
    n_files: int
    n_feedback: int
    about: tuple[Thing, ...]

    @property
    def icon(self) -> str:
        """The icon of its kind."""
        return ICONS[self.kind]

    @property
    def kind_words(self) -> str:
        """The name of its kind."""
        return str(Artefact.Kind(self.kind).label)

    @property
    def name(self) -> str:
        """What a link to it says."""
        return self.title or shortened(self.words, 80) or self.kind_words


@dataclass(frozen=True, slots=True)
class Month:
    """The artefacts of one month."""

    first: date
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of a learner's evidence: by month, the latest first, with what it can be narrowed to."""

    months: tuple[Month, ...]
    goals: tuple[Thing, ...]
    skills: tuple[Thing, ...]
    chosen: Thing | None
    older: str

    @property
    def skills_first(self) -> tuple[Thing, ...]:
        """What to offer at once: a few, and what is chosen."""
        return tuple(thing for place, thing in enumerate(self.skills) if place < FEW or thing == self.chosen)

    @property
    def skills_more(self) -> tuple[Thing, ...]:
        """What stands behind "more"."""
        return tuple(thing for thing in self.skills[FEW:] if thing != self.chosen)


def shelf(reader: Reader, about: str = "", before: str = "") -> Shelf:
    """Return a page of what a reader sees of a learner's evidence. Five queries."""
    found = visible_artefacts(reader)
    things = _things_of(found)
    chosen = next((thing for thing in things if thing.key == about), None)
    if chosen is not None:
        rows = About.objects.filter(artefact=OuterRef("pk"), **{chosen.kind: chosen.id})
        if chosen.kind == "goal":
            rows = About.objects.filter(Q(goal=chosen.id) | Q(step__goal=chosen.id), artefact=OuterRef("pk"))
        found = found.filter(Exists(rows))
    if (place := _place(before)) is not None:
        found = found.filter(Q(happened_on__lt=place[0]) | Q(happened_on=place[0], pk__lt=place[1]))
    cards = cards_of(found.order_by("-happened_on", "-pk")[: MOST + 1], reader.person)
    last = cards[MOST - 1] if len(cards) > MOST else None
    return Shelf(
        months=_months(cards[:MOST]),
        goals=tuple(thing for thing in things if thing.kind == "goal"),
        skills=tuple(thing for thing in things if thing.kind == "competency"),
        chosen=chosen,
        older=f"{last.happened_on.isoformat()}_{last.id}" if last else "",
    )


def _place(before: str) -> tuple[date, UUID] | None:
    day, _between, key = before.partition("_")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return None


def _months(cards: Iterable[Card]) -> tuple[Month, ...]:
    months: dict[date, list[Card]] = defaultdict(list)
    for card in cards:
        months[card.happened_on.replace(day=1)].append(card)
    return tuple(Month(first, tuple(found)) for first, found in months.items())


def _things_of(found: QuerySet[Artefact]) -> list[Thing]:
    """Return what the artefacts are about, each once, by name."""
    things = {thing.key: thing for _artefact, thing in things_about(found.values("pk"))}
    for thing in list(things.values()):
        if thing.kind == "step" and thing.goal_id is not None:
            things.pop(thing.key)
    return sorted(things.values(), key=lambda thing: thing.words.casefold())


def things_about(artefacts: Any) -> list[tuple[UUID, Thing]]:
    """Return what artefacts are about, in the reader's language. One query."""
    language = reader_language()
    rows = About.objects.filter(artefact__in=artefacts).order_by("pk")
    columns = rows.values_list(
        "artefact_id",
        "goal_id",
        "goal__title",
        "step_id",
        "step__title",
        "step__goal_id",
        "step__goal__title",
        "competency_id",
        "competency__short_statement",
        "competency__statement",
        "competency__translations",
        "school_class_id",
        "school_class__title",
    )
    found = []
    for key, goal, title, step, step_title, of, of_title, competency, short, statement, others, klass, named in columns:
        if goal:  # a goal that is still a draft is no row to anybody but its learner
            found += [(key, Thing("goal", goal, title))] if title else []
        elif step:
            mine = [(key, Thing("step", step, step_title, of)), (key, Thing("goal", of, of_title))]
            found += mine if of_title else []
        elif competency:
            words = in_language(others, language, "short_statement", short)
            words = words or shortened(statement_plain(statement, others, language), 80)
            found.append((key, Thing("competency", competency, words)))
        else:
            found.append((key, Thing("school_class", klass, named)))
    return found


def cards_of(artefacts: QuerySet[Artefact], reader: Person) -> list[Card]:
    """Return artefacts as cards, in their order. Four queries."""
    feedback = Feedback.objects.filter(artefact=OuterRef("pk"), hidden_at__isnull=True).order_by().values("artefact")
    counted = Coalesce(Subquery(feedback.annotate(n=Count("pk")).values("n")), 0)
    rows = list(artefacts.select_related("made_by").annotate(n_feedback=counted))
    ids = [row.pk for row in rows]
    if not ids:
        return []
    whose: dict[UUID, list[Any]] = defaultdict(list)
    files: dict[UUID, list[Any]] = defaultdict(list)
    about: dict[UUID, list[Thing]] = defaultdict(list)
    for artefact, learner, called, given in _authors(ids):
        whose[artefact].append((learner, called or given))
    for artefact, file, kind, words in _files(ids):
        files[artefact].append((file, kind, words))
    for artefact, thing in things_about(ids):
        if thing not in about[artefact]:
            about[artefact].append(thing)
    return [_card(row, whose[row.pk], files[row.pk], about[row.pk], reader) for row in rows]


def _card(row: Any, whose: list[Any], files: list[Any], about: list[Thing], reader: Person) -> Card:
    picture = next(((file, words) for file, kind, words in files if kind == "picture"), (None, ""))
    return Card(
        id=row.pk,
        kind=row.kind,
        title=row.title,
        words=row.words,
        happened_on=row.happened_on,
        is_draft=row.shared_at is None,
        audience=row.audience,
        voice=row.voice,
        by=row.made_by.first_name,
        whose=tuple(name for key, name in whose if key != reader.pk),
        whose_id=next((key for key, _name in whose), None),
        picture=picture[0],
        picture_words=picture[1],
        n_files=len(files),
        n_feedback=row.n_feedback,
        about=tuple(thing for thing in about if thing.kind != "step"),
    )


@compiled
def _authors(artefacts: list[UUID]) -> QuerySet[Authorship, Any]:
    rows = Authorship.objects.filter(artefact__any_of=artefacts).order_by("learner__given_name", "learner")
    return rows.values_list("artefact_id", "learner_id", "learner__called", "learner__given_name")


@compiled
def _files(artefacts: list[UUID]) -> QuerySet[ArtefactFile, Any]:
    rows = ArtefactFile.objects.filter(artefact__any_of=artefacts).order_by("position", "pk")
    return rows.values_list("artefact_id", "file_id", "file__kind", "file__words")


def shown_lately(educator: Person, on: date) -> list[Card]:
    """Return what the learners of an educator showed them this term, the latest first. Five queries."""
    mine = Authorship.objects.filter(artefact=OuterRef("pk"), learner__in=learners_of(educator, on).values("pk"))
    found = Artefact.objects.filter(Exists(mine), removed_at__isnull=True, shared_at__isnull=False)
    found = found.filter(audience__in=audiences_for(EDUCATOR), shared_at__date__gte=sealed_before(on))
    found = found.filter(~Q(voice=Voice.EDUCATOR) | Q(made_by=educator))
    return cards_of(found.order_by("-shared_at", "-pk")[:MOST], educator)


def evidence_of_goal(reader: Reader, goal_id: UUID) -> list[Card]:
    """Return what a reader sees of the evidence of one goal, the latest first."""
    about = About.objects.filter(Q(goal=goal_id) | Q(step__goal=goal_id), artefact=OuterRef("pk"))
    return cards_of(visible_artefacts(reader).filter(Exists(about)).order_by("-happened_on", "-pk")[:6], reader.person)
