"""Entering the demo district with one click. The room `demo` says who lives there; elsewhere this list is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody of the demo district: the account's username, the first name, and what they are (``learner``)."""

    username: str
    name: str
    what: str | Promise


Source = Callable[[], Sequence[DemoPerson]]
_sources: list[Source] = []


def register(source: Source) -> Source:
    """Name the function that lists whom one may enter as; called in ``AppConfig.ready`` of the demo."""
    if source not in _sources:
        _sources.append(source)
    return source


def demo_people() -> list[DemoPerson]:
    """Return whom one may enter as with one click; nobody outside the demo."""
    return [person for source in _sources for person in source()] if settings.DEMO else []
