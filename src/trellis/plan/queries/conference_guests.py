"""Whom one can ask to a conference: the educators and the family of the learner, with or without an account."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.plan.access import Reader
from trellis.plan.models import Voice
from trellis.plan.queries.people import participants


@dataclass(frozen=True, slots=True)
class WaysToAsk:
    """Choices for a form, and who of them is family."""

    choices: tuple[tuple[str, str], ...]
    family: tuple[str, ...]


def ways_to_ask(reader: Reader, on: date) -> WaysToAsk:
    """Return everybody with a voice in the plan besides the learner, once each. One query."""
    named: dict[str, str] = {}
    family = []
    for one in participants(reader, on).others:
        named.setdefault(str(one.id), f"{one.full_name} ({Voice(one.voice).label})")
        if one.voice == Voice.FAMILY:
            family.append(str(one.id))
    return WaysToAsk(tuple(named.items()), tuple(family))


def invited(reader: Reader, on: date, ids: Collection[str]) -> list[Person]:
    """Return the people with these ids among those one can ask."""
    known = {key for key, _name in ways_to_ask(reader, on).choices}
    return _people([UUID(key) for key in ids if key in known])


@compiled
def _people(ids: list[UUID]) -> QuerySet[Person]:
    return Person.objects.filter(pk__any_of=ids)
