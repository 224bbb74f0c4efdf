"""Outlines from one sprite. An icon is decoration: the word beside it says what it means."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITES = Path(__file__).parent / "static" / "web"


@cache
def icon(name: str, more: str = "") -> SafeString:
    """Return the icon ``name``; ``more`` adds classes: ``turns`` for arrows that follow the script's direction."""
    return _use("icons", name, more)


@cache
def picture(name: str) -> SafeString:
    """Return a picture for the picture secret of young learners, from a sprite of its own."""
    return _use("pictures", name, "")


@cache
def names_in(sprite: str) -> frozenset[str]:
    """Return the names that a sprite (``icons`` or ``pictures``) holds."""
    text = (SPRITES / f"{sprite}.svg").read_text(encoding="utf-8")
    return frozenset(re.findall(r'<symbol id="([\w-]+)"', text))


def _use(sprite: str, name: str, more: str) -> SafeString:
    classes = f"icon {more}" if more else "icon"
    address = static(f"web/{sprite}.svg")
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, address, name)
