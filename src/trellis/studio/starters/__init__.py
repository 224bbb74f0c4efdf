"""Eight templates to begin a frame with, written by us, in English and Spanish: one JSON file each."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

KEYS = (
    "build-our-city",
    "tell-a-story",
    "investigate",
    "make-for-someone",
    "help-desk",
    "teach-a-skill",
    "community-interview",
    "design-an-experiment",
)


@cache
def _load(key: str) -> dict[str, Any]:
    text = (Path(__file__).parent / f"{key}.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def template(key: str, language: str) -> dict[str, Any]:
    """Return a template in a language, English where there is no other. Raises ``KeyError`` for an unknown one."""
    if key not in KEYS:
        raise KeyError(key)
    content = _load(key)
    return {"key": key, **content.get(language[:2], content["en"])}


def templates(language: str) -> list[dict[str, Any]]:
    """Return all templates in a language, in their order."""
    return [template(key, language) for key in KEYS]
