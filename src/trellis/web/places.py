"""The places in the rail: rooms above hang them up; who somebody is decides which ones they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A sign in the rail: a word, where it leads and its icon in the sprite."""

    name: str | Promise
    url: str
    icon: str


Source = Callable[[HttpRequest], tuple[Place, ...]]
_sources: list[Source] = []


def register_places(source: Source) -> Source:
    """Add a function that gives the places of a request; call it in ``AppConfig.ready``."""
    if source not in _sources:
        _sources.append(source)
    return source


def places_for(request: HttpRequest) -> tuple[Place, ...]:
    """Return the places of this request, asked once and kept on it as ``request.places``."""
    kept: tuple[Place, ...] | None = getattr(request, "places", None)
    if kept is None:
        kept = tuple(place for source in _sources for place in source(request))
        request.places = kept  # type: ignore[attr-defined]
    return kept


def current_place(places: tuple[Place, ...], path: str) -> Place | None:
    """Return the place that a path belongs to: the one with the longest address the path starts with.

    The front door ``/`` is current only on itself, or it would be current everywhere.
    """
    fitting = [place for place in places if path == place.url or (place.url != "/" and path.startswith(place.url))]
    return max(fitting, key=lambda place: len(place.url), default=None)
