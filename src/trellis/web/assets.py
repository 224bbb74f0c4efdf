"""The stylesheet as one file, and the head of every page.

There is no bundler: the files of css/ are joined in order when the first page asks for them.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

CSS = Path(__file__).parent / "static" / "web" / "css"
FIRST = ("tokens.css", "fonts.css", "elements.css", "layout.css")
LAST = ("print.css",)
SCRIPTS = ("page", "forms", "drafts", "kept")
FONTS = {"atkinson": "atkinson-hyperlegible-next-latin-wght-normal", "lexend": "lexend-latin-wght-normal"}
DISPLAY_FONT = "fraunces-latin-soft-normal"
GROUNDS = {"light": "#faf6ec", "dark": "#141a17"}

_URL = re.compile(r"url\(\.\./(?P<path>[\w./-]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


class Stylesheet(NamedTuple):
    """All styles in one body, also compressed, and the digest that names this version."""

    digest: str
    body: bytes
    gzipped: bytes


def stylesheet_files() -> list[Path]:
    """Return the files in the order they are joined: tokens, elements, shell, components, paper."""
    components = sorted((CSS / "components").glob("*.css"))
    return [*(CSS / name for name in FIRST), *components, *(CSS / name for name in LAST)]


def _join_stylesheet() -> Stylesheet:
    text = "\n".join(path.read_text(encoding="utf-8") for path in stylesheet_files())
    text = _COMMENT.sub("", text)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text).replace(";}", "}")
    text = _URL.sub(lambda found: f"url({static('web/' + found['path'])})", text)
    body = text.encode()
    return Stylesheet(hashlib.sha256(body).hexdigest()[:12], body, gzip.compress(body, 9, mtime=0))


_kept_stylesheet = cache(_join_stylesheet)


def stylesheet() -> Stylesheet:
    """Return the joined stylesheet; read afresh on each call while developing."""
    return _join_stylesheet() if settings.DEBUG else _kept_stylesheet()


def _head(theme: str, font: str) -> SafeString:
    fonts = (FONTS.get(font, FONTS["atkinson"]), *(() if font == "lexend" else (DISPLAY_FONT,)))
    return format_html(
        "{}{}{}{}{}{}",
        format_html_join(
            "",
            '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>',
            ((static(f"web/fonts/{name}.woff2"),) for name in fonts),
        ),
        format_html('<link rel="stylesheet" href="{}">', reverse("web:stylesheet", args=[stylesheet().digest])),
        format_html('<link rel="icon" href="{}" type="image/svg+xml">', static("web/favicon.svg")),
        format_html('<link rel="manifest" href="{}">', reverse("web:manifest")),
        _theme_colours(theme),
        format_html_join(
            "",
            '<script type="module" src="{}"></script>',
            ((static(f"web/js/{name}.js"),) for name in SCRIPTS),
        ),
    )


@cache
def htmx() -> SafeString:
    """Return the script tag of htmx 2, from django-htmx's own files."""
    return format_html('<script src="{}" defer></script>', static("django_htmx/htmx-2.min.js"))


def _theme_colours(theme: str) -> SafeString:
    if theme in GROUNDS:
        return format_html('<meta name="theme-color" content="{}">', GROUNDS[theme])
    return format_html_join(
        "",
        '<meta name="theme-color" media="(prefers-color-scheme: {})" content="{}">',
        GROUNDS.items(),
    )


_kept_head = cache(_head)


def head(theme: str, font: str) -> SafeString:
    """Return the links and scripts of a page's head; the same for everybody with this theme and font."""
    return _head(theme, font) if settings.DEBUG else _kept_head(theme, font)
