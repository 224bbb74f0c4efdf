"""What somebody's browser calls itself, in the words people use: "Chrome on Windows"."""

from __future__ import annotations

from django.utils.translation import gettext as _

# Order matters: many browsers carry the names of others, so the more particular ones come first.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
HANDHELD = frozenset(("iPhone", "iPad", "Android"))


def device_words(user_agent: str) -> str:
    """Return browser and system in plain words, or as much of the two as is known.

    >>> device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0")
    'Edge on Windows'
    >>> device_words("curl/8.5")
    'A browser we do not know'
    """
    browser, system = _first(BROWSERS, user_agent), _first(SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A browser we do not know")


def device_icon(user_agent: str) -> str:
    """Return the icon of the device: something held in the hand, or something that stands on a table."""
    return "smartphone" if _first(SYSTEMS, user_agent) in HANDHELD else "monitor"


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((said for sign, said in names if sign in user_agent), "")
