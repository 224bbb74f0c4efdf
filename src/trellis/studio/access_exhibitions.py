"""Who sees an exhibition: those who lead and show, families and guests who were asked; before it is announced, fewer.

A guest with a link sees what a team agreed to show, first names only, and may leave words that an educator reads first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from trellis.people.access import EDUCATOR as EDUCATOR_KIND
from trellis.people.access import Standing, children_of
from trellis.people.models import Person, Role
from trellis.school.access import learners_of
from trellis.studio.access import led_frames
from trellis.studio.models import (
    Exhibition,
    ExhibitionFrame,
    GuestNote,
    Invitation,
    Member,
    ProgrammeItem,
)

LEADS, SHOWS, TEACHES, FAMILY, GUEST = "leads", "shows", "teaches", "family", "guest"


@dataclass(frozen=True, slots=True)
class ExhibitionReader:
    """Somebody who opened an exhibition: how they are tied to it on this day."""

    person: Person
    exhibition: Exhibition
    ties: frozenset[str]

    @property
    def leads(self) -> bool:
        """They arrange it."""
        return LEADS in self.ties

    @property
    def shows(self) -> bool:
        """They show something there."""
        return SHOWS in self.ties

    @property
    def is_guest(self) -> bool:
        """They come to look: family, or somebody who was asked."""
        return not self.ties.isdisjoint({FAMILY, GUEST})


def _members(**of: Any) -> QuerySet[Member]:
    shown = Member.objects.filter(project__programme__exhibition=OuterRef("pk"))
    return shown.filter(joined_at__isnull=False, left_at__isnull=True, **of)


def _ties(person: Person, on: date) -> dict[str, Any]:
    here = Role.objects.live(on).filter(person=person, kind=EDUCATOR_KIND)
    here = here.filter(Q(school__isnull=True) | Q(school=OuterRef("school")))
    led = ExhibitionFrame.objects.filter(exhibition=OuterRef("pk"), frame__in=led_frames(person, on).values("pk"))
    asked = Invitation.objects.filter(exhibition=OuterRef("pk"), person=person, revoked_at__isnull=True)
    return {
        LEADS: Q(by=person) & Exists(here) | Q(Exists(led)),
        SHOWS: Exists(_members(learner=person)),
        TEACHES: Exists(_members(learner__in=learners_of(person, on).values("pk"))),
        FAMILY: Exists(_members(learner__in=children_of(person, on).values("pk"))),
        GUEST: Exists(asked),
    }


def visible_exhibitions(person: Person, on: date) -> QuerySet[Exhibition]:
    """Return the exhibitions somebody may open; before one is announced those who lead it or show there alone."""
    ties = _ties(person, on)
    announced = Q(published_at__isnull=False)
    later = announced & (Q(ties[TEACHES]) | Q(ties[FAMILY]) | Q(ties[GUEST]))
    return Exhibition.objects.filter(ties[LEADS] | Q(ties[SHOWS]) | later)


def get_exhibition_for(person: Person, exhibition_id: UUID, on: date, to: str = "see") -> ExhibitionReader:
    """Return how somebody reads an exhibition; 404 where it is not there for them.

    ``to="arrange"`` (programme, guests, notes) is for who leads it; ``"look back"`` for who shows there. Else 403.
    """
    exhibition = Exhibition.objects.select_related("event", "by", "district").filter(pk=exhibition_id).first()
    if exhibition is None:
        raise Http404
    ties = _ties_to(person, exhibition, on)
    if exhibition.published_at is None:
        ties &= {LEADS, SHOWS}
    if not ties:
        raise Http404
    reader = ExhibitionReader(person, exhibition, frozenset(ties))
    if (to == "arrange" and not reader.leads) or (to == "look back" and not reader.shows):
        raise PermissionDenied
    return reader


def _ties_to(person: Person, exhibition: Exhibition, on: date) -> set[str]:
    ties = _ties(person, on)
    leads = Exhibition.objects.filter(ties.pop(LEADS), pk=exhibition.pk).exists()
    held = Exhibition.objects.filter(pk=exhibition.pk).values(**{name: Q(test) for name, test in ties.items()})[0]
    return {name for name, holds in held.items() if holds} | ({LEADS} if leads else set())


def get_programme_item_for(
    person: Person, item_id: UUID, on: date, to: str = "see"
) -> tuple[ProgrammeItem, ExhibitionReader]:
    """Return a line of a programme; 404 where invisible.

    ``to="arrange"``: who leads. ``to="show"`` (agree, label): the project's team. ``to="note"``: guests, about what a
    team agreed to show. Else 403.
    """
    item = ProgrammeItem.objects.select_related("project").filter(pk=item_id).first()
    if item is None:
        raise Http404
    reader = get_exhibition_for(person, item.exhibition_id, on)
    mine = is_of_team(person, item)
    if not (reader.leads or mine or item.project_id is None or item.agreed_at is not None):
        raise Http404
    allowed = {
        "see": True,
        "arrange": reader.leads,
        "show": mine,
        "note": reader.is_guest and item.project_id is not None and item.agreed_at is not None and not mine,
    }[to]
    if not allowed:
        raise PermissionDenied
    return item, reader


def is_of_team(person: Person, item: ProgrammeItem) -> bool:
    """Say whether somebody belongs to the team of the project on this line."""
    members = Member.objects.filter(project=item.project_id, learner=person)
    return members.filter(joined_at__isnull=False, left_at__isnull=True).exists()


def get_invitation_for(person: Person, invitation_id: UUID, on: date) -> tuple[Invitation, ExhibitionReader]:
    """Return an invitation, to take it back; 404 to everybody who does not lead the exhibition."""
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise Http404
    reader = get_exhibition_for(person, found.exhibition_id, on)
    if not reader.leads:
        raise Http404
    return found, reader


def get_guest_note_for(person: Person, note_id: UUID, on: date) -> tuple[GuestNote, ExhibitionReader]:
    """Return what a guest said, to show it or keep it back; 404 to everybody who does not lead the exhibition."""
    note = GuestNote.objects.select_related("item").filter(pk=note_id).first()
    if note is None:
        raise Http404
    reader = get_exhibition_for(person, note.item.exhibition_id, on)
    if not reader.leads:
        raise Http404
    return note, reader


def notes_shown(reader: ExhibitionReader) -> QuerySet[GuestNote]:
    """Return the words of guests that somebody reads: who leads all of them, a team those let through about its own."""
    notes = GuestNote.objects.filter(item__exhibition=reader.exhibition)
    if reader.leads:
        return notes
    mine = Member.objects.filter(
        project=OuterRef("item__project"), learner=reader.person, joined_at__isnull=False, left_at__isnull=True
    )
    return notes.filter(Exists(mine), state=GuestNote.State.SHOWN)


def may_arrange(standing: Standing) -> bool:
    """Say whether somebody may arrange an exhibition: educators."""
    return EDUCATOR_KIND in standing.kinds


def require_arranging(standing: Standing) -> None:
    """Answer 404 to everybody for whom the page that arranges exhibitions does not exist."""
    if not may_arrange(standing):
        raise Http404
