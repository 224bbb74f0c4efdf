"""The documents are true: every setting has its line, every model its word, every room its paragraph."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "trellis"
VARIABLE = re.compile(r'"((?:TRELLIS|DATABASE|BACKUP)_[A-Z_]+)"')


def _document(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


def test_every_setting_stands_in_operations():
    files = [SOURCE / "settings.py", SOURCE / "sign_on.py", *(SOURCE / "cli").glob("*.py")]
    asked = {name for file in files for name in VARIABLE.findall(file.read_text())}
    assert len(asked) > 20
    assert {name for name in asked if f"`{name}`" not in _document("operations.md")} == set()


def test_every_model_stands_in_concepts():
    ours = [m._meta for m in apps.get_models() if m.__module__.startswith("trellis.")]
    words = _document("concepts.md")
    assert {meta.label for meta in ours if f"`{meta.label}`" not in words} == set()


def test_every_room_stands_in_architecture():
    rooms = {path.parent.name for path in SOURCE.glob("*/apps.py")}
    drawing = _document("architecture.md")
    assert len(rooms) >= 7
    assert {room for room in rooms if f"  {room}/" not in drawing} == set()


def test_modules_and_templates_keep_their_budgets():
    long_modules = {
        str(path.relative_to(SOURCE)): n
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and (n := len(path.read_text().splitlines())) > 400
    }
    long_templates = {
        str(path.relative_to(SOURCE)): n
        for path in SOURCE.rglob("*.html")
        if (n := len(path.read_text().splitlines())) > 150
    }
    assert (long_modules, long_templates) == ({}, {})
