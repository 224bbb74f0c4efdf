"""Two districts that differ only in what a person may not see answer byte for byte the same at every address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone
from tests.people import PEOPLE, Cast
from tests.plan.two_worlds import SECRETS, before_both, chidis_story, draft
from tests.studio.studio_secrets import STUDIO_SECRETS
from tests.url_samples import NOTHING, samples_for
from tests.url_walk import Route, all_routes, clients_of, path_of

ROOMS = ("files:", "talk:", "notice:", "agenda:", "profile:", "plan:", "home:", "studio:", "portfolio:")
ALL_SECRETS = (*SECRETS, *STUDIO_SECRETS)
WITHOUT = {"Date", "Expires", "Set-Cookie"}
# A token against forged forms is drawn anew for each page; so is the word that lets a script of ours run.
_DRAWN = re.compile(rb'(csrfmiddlewaretoken" value="|"X-CSRFToken": ?"|nonce[-="]+)[\w+/=-]+')
Answered = tuple[int, tuple[tuple[str, str], ...], bytes]


@pytest.fixture(autouse=True)
def still_clock(monkeypatch) -> datetime:
    """Time stands still, or pages would differ by the minute in which they were asked for."""
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now


@pytest.fixture
def samples(cast) -> dict[str, Any]:
    found = samples_for(cast)
    before_both(cast)
    return found


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here has not happened."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answer(client: Client, path: str, method: str = "GET") -> Answered:
    """Return what a request is answered, without what is drawn anew each time; what it writes is undone."""
    cache.clear()
    with undone():
        response = client.generic(method, path, HTTP_HOST="testserver")
        body = b"".join(response) if response.streaming else response.content
        for close in response._resource_closers:  # response.close() would close the connection as well
            close()
    headers = ((k, _DRAWN.sub(rb"\1", v.encode()).decode()) for k, v in response.items() if k not in WITHOUT)
    return response.status_code, tuple(sorted(headers)), _DRAWN.sub(rb"\1", body)


def routes() -> list[Route]:
    return [route for route in all_routes() if route.name.startswith(ROOMS)]


def addresses(samples: dict[str, Any], cast: Cast) -> list[str]:
    """Return every address of the rooms, around Ada and, where it names only a learner, around Chidi."""
    hers = [path_of(route, samples) for route in routes()]
    his = [path_of(r, {"learner_id": cast.chidi.pk}) for r in routes() if re.findall(r"<[^>]+>", r.pattern) == [
        "<uuid:learner_id>"]]  # fmt: skip
    return [*hers, *his, f"/people/{cast.ada.pk}/", f"/people/{cast.chidi.pk}/"]


@pytest.mark.parametrize("name", [*PEOPLE, "zed"])
def test_what_somebody_may_not_see_changes_no_byte_of_any_page(cast, sign_in, samples, name):
    client = sign_in(cast.people[name])
    answered = {path: answer(client, path) for path in addresses(samples, cast)}
    plain = {path: given for path, given in answered.items() if given[0] != 405}
    with undone():
        for secret in ALL_SECRETS:
            if name not in secret.seen_by:
                secret.make(cast)
        told = [path for path in plain if answer(client, path) != plain[path]]
    assert told == [], f"{name} notices what is not for them: {_tellers(cast, client, name, told, plain)}"


def _tellers(cast: Cast, client: Client, name: str, told: list[str], plain: dict[str, Answered]) -> list[str]:
    """Return which secret shows at which address, for whoever mends it."""
    found = []
    for secret in ALL_SECRETS:
        if name not in secret.seen_by:
            with undone():
                secret.make(cast)
                found += [f"{secret.name} at {path}" for path in told if answer(client, path) != plain[path]]
    return found


def test_what_is_hidden_answers_as_what_does_not_exist(cast, sign_in, samples):
    hidden = chidis_story(cast)
    private = draft(cast, cast.chidi)
    clients = clients_of(cast, sign_in)
    wrong = _told_apart(clients, ("ada", "tom", "omar"), samples, hidden)
    wrong += _told_apart(clients, ("mira", "paul"), samples, {"goal_id": private.pk, "talk:thread:kind": "plan.goal",
                         "talk:thread:subject_id": private.pk})  # fmt: skip
    assert wrong == []


def _told_apart(
    clients: dict[str, Client], who: tuple[str, ...], samples: dict[str, Any], hidden: dict[str, Any]
) -> list[str]:
    """Return where somebody could tell the hidden from what is not there."""
    nowhere = {key: value if key.endswith(":kind") else NOTHING for key, value in hidden.items()}
    wrong = []
    for route in routes():
        there, not_there = path_of(route, {**samples, **hidden}), path_of(route, {**samples, **nowhere})
        if there == path_of(route, samples):
            continue
        for name in who:
            for method in ("GET", "POST"):
                one, other = answer(clients[name], there, method), answer(clients[name], not_there, method)
                if _without(there, one) != _without(not_there, other) or one[0] < 300:
                    wrong.append(f"{method} {route.name} by {name}: {one[0]} and {other[0]}")
    return wrong


def _without(path: str, answered: Answered) -> tuple[Any, ...]:
    """An answer may repeat the address that it was asked for, and nothing else of it."""
    status, headers, body = answered
    return status, [(key, value.replace(path, "")) for key, value in headers], body.replace(path.encode(), b"")


@pytest.mark.parametrize("name", ["ada", "tom"])
def test_who_may_see_it_does_notice(cast, sign_in, samples, name):
    """Else two equal worlds would say nothing."""
    client = sign_in(cast.people[name])
    path = path_of(next(route for route in routes() if route.name == "home:today"), samples)
    plain = answer(client, path)
    for secret in SECRETS:
        if secret.name in {"a goal with all that hangs on it", f"a notice for {name}"}:
            with undone():
                secret.make(cast)
                assert answer(client, path) != plain, secret.name
