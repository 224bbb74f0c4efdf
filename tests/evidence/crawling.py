"""Walks the whole house as everybody, once, and keeps what each was answered: pages, tables, calendars, archives."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from tests.url_walk import VISITORS, all_routes, path_of

NOT_ALLOWED = 405
SHIPPED = ("text/css", "text/javascript", "application/javascript", "font/", "image/")


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody was answered at a route, as text: of an archive, everything that is in it."""

    visitor: str
    route: str
    path: str
    status: int
    kind: str
    text: str

    @property
    def is_page(self) -> bool:
        """It is read by people, in their language."""
        return self.kind.startswith("text/html")


def crawl(clients: dict[str, Client], samples: dict[str, Any], rooms: str = "") -> Iterator[Answer]:
    """Ask for every route of these rooms as everybody. Whatever a request writes is undone at once.

    What takes no question at all takes it from nobody: it is asked once.
    """
    cache.clear()
    for route in all_routes():
        if not route.name.startswith(rooms):
            continue
        path = path_of(route, samples)
        for visitor in VISITORS:
            found = ask(clients, visitor, route.name, path)
            if found.status == NOT_ALLOWED:
                break
            if not found.kind.startswith(SHIPPED):
                yield found


def ask(clients: dict[str, Client], visitor: str, route: str, path: str, method: str = "get") -> Answer:
    """Ask for one address as somebody, and undo what that wrote."""
    with transaction.atomic():
        answer = getattr(clients[visitor], method)(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    kind = answer.headers.get("Content-Type", "")
    return Answer(visitor, route, path, answer.status_code, kind, text_of(body))


def text_of(body: bytes) -> str:
    """Return an answer as text; an archive as the texts of everything in it."""
    if not body.startswith(b"PK\x03\x04"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(f"{name}\n{text_of(archive.read(name))}" for name in archive.namelist())


# --- Words -------------------------------------------------------------------------------------------

_NOT_READ = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
_READ_OUT = re.compile(r'\b(?:aria-label|alt|title|placeholder|value|content|data-[\w-]+)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
# What a ranking says without naming itself.
RANKED = re.compile(
    r"\b(top|best|first|last|highest|\d+(st|nd|rd|th)) (in|of) (the|your|this|their) (class|group|grade|school)\b"
    r"|\bbetter than \d+|\babove average\b|\bbelow average\b|\bquartile|\bdecile|\bz-score",
    re.IGNORECASE,
)


def words_of(answer: Answer) -> str:
    """Return what people read or hear of an answer."""
    if not answer.is_page:
        return answer.text
    page = _NOT_READ.sub(" ", answer.text)
    heard = " ".join(_READ_OUT.findall(page))
    return unescape(f"{_TAG.sub(' ', page)} {heard}")


def unwanted(text: str, words: Sequence[str]) -> set[str]:
    """Return the words of a list that a text uses, and how it ranks without saying so."""
    pattern = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words), re.IGNORECASE)
    return {match.group().lower() for one in (pattern, RANKED) for match in one.finditer(text)}


# --- Orders ------------------------------------------------------------------------------------------

LISTS = frozenset({"ul", "ol", "tbody", "select", "dd", "p", "fieldset"})
CARDS = frozenset({"artefacts", "grid"})  # lists of cards are boxes with one of these names


class _Lists(HTMLParser):
    """Gathers the text of each list of a page, with what stands in lists inside it."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, list[str] | None]] = []
        self.lists: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        shape = dict(attrs).get("class") or ""
        if tag in LISTS or tag == "div":
            is_list = tag in LISTS or not CARDS.isdisjoint(shape.split())
            self.open.append((tag, shape, [] if is_list else None))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {one[0] for one in self.open}:
            return
        name = ""
        while name != tag:
            name, shape, said = self.open.pop()
            if said is not None:
                self.lists.append((f"{name}.{shape}", " ".join(said)))

    def handle_data(self, data: str) -> None:
        for _tag, _shape, said in self.open:
            if said is not None:
                said.append(data)


def lists_of(page: str) -> list[tuple[str, str]]:
    """Return the lists of a page, each with its text."""
    reading = _Lists()
    reading.feed(_NOT_READ.sub(" ", page))
    return reading.lists


def order_in(text: str, names: Sequence[str]) -> tuple[str, ...]:
    """Return those names that stand in a text, in the order in which they stand there first."""
    places = {name: text.find(name) for name in names}
    return tuple(sorted((name for name in names if places[name] >= 0), key=places.__getitem__))


def is_part_of(order: Sequence[str], whole: Sequence[str]) -> bool:
    """Say whether an order is one of these names with some left out."""
    return [name for name in whole if name in set(order)] == list(order)
