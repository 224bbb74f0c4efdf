"""Walks every URL as every member of the cast with every method.

`pytest tests/test_url_table.py --write-table` writes the table anew, for review.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.people import PEOPLE, Cast

METHODS = ("GET", "POST", "PUT", "DELETE")
VISITORS = ("nobody", *PEOPLE, "zed")
_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


@dataclass(frozen=True, slots=True)
class Route:
    """One URL pattern of the house: its name and its path with parameters."""

    name: str
    pattern: str


def all_routes() -> list[Route]:
    """Return every route, once each, in the order in which the house hangs up its signs."""
    found = {route.name: route for route in _walk(get_resolver().url_patterns, "", "")}
    return list(found.values())


def _walk(patterns: list[Any], prefix: str, space: str) -> Iterator[Route]:
    for entry in patterns:
        pattern = prefix + str(entry.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name or pattern}", "/" + pattern)


def path_of(route: Route, samples: dict[str, Any]) -> str:
    """Return a real path for the route: parameters filled from ``samples`` by ``route:parameter`` or ``parameter``."""

    def fill(match: re.Match[str]) -> str:
        parameter = match.group(2) or match.group(3)
        for key in (f"{route.name}:{parameter}", parameter):
            if key in samples:
                return str(samples[key])
        raise KeyError(f"Say in tests/url_samples.py what to put for '{parameter}' of {route.name}.")

    return _PARAMETER.sub(fill, route.pattern)


def statuses(path: str, method: str, clients: dict[str, Client]) -> list[int]:
    """Return what each visitor is answered; whatever a request writes is undone at once."""
    answers = []
    cache.clear()  # or the limits on repeated tries would answer instead
    for visitor in VISITORS:
        client = clients[visitor]
        kept = {name: cookie.value for name, cookie in client.cookies.items()}
        with transaction.atomic():
            response = client.generic(method, path, HTTP_HOST="testserver")
            answers.append(response.status_code)
            for close in response._resource_closers:  # response.close() would close the connection as well
                close()
            transaction.set_rollback(True)
        client.cookies = SimpleCookie(kept)  # signing out, say, is undone as well
    return answers


def clients_of(cast: Cast, sign_in: Any) -> dict[str, Client]:
    """Return a signed-in client for everybody, and one that has not signed in."""
    clients = {name: sign_in(getattr(cast, name)) for name in VISITORS if name != "nobody"}
    return {"nobody": Client(), **clients}
