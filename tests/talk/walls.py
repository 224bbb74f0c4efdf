"""A thing to talk about: a wall that somebody wrote about Ada; whoever is tied to her takes part."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tests.people import Cast, Now
from trellis.people.access import Standing
from trellis.people.models import Person
from trellis.school.ties import ties_to
from trellis.talk.access import register_subject
from trellis.talk.actions import say_words
from trellis.talk.models import Message

KIND = "tests.wall"
OPEN_KIND = "tests.open-wall"  # takes part: everybody; the circle is whoever a test put into OPEN_CIRCLE
WALL = UUID("00000000-0000-7000-8000-00000000aaaa")
OPEN_CIRCLE: set[UUID] = set()


def _is_tied(person: Person, _standing: Standing, _subject_id: UUID, on: date) -> bool:
    ada = Person.objects.filter(account__username="ada").first()
    return ada is not None and bool(ties_to(person, ada, on))


def _ada(_subject_id: UUID) -> Person | None:
    return Person.objects.filter(account__username="ada").first()


def register_walls() -> None:
    """Register both kinds; nothing else in the house knows them."""
    register_subject(KIND, _is_tied, learner_of=_ada)
    register_subject(OPEN_KIND, lambda *_asked: True, circle=lambda _subject_id, _on: OPEN_CIRCLE)


def say(cast: Cast, who: str, body: str, now: datetime = Now, *, subject: UUID = WALL) -> Message:
    """Let somebody of the cast say something on Ada's wall."""
    author = getattr(cast, who)
    return say_words(subject_kind=KIND, subject_id=subject, learner=cast.ada, author=author, body=body, now=now)
