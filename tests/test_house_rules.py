"""Rules of the house that can be read off the source: see docs/architecture.md."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "trellis"
FUNCTION_LINES, VIEW_LINES = 40, 25


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "migrations" not in path.parts:
            yield str(path.relative_to(SOURCE)), ast.parse(path.read_text())


def _is_view(name: str) -> bool:
    return Path(name).name.startswith("views") or "/views/" in name


def test_functions_keep_their_budgets():
    too_long = {}
    for name, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > (VIEW_LINES if _is_view(name) else FUNCTION_LINES):
                    too_long[f"{name}::{node.name}"] = lines
    assert too_long == {}


def test_views_touch_no_rows():
    touching = set()
    for name, tree in _modules():
        if not _is_view(name):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in {"objects", "save", "delete"}:
                touching.add(f"{name}:{node.lineno} .{node.attr}")
    assert touching == set()


def test_saving_names_its_fields():
    nameless = set()
    for name, tree in _modules():
        if "/actions" not in name and not name.endswith("applying.py"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "save":
                words = {keyword.arg for keyword in node.keywords}
                if not words & {"update_fields", "force_insert"}:
                    nameless.add(f"{name}:{node.lineno}")
    assert nameless == set()


def test_no_signals_and_no_save_overrides():
    wrong = set()
    for name, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("signals"):
                wrong.add(f"{name}:{node.lineno} signals")
            if isinstance(node, ast.FunctionDef) and node.name == "save":
                wrong.add(f"{name}:{node.lineno} save()")
    assert wrong == set()


def test_no_template_styles_or_scripts_inline():
    inline = re.compile(
        r"<style|\sstyle=|<script(?![^>]*(?:\bsrc=|application/json))|\son[a-z]+=|javascript:", re.IGNORECASE
    )
    found = {
        f"{path.relative_to(SOURCE)}: {match.group()}"
        for path in SOURCE.rglob("*.html")
        if (match := inline.search(path.read_text()))
    }
    assert found == set()


def test_lists_of_people_are_ordered_by_name_never_by_achievement():
    achievement = re.compile(r"order_by\([^)]*(score|level|grade|estimate|point|achiev|rank|percent)", re.IGNORECASE)
    found = {
        f"{path.relative_to(SOURCE)}: {match.group()}"
        for path in SOURCE.rglob("*.py")
        for match in achievement.finditer(path.read_text())
    }
    assert found == set()
