"""The rows of a tree as HTML, built here: a template that calls itself for a hundred rows takes ten times as long.

Headings that are on the page open by themselves (``<details>``). Others are plain links to the same page with that
branch open; where scripts run, htmx asks the same address and puts the branch in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.framework.models import Framework
from trellis.framework.queries_tree import (
    MOST_TEXT,
    TOP,
    Row,
    State,
    Tree,
    Window,
    choose_window,
    load_tree,
    rows_by_key,
    shown_children,
    shown_keys,
)
from trellis.framework.queries_words import shortened
from trellis.web.icons import icon

_NOWHERE = "00000000-0000-0000-0000-000000000000"


class TreeWriter:
    """Writes the rows of one page; remembers where it has been, so that circles and twins end."""

    def __init__(self, tree: Tree, window: Window, rows: Mapping[str, Row], address: str) -> None:
        self.tree, self.window, self.rows, self.address = tree, window, rows, address
        self.before, self.after = reverse("framework:competency", args=[_NOWHERE]).split(_NOWHERE)
        self.turn = icon("chevron-right", "turns")
        self.written: set[str] = set()

    def branch(self, key: str) -> str:
        """Return the rows under ``key`` as list items."""
        self.written.add(key)
        items = [self.item(child) for child in shown_children(self.tree, self.window, key) if child in self.rows]
        return "".join([*self._earlier(key), *items, *self._later(key)])

    def item(self, key: str) -> str:
        """Return one row: a leaf, a heading with its rows, or a heading that waits to be opened."""
        row = self.rows[key]
        if not self.tree.children.get(key):
            return f'<li><a class="leaf-row" href="{self._page(key)}">{_words(row)}</a></li>'
        count = f'<span class="n">{self.tree.below(key)}</span>'
        if key not in self.window.loaded or key in self.written:
            link = f"{self.address}?open={key}"
            return (
                f'<li><a class="leaf-row waits" id="o-{key}" href="{link}#o-{key}" hx-get="{link}">'
                f"{self.turn}{_words(row)}{count}</a></li>"
            )
        state = " open" if key in self.window.path else ""
        about = _("About %(name)s") % {"name": escape(shortened(row.plain, 48) or row.code)}
        return (
            f'<li><details{state}><summary id="o-{key}">{self.turn}{_words(row)}{count}</summary><ul>'
            f'<li><a class="leaf-row about" href="{self._page(key)}">{about}</a></li>'
            f"{self.branch(key)}</ul></details></li>"
        )

    def _page(self, key: str) -> str:
        return f"{self.before}{key}{self.after}"

    def _earlier(self, key: str) -> list[str]:
        if key != self.window.opened or not self.window.after:
            return []
        return [f'<li><a class="leaf-row" href="{self._from(key, 0)}">{_("Back to the first ones")}</a></li>']

    def _later(self, key: str) -> list[str]:
        start = self.window.after if key == self.window.opened else 0
        shown = len(shown_children(self.tree, self.window, key))
        left = len(self.tree.children.get(key, ())) - start - shown
        if left <= 0:
            return []
        more = _("Show the next ones (%(count)d more)") % {"count": left}
        return [f'<li><a class="leaf-row" href="{self._from(key, start + shown)}">{more}</a></li>']

    def _from(self, key: str, start: int) -> str:
        return f"{self.address}?open={key}&amp;after={start}"


def _words(row: Row) -> str:
    text = row.html if len(row.html) <= MOST_TEXT else escape(shortened(row.plain, MOST_TEXT))
    # A row is a link or a summary: nothing in it may be a link, a paragraph or a list of its own.
    if "<a " in text or "<p>" in text or "<li>" in text or "<table" in text:
        text = escape(shortened(row.plain, MOST_TEXT))
    code = f'<span class="code">{escape(row.code)}</span>' if row.code else ""
    local = f'<span class="chip sky">{_("written here")}</span>' if row.is_local else ""
    return f"{code}<span>{text}</span>{local}"


def tree_page(framework: Framework, state: State, language: str, opened: str, after: int) -> SafeString:
    """Return the rows of one page of the tree, with the way to ``opened`` open."""
    return _tree_page(framework.pk, state, language, opened, after, load_tree(framework, state))


def tree_branch(framework: Framework, state: State, language: str, opened: str, after: int) -> SafeString:
    """Return one row with its branch open: what htmx puts in place of the row that was clicked."""
    tree = load_tree(framework, state)
    window = choose_window(tree, opened, after)
    if window.opened == TOP:
        return mark_safe("")
    rows = rows_by_key({window.opened, *shown_keys(tree, window, window.opened)}, language)
    written = TreeWriter(tree, window, rows, _address(framework.pk)).item(window.opened)
    return mark_safe(written)  # noqa: S308 - written from escaped and sanitised pieces


# Nothing in these rows depends on who reads them, so they are written once for each state of the framework.
@lru_cache(maxsize=64)
def _tree_page(framework_id: UUID, _state: State, language: str, opened: str, after: int, tree: Tree) -> SafeString:
    window = choose_window(tree, opened, after)
    rows = rows_by_key(shown_keys(tree, window), language)
    written = TreeWriter(tree, window, rows, _address(framework_id)).branch(TOP)
    return mark_safe(written)  # noqa: S308 - written from escaped and sanitised pieces


def _address(framework_id: UUID) -> str:
    return reverse("framework:framework", args=[framework_id])


def whole_tree(tree: Tree, rows: Mapping[str, Row], top: str) -> SafeString:
    """Return everything under ``top`` as nested lists without links, for paper."""
    written: set[str] = set()

    def branch(key: str, depth: int) -> str:
        written.add(key)
        items = []
        for child in tree.children.get(key, ()):
            row = rows.get(child)
            if row is None:
                continue
            code = f'<span class="code">{escape(row.code)}</span> ' if row.code else ""
            deeper = branch(child, depth + 1) if child in tree.children and child not in written else ""
            words = f"<strong>{row.html}</strong>" if deeper else row.html
            items.append(f"<li><div>{code}<div>{words}</div></div>{deeper}</li>")
        return f"<ul>{''.join(items)}</ul>" if items and depth < 40 else ""

    return mark_safe(branch(top, 0))  # noqa: S308 - written from safe pieces
