"""Reads of exhibitions: lists, the programme with its teams, guests, and what they said."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.studio.access import led_frames
from trellis.studio.access_exhibitions import ExhibitionReader, notes_shown, visible_exhibitions
from trellis.studio.models import (
    Exhibition,
    ExhibitionLookBack,
    Frame,
    GuestNote,
    Invitation,
    Member,
    ProgrammeItem,
    Project,
)

SHOWN = (Project.State.GOING, Project.State.FINISHED)


@dataclass(frozen=True, slots=True)
class ExhibitionCard:
    """An exhibition in a list."""

    exhibition: Exhibition
    n_projects: int


@dataclass(frozen=True, slots=True)
class ExhibitionList:
    """Exhibitions to come, the next first, and those that were, the latest first."""

    coming: tuple[ExhibitionCard, ...]
    past: tuple[ExhibitionCard, ...]


def exhibitions_of(person: Person, on: date, now: datetime) -> ExhibitionList:
    """Return the exhibitions somebody may open. One query."""
    shown = Count("programme", filter=Q(programme__project__isnull=False), distinct=True)
    rows = visible_exhibitions(person, on).select_related("event").annotate(n_projects=shown)
    cards = [ExhibitionCard(row, row.n_projects) for row in rows.order_by("event__starts_at", "pk")]
    coming = [card for card in cards if card.exhibition.event.ends_at >= now]
    past = [card for card in reversed(cards) if card.exhibition.event.ends_at < now]
    return ExhibitionList(tuple(coming), tuple(past))


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """A line of the programme. ``team`` are first names by name; ``mine`` says that the reader belongs to it."""

    id: UUID
    title: str
    question: str
    project_id: UUID | None
    team: tuple[str, ...]
    place: str
    at: time | None
    label: str
    version: int
    is_agreed: bool
    mine: bool
    n_notes: int


@dataclass(frozen=True, slots=True)
class GuestWords:
    """What a guest said, and about which line."""

    note: GuestNote
    title: str


@dataclass(frozen=True, slots=True)
class ExhibitionPage:
    """Everything on the page of an exhibition."""

    exhibition: Exhibition
    lines: tuple[ProgrammeLine, ...]
    notes: tuple[GuestWords, ...]
    look_back: ExhibitionLookBack | None
    look_backs: tuple[ExhibitionLookBack, ...]
    n_waiting: int


def exhibition_page(reader: ExhibitionReader) -> ExhibitionPage:
    """Return an exhibition as its reader sees it. Four queries, five for those who lead it."""
    exhibition = reader.exhibition
    notes = [
        GuestWords(note, note.item.title or (note.item.project.title if note.item.project else ""))
        for note in notes_shown(reader).select_related("item__project").order_by("-at", "-pk")
    ]
    counted: dict[UUID, int] = defaultdict(int)
    for one in notes:
        counted[one.note.item_id] += 1
    all_of_it = reader.leads or reader.shows
    lines = programme(exhibition, reader.person, counted=counted, whole=reader.leads)
    backs = list(_look_backs(exhibition.pk)) if all_of_it else []
    mine = next((back for back in backs if back.learner_id == reader.person.pk), None)
    return ExhibitionPage(
        exhibition=exhibition,
        lines=lines,
        notes=tuple(one for one in notes if one.note.state == GuestNote.State.SHOWN),
        look_back=mine,
        look_backs=tuple(backs) if reader.leads else (),
        n_waiting=sum(1 for one in notes if one.note.state == GuestNote.State.WAITS),
    )


@compiled
def _look_backs(exhibition_id: UUID) -> QuerySet[ExhibitionLookBack]:
    rows = ExhibitionLookBack.objects.filter(exhibition=exhibition_id).select_related("learner")
    return rows.order_by("learner__given_name", "pk")


def programme(
    exhibition: Exhibition, person: Person | None, *, counted: dict[UUID, int] | None = None, whole: bool = False
) -> tuple[ProgrammeLine, ...]:
    """Return the lines in their order: to guests only what a team agreed to show. Two queries."""
    items = list(_items(exhibition.pk))
    team: dict[UUID, list[tuple[UUID, str]]] = defaultdict(list)
    for project, learner, called, given in _teams([item.project_id for item in items if item.project_id]):
        team[project].append((learner, called or given))
    lines = [_line(item, team, person, counted or {}) for item in items]
    return tuple(line for line in lines if whole or line.mine or line.is_agreed or line.project_id is None)


def _line(
    item: ProgrammeItem, team: dict[UUID, list[tuple[UUID, str]]], person: Person | None, counted: dict[UUID, int]
) -> ProgrammeLine:
    members = team[item.project_id] if item.project_id else []
    return ProgrammeLine(
        id=item.pk,
        title=item.title or (item.project.title if item.project else ""),
        question=item.project.question if item.project else "",
        project_id=item.project_id,
        team=tuple(name for _learner, name in members),
        place=item.place,
        at=item.at,
        label=item.label,
        version=item.version,
        is_agreed=item.agreed_at is not None,
        mine=person is not None and any(learner == person.pk for learner, _name in members),
        n_notes=counted.get(item.pk, 0),
    )


@compiled
def _items(exhibition_id: UUID) -> QuerySet[ProgrammeItem]:
    rows = ProgrammeItem.objects.filter(exhibition=exhibition_id).select_related("project")
    return rows.order_by("position", "pk")


@compiled
def _teams(projects: list[UUID]) -> QuerySet[Member, Any]:
    rows = Member.objects.filter(project__any_of=projects, joined_at__isnull=False, left_at__isnull=True)
    rows = rows.order_by("learner__given_name", "learner")
    return rows.values_list("project_id", "learner_id", "learner__called", "learner__given_name")


def frames_to_exhibit(person: Person, on: date) -> QuerySet[Frame]:
    """Return the published frames that somebody leads, by title."""
    return led_frames(person, on).exclude(state=Frame.State.DRAFT).order_by("title", "pk")


def projects_to_exhibit(exhibition: Exhibition) -> QuerySet[Project]:
    """Return the projects of its frames that are under way or finished and not in the programme yet, by title."""
    found = Project.objects.filter(frame__exhibitions=exhibition, state__in=SHOWN)
    return found.exclude(programme__exhibition=exhibition).order_by("title", "pk")


def invitations_of(exhibition: Exhibition) -> list[Invitation]:
    """Return who was asked and was not taken back, by kind and name."""
    rows = Invitation.objects.filter(exhibition=exhibition, revoked_at__isnull=True)
    return list(rows.select_related("person").order_by("kind", "name", "pk"))


def answers_of(exhibition: Exhibition) -> dict[UUID, str]:
    """Return what people answered, by person."""
    rows = exhibition.event.attendances.all()
    return {row.person_id: str(row.get_answer_display()) for row in rows}


def notes_to_settle(exhibition: Exhibition) -> list[GuestNote]:
    """Return everything guests said, what waits first, then the latest first."""
    rows = GuestNote.objects.filter(item__exhibition=exhibition).select_related("item__project", "settled_by")
    return sorted(rows.order_by("-at", "-pk"), key=lambda note: note.state != GuestNote.State.WAITS)


def exhibition_names(reader: Person, ids: list[UUID], on: date) -> dict[UUID, str]:
    """Return what the calendar calls exhibitions that somebody may open."""
    return dict(visible_exhibitions(reader, on).filter(pk__in=ids).values_list("pk", "title"))


def title_of(exhibition_id: UUID) -> str:
    """Return the title of an exhibition, for a notice."""
    return Exhibition.objects.filter(pk=exhibition_id).values_list("title", flat=True).first() or ""


def own_invitation(exhibition: Exhibition, person: Person) -> Invitation | None:
    """Return by which invitation somebody of the house is a guest; None for families who were not asked one by one."""
    return exhibition.invitations.filter(person=person, revoked_at__isnull=True).first()


def shown_item(item_id: UUID) -> ProgrammeItem:
    """Return a line of a programme that a guest was shown."""
    return ProgrammeItem.objects.get(pk=item_id)
