"""The tree of a framework: what belongs to what, and which part of it fits on one page.

A framework has hundreds of competencies and a page has room for about a hundred rows. The shape of the whole tree is
read in one query without its texts; then the rows to show are chosen, and only their texts are read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Left, Length
from django.utils.safestring import SafeString

from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.framework.queries_words import GRADE_PLACES, Natural, natural, shortened, statement_html, statement_plain

TOP = ""
ROOM = 26_000  # bytes of HTML for the rows of a page: the frame, the head and the foot need the rest of 40 kB
ROW_COSTS = 165
HEADING_COSTS = 380
MOST_TEXT = 420
MOST_SIBLINGS = 60


@dataclass(slots=True, eq=False)
class Tree:
    """The shape of a framework: keys (ids as text) by what they belong to, in their order; ``TOP`` is the framework."""

    children: dict[str, list[str]] = field(default_factory=dict)
    parent: dict[str, str] = field(default_factory=dict)
    length: dict[str, int] = field(default_factory=dict)
    n_retired: int = 0
    own: set[str] = field(default_factory=set)

    @property
    def n_fields(self) -> int:
        """How many headings there are: what something belongs to."""
        return sum(1 for key in self.length if self.children.get(key))

    @property
    def n_own(self) -> int:
        """How many of the things to learn were written here."""
        return sum(1 for key in self.own if not self.children.get(key))

    @property
    def n_things(self) -> int:
        """How many things to learn the published framework itself has."""
        return len(self) - self.n_fields - self.n_own

    def __len__(self) -> int:
        return len(self.length)

    def path_to(self, key: str) -> list[str]:
        """Return the way from the top down to ``key``, both included; only the top for an unknown key."""
        path: list[str] = []
        while key in self.parent and key not in path:
            path.append(key)
            key = self.parent[key]
        return [TOP, *reversed(path)]

    def below(self, key: str) -> int:
        """Return how many competencies without parts of their own stand anywhere under ``key``."""
        seen, count, waiting = {key}, 0, list(self.children.get(key, ()))
        while waiting:
            step = waiting.pop()
            if step in seen:
                continue
            seen.add(step)
            deeper = self.children.get(step)
            if deeper:
                waiting.extend(deeper)
            else:
                count += 1
        return count


@dataclass(frozen=True, slots=True)
class Row:
    """One competency as a line of a tree or list."""

    key: str
    code: str
    html: SafeString
    plain: str
    is_local: bool
    is_retired: bool


# Any insert or update puts a newer transaction number on a row and any delete takes one away, so these four numbers
# change whenever the tree does. Asking for them costs a tenth of reading the tree.
_STATE = """
SELECT c.n, c.x, l.n, l.x
FROM (SELECT count(*) AS n, sum(xmin::text::bigint)::text AS x FROM framework_competency WHERE framework_id = %s) c,
     (SELECT count(*) AS n, sum(xmin::text::bigint)::text AS x FROM framework_competencylink WHERE framework_id = %s) l
"""
State = tuple[int, str, int, str]


def state_of(framework: Framework) -> State:
    """Return what a framework's tree and texts are now, as a key under which work done with them may be kept."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [framework.pk, framework.pk])
        state: State = cursor.fetchone()
    return state


def load_tree(framework: Framework, state: State | None = None) -> Tree:
    """Return the shape of a framework; read afresh, or once for each state that it is in."""
    return _read_tree(framework.pk) if state is None else _kept_tree(framework.pk, state)


@lru_cache(maxsize=32)
def _kept_tree(framework_id: UUID, _state: State) -> Tree:
    return _read_tree(framework_id)


def _read_tree(framework_id: UUID) -> Tree:
    """Read the tree in two queries; what is out of use is counted and left out."""
    tree = Tree()
    order: dict[str, Order] = {}
    for key, code, numbering, grade, text, length, retired, own in _competencies(framework_id):
        if retired:
            tree.n_retired += 1
        else:
            tree.length[key] = length
            if own:
                tree.own.add(key)
            order[key] = (natural(numbering or ""), GRADE_PLACES.get(grade, -1), natural(code), natural(text))
    _hang_up(tree, order, _belonging(framework_id))
    return tree


# Many sources number nothing, or give every item the same number: then its printed number decides, the first grade,
# the code, the words.
Order = tuple[Natural, int, Natural, Natural]


# Ids as text: making 1,500 UUID objects would take longer than the queries. Two plain queries instead of a join:
# right after an import PostgreSQL knows nothing yet about the new rows, and a join can then be planned badly.
def _competencies(framework_id: UUID) -> Iterable[tuple[Any, ...]]:
    return (
        Competency.objects.filter(framework=framework_id)
        .annotate(
            key=Cast("pk", TextField()),
            numbering=KeyTextTransform("listEnumeration", "case_extra"),
            grade=KeyTextTransform(0, "education_levels"),
            beginning=Left("statement_plain", 60),
            room=Length("statement_html"),
            gone=Q(retired_at__isnull=False),
        )
        .order_by("pk")
        .values_list("key", "code", "numbering", "grade", "beginning", "room", "gone", "is_local")
    )


def _belonging(framework_id: UUID) -> Iterable[tuple[Any, ...]]:
    return (
        CompetencyLink.objects.filter(framework=framework_id, kind=CompetencyLink.Kind.CHILD_OF, origin__isnull=False)
        .annotate(child=Cast("origin_id", TextField()), above=Cast("destination_id", TextField()))
        .order_by("pk")
        .values_list("child", "above", "sequence")
    )


def _hang_up(tree: Tree, order: dict[str, Order], belonging: Iterable[tuple[str, str | None, int | None]]) -> None:
    """Give every competency its place; what belongs to nothing that is in use stands at the top, last."""
    siblings: dict[str, dict[str, float]] = {}
    for key, parent, sequence in belonging:
        if key in order and parent != key:
            above = parent if parent in order else TOP
            siblings.setdefault(above, {}).setdefault(key, inf if sequence is None else sequence)
            tree.parent.setdefault(key, above)
    for key in order:
        if key not in tree.parent:
            siblings.setdefault(TOP, {})[key] = inf
            tree.parent[key] = TOP
    for above, numbers in siblings.items():
        tree.children[above] = sorted(numbers, key=lambda key: (numbers[key], order[key]))
    _free_circles(tree)


def _free_circles(tree: Tree) -> None:
    """Hang at the top whatever cannot be reached from there: sources exist in which items belong to each other."""
    reached: set[str] = set()
    waiting = list(tree.children.get(TOP, ()))
    for key in tree.length:
        while waiting:
            step = waiting.pop()
            if step not in reached:
                reached.add(step)
                waiting.extend(tree.children.get(step, ()))
        if key not in reached:
            tree.children.setdefault(TOP, []).append(key)
            tree.parent[key] = TOP
            waiting.append(key)


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a tree that one page shows: the open path, and the headings whose rows are on the page."""

    path: tuple[str, ...]
    loaded: frozenset[str]
    after: int

    @property
    def opened(self) -> str:
        """The branch that was asked for, or ``TOP``."""
        return self.path[-1]


def choose_window(tree: Tree, opened: str = TOP, after: int = 0) -> Window:
    """Choose what one page shows: the way to ``opened``, its rows, and whole levels below it while there is room."""
    path = tree.path_to(opened)
    loaded = set(path)
    left = ROOM - sum(_cost(tree, tree.children.get(key, ())[:MOST_SIBLINGS]) for key in path)
    level = list(tree.children.get(path[-1], ()))[after : after + MOST_SIBLINGS]
    while level:
        opening = [key for key in level if tree.children.get(key) and key not in loaded]
        beyond = [child for key in opening for child in tree.children[key]]
        left -= _cost(tree, beyond)
        if not beyond or left < 0 or any(len(tree.children[key]) > MOST_SIBLINGS for key in opening):
            break
        loaded.update(opening)
        level = beyond
    return Window(tuple(path), frozenset(loaded), after)


def _cost(tree: Tree, keys: Iterable[str]) -> int:
    return sum(
        min(tree.length[key], MOST_TEXT) + (HEADING_COSTS if tree.children.get(key) else ROW_COSTS) for key in keys
    )


def shown_children(tree: Tree, window: Window, key: str) -> list[str]:
    """Return the rows under ``key`` that this page shows; a very long list is shown in parts."""
    children = tree.children.get(key, [])
    start = window.after if key == window.opened else 0
    return children[start : start + MOST_SIBLINGS]


def shown_keys(tree: Tree, window: Window, start: str = TOP) -> Iterator[str]:
    """Yield the keys of every row under ``start`` on the page."""
    waiting, seen = [start], set()
    while waiting:
        key = waiting.pop()
        if key in seen or key not in window.loaded:
            continue
        seen.add(key)
        for child in shown_children(tree, window, key):
            yield child
            waiting.append(child)


def whole(tree: Tree) -> Window:
    """Return the window that shows everything, for print."""
    return Window((TOP,), frozenset([TOP, *tree.length]), 0)


def rows_by_key(keys: Iterable[str], language: str) -> dict[str, Row]:
    """Read the texts of these competencies in one query."""
    found = Competency.objects.filter(pk__in=set(keys)).annotate(key=Cast("pk", TextField()))
    columns = ("key", "code", "statement_html", "statement_plain", "translations", "is_local", "retired_at")
    return {
        key: Row(
            key=key,
            code=code,
            html=statement_html(html, translations, language),
            plain=statement_plain(plain, translations, language),
            is_local=is_local,
            is_retired=retired_at is not None,
        )
        for key, code, html, plain, translations, is_local, retired_at in found.values_list(*columns)
    }


def places_to_stand_under(tree: Tree, chosen: str = TOP) -> list[tuple[str, int]]:
    """Return headings (key, depth) under which something new may stand: the top levels, and the way to ``chosen``."""
    on_path = set(tree.path_to(chosen))
    found: list[tuple[str, int]] = []

    def walk(key: str, depth: int) -> None:
        for child in tree.children.get(key, ()):
            if (depth < 2 and tree.children.get(child)) or child in on_path:
                found.append((child, depth))
                if depth < 12:
                    walk(child, depth + 1)

    walk(TOP, 0)
    return found[:120]


def places_to_choose(framework: Framework, chosen: str, language: str) -> list[tuple[str, str]]:
    """Return the headings of a framework as choices, indented by their depth; the chosen one is always among them."""
    tree = load_tree(framework)
    places = places_to_stand_under(tree, chosen)
    rows = rows_by_key((key for key, _depth in places), language)
    return [(key, "\u2003" * depth + short_label(rows[key])) for key, depth in places if key in rows]


def short_label(row: Row, most: int = 70) -> str:
    """Return code and beginning of a statement, for choices and titles."""
    return f"{row.code} {shortened(row.plain, most)}".strip()
