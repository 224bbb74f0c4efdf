"""Reads of many artefacts: a learner's evidence by time, what one's learners showed lately, children's doors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, TextField, UUIDField, Window
from django.db.models.functions import Cast, Coalesce, RowNumber

from trellis.core.audience import audiences_for
from trellis.core.compiled import compiled
from trellis.evidence.access import Reader, sealed_before, visible_artefacts
from trellis.evidence.for_reader import compiled_for_reader
from trellis.evidence.models import About, Artefact, ArtefactFile, Authorship, Feedback, Voice
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.school.access import learners_of
from trellis.school.ties import EDUCATOR

MOST, FEW, MOST_NAMED = 24, 4, 40
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
    """One artefact in a list. ``picture`` is the id of its first picture, ``about`` the first of what it is about."""

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
    """Return a page of what a reader sees of a learner's evidence. Six queries."""
    things = _things_of(reader)
    chosen = next((thing for thing in things if thing.key == about), None) or _thing_named(reader, about)
    day, after = _place(before) or (None, None)
    goal = chosen.id if chosen is not None and chosen.kind == "goal" else None
    competency = chosen.id if chosen is not None and chosen.kind == "competency" else None
    school_class = chosen.id if chosen is not None and chosen.kind == "school_class" else None
    rows = _page(reader, goal=goal, competency=competency, school_class=school_class, day=day, after=after)
    cards = cards_of(rows, reader.person)
    last = cards[MOST - 1] if len(cards) > MOST else None
    return Shelf(
        months=_months(cards[:MOST]),
        goals=tuple(thing for thing in things if thing.kind == "goal"),
        skills=tuple(thing for thing in things if thing.kind == "competency"),
        chosen=chosen,
        older=f"{last.happened_on.isoformat()}_{last.id}" if last else "",
    )


@compiled_for_reader
def _page(
    reader: Reader,
    *,
    goal: UUID | None,
    competency: UUID | None,
    school_class: UUID | None,
    day: date | None,
    after: UUID | None,
) -> QuerySet[Artefact]:
    found, about = visible_artefacts(reader), About.objects.filter(artefact=OuterRef("pk"))
    if goal is not None:
        found = found.filter(Exists(about.filter(Q(goal=goal) | Q(step__goal=goal))))
    if competency is not None:
        found = found.filter(Exists(about.filter(competency=competency)))
    if school_class is not None:
        found = found.filter(Exists(about.filter(school_class=school_class)))
    if day is not None and after is not None:
        found = found.filter(Q(happened_on__lt=day) | Q(happened_on=day, pk__lt=after))
    return _counted(found).order_by("-happened_on", "-pk")[: MOST + 1]


def _counted(artefacts: QuerySet[Artefact]) -> QuerySet[Artefact]:
    """Return artefacts with who made them, and how much was said about them."""
    feedback = Feedback.objects.filter(artefact=OuterRef("pk"), hidden_at__isnull=True).order_by().values("artefact")
    counted = Coalesce(Subquery(feedback.annotate(n=Count("pk")).values("n")), 0)
    return artefacts.select_related("made_by").annotate(n_feedback=counted)


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


def _things_of(reader: Reader) -> list[Thing]:
    """Return what the artefacts that a reader sees are most often about, each once, by name. Two queries."""
    things = {thing.key: thing for _artefact, thing in _things(_about(_often(reader))) if thing.kind != "step"}
    return sorted(things.values(), key=lambda thing: thing.words.casefold())


def _thing_named(reader: Reader, key: str) -> Thing | None:
    """Return what an address names, if something that the reader sees is about it; None otherwise."""
    kind, _between, name = key.partition(":")
    if kind not in {"goal", "competency", "school_class"}:
        return None
    try:
        found = _things(_about(_about_one(reader, kind, UUID(name))))
    except ValueError:
        return None
    return next((thing for _artefact, thing in found if thing.key == key), None)


@compiled_for_reader
def _often(reader: Reader) -> QuerySet[About, UUID]:
    """One row about each goal, competency and class, those first that most is about."""
    rows = About.objects.filter(artefact__in=visible_artefacts(reader).values("pk"))
    each = rows.values("competency_id", "school_class_id", of=Coalesce("step__goal_id", "goal_id"))
    one = each.annotate(n=Count("pk"), row=Cast(Min(Cast("pk", TextField())), UUIDField())).order_by("-n", "row")
    return one.values_list("row", flat=True)[:MOST_NAMED]


@compiled_for_reader
def _about_one(reader: Reader, kind: str, key: UUID) -> QuerySet[About, UUID]:
    rows = About.objects.filter(artefact__in=visible_artefacts(reader).values("pk"))
    named = {
        "goal": Q(goal=key) | Q(step__goal=key),
        "competency": Q(competency=key),
        "school_class": Q(school_class=key),
    }
    return rows.filter(named[kind]).values_list("pk", flat=True)[:1]


_COLUMNS = (
    "artefact_id", "goal_id", "goal__title", "step_id", "step__title", "step__goal_id", "step__goal__title",
    "competency_id", "competency__short_statement", "competency__statement", "competency__translations",
    "school_class_id", "school_class__title",
)  # fmt: skip


@compiled
def _about(rows: list[UUID]) -> QuerySet[About, Any]:
    return About.objects.filter(pk__any_of=rows).order_by("pk").values_list(*_COLUMNS)


@compiled
def _about_all(artefacts: list[UUID]) -> QuerySet[About, Any]:
    return About.objects.filter(artefact__any_of=artefacts).order_by("pk").values_list(*_COLUMNS)


@compiled
def _about_first(artefacts: list[UUID]) -> QuerySet[About, Any]:
    """The first few things that each of many artefacts is about."""
    rows = About.objects.filter(artefact__any_of=artefacts)
    placed = rows.annotate(place=Window(RowNumber(), partition_by="artefact_id", order_by="pk"))
    return placed.filter(place__lte=FEW).order_by("pk").values_list(*_COLUMNS)


def things_about(artefacts: list[UUID]) -> list[tuple[UUID, Thing]]:
    """Return all that artefacts are about, in the reader's language. One query."""
    return _things(_about_all(artefacts))


def _things(rows: Iterable[Any]) -> list[tuple[UUID, Thing]]:
    language, found = reader_language(), []
    for key, goal, title, step, step_title, of, of_title, competency, short, statement, others, klass, named in rows:
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


def cards_of(rows: list[Artefact], reader: Person) -> list[Card]:
    """Return artefacts that were ``_counted`` as cards, in their order. Three queries."""
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
    for artefact, thing in _things(_about_first(ids)):
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
    return cards_of(_lately(educator, on, sealed_before(on)), educator)


@compiled
def _lately(educator: Person, on: date, sealed: date) -> QuerySet[Artefact]:
    mine = Authorship.objects.filter(artefact=OuterRef("pk"), learner__in=learners_of(educator, on).values("pk"))
    found = Artefact.objects.filter(Exists(mine), removed_at__isnull=True, shared_at__isnull=False)
    found = found.filter(audience__in=audiences_for(EDUCATOR), shared_at__date__gte=sealed)
    found = found.filter(~Q(voice=Voice.EDUCATOR) | Q(made_by=educator))
    return _counted(found).order_by("-shared_at", "-pk")[:MOST]
