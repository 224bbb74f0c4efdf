"""The places in the rail: rooms above hang them up; who somebody is decides which ones they see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A sign in the rail: a word, where it leads and its icon in the sprite.

    ``also`` are beginnings of other addresses that belong to it, such as ``/goals/`` to the plan.
    """

    name: str | Promise
    url: str
    icon: str
    also: tuple[str, ...] = ()

    def fits(self, path: str) -> int:
        """Return how many letters of a path this place claims; the front door ``/`` claims only itself."""
        claims = [self.url] if self.url != "/" or path == "/" else []
        return max((len(claim) for claim in (*claims, *self.also) if path.startswith(claim)), default=0)


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
    """Return the place that a path belongs to: the one that claims most letters of it, None where none does."""
    best = max(places, key=lambda place: place.fits(path), default=None)
    return best if best is not None and best.fits(path) else None
