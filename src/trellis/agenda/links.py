"""The page of the thing an event belongs to, and its words: rooms above register both in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:  # rooms register before any model can be imported
    from datetime import datetime

    from trellis.agenda.models import Attendance
    from trellis.people.models import Person

Address = Callable[[UUID], str]
Words = Callable[["Person", list[UUID], date], dict[UUID, str]]
Answered = Callable[["Attendance", "datetime"], None]


@dataclass(frozen=True, slots=True)
class Link:
    """How the things of one kind are found and named."""

    url: Address
    words: Words
    answered: Answered | None


_links: dict[str, Link] = {}


def register_link(kind: str, url: Address, words: Words, answered: Answered | None = None) -> None:
    """Say where things of ``kind`` (``plan.conference``) have their page, and what a reader's calendar calls them.

    ``words(reader, ids, on)`` names only those that the reader may open today: all others stand in the calendar with
    their time and place alone. ``answered`` is told, in the transaction, when somebody says whether they come.
    """
    _links[kind] = Link(url, words, answered)


def names_of(reader: Person, things: Iterable[tuple[str, UUID]], on: date) -> dict[UUID, tuple[str, str]]:
    """Return words and address of the things that ``reader`` may open; one question for each kind."""
    asked: dict[str, list[UUID]] = {}
    for kind, pk in things:
        asked.setdefault(kind, []).append(pk)
    return {
        pk: (words, link.url(pk))
        for kind, ids in asked.items()
        if (link := _links.get(kind)) is not None
        for pk, words in link.words(reader, ids, on).items()
    }


def tell_of_answer(attendance: Attendance, now: datetime) -> None:
    """Tell the room whose thing it is that somebody answered."""
    link = _links.get(attendance.event.subject_kind)
    if link is not None and link.answered is not None:
        link.answered(attendance, now)
