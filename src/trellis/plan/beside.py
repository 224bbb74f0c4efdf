"""What rooms above put beside a plan: projects with their milestones, say. They register it in ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:  # rooms register before any model can be imported
    from trellis.people.models import Person

Part = Callable[["Person", date], SafeString]
_parts: list[Part] = []


def put_beside(part: Part) -> None:
    """Let ``part(learner, on)`` stand on the page of every plan, for whoever may read the plan; once each."""
    if part not in _parts:
        _parts.append(part)


def beside(learner: Person, on: date) -> SafeString:
    """Return all parts for a learner's plan as HTML."""
    return mark_safe("".join(part(learner, on) for part in _parts))  # noqa: S308 (parts answer with safe strings)
