"""What rooms above put beside an artefact: the project it came of, say. They register it in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:  # rooms register before any model can be imported
    from trellis.people.models import Person

Part = Callable[["Person", UUID, date], SafeString]
_parts: list[Part] = []


def put_beside(part: Part) -> None:
    """Let ``part(reader, artefact_id, on)`` stand on the page of every artefact that somebody may open; once each."""
    if part not in _parts:
        _parts.append(part)


def beside(person: Person, artefact_id: UUID, on: date) -> SafeString:
    """Return all parts for an artefact as HTML, for one who reads it."""
    return mark_safe("".join(part(person, artefact_id, on) for part in _parts))  # noqa: S308 (parts are safe strings)
