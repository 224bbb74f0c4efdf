"""How somebody likes their pages: from the account, else from cookies and the browser."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import translation

THEMES = ("system", "light", "dark")
FONTS = ("atkinson", "lexend")
THEME_COOKIE = "trellis_theme"
FONT_COOKIE = "trellis_font"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the ``<html>`` element of a page says."""

    language: str = "en"
    theme: str = "system"
    font: str = "atkinson"


def preferences_of(request: HttpRequest | None) -> Preferences:
    """Return the preferences for a request; sensible ones when there is none, as when the server broke."""
    language = translation.get_language() or "en"
    if request is None:
        return Preferences(language)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        theme, font = getattr(user, "theme", ""), getattr(user, "font", "")
    else:
        theme, font = request.COOKIES.get(THEME_COOKIE, ""), request.COOKIES.get(FONT_COOKIE, "")
    return Preferences(language, theme if theme in THEMES else "system", font if font in FONTS else "atkinson")
