"""The things of a showcase as HTML, built as strings: sixty of them on one page, in a link's page and in a folder."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.portfolio.queries import ShowcasePage, ShownFile, ShownItem
from trellis.web.dates import date_words
from trellis.web.icons import icon
from trellis.web.markdown import render_words

Address = Callable[[ShownFile], str]


def things_html(page: ShowcasePage, address: Address, *, plain: bool = False) -> SafeString:
    """Return every thing of a showcase in its order; ``address`` says where a file lies. ``plain`` is for paper."""
    return mark_safe("".join(thing_html(item, address, plain=plain) for item in page.items))  # noqa: S308 (all parts are escaped)


def order_html(page: ShowcasePage) -> SafeString:
    """Return the things as lines of a list with buttons to move and take out; one form holds them all."""
    words = {"up": _("Move up"), "down": _("Move down"), "out": _("Take out"), "none": _("Without a heading")}
    return mark_safe("".join(_line(item, words) for item in page.items))  # noqa: S308 (all parts are escaped)


def _line(item: ShownItem, words: dict[str, str]) -> str:
    name = escape(item.heading or item.said[:60] or words["none"])
    hidden = f'<span class="unseen">: {name}</span>'
    moving, out = reverse("portfolio:move", args=[item.id]), reverse("portfolio:take-out", args=[item.id])
    return (
        f'<li id="i-{item.id}"><a href="{reverse("portfolio:say", args=[item.id])}">{name}</a><span class="row">'
        f'<button class="button small plain" formaction="{moving}" name="to" value="up">'
        f"{icon('arrow-up')}{words['up']}{hidden}</button>"
        f'<button class="button small plain" formaction="{moving}" name="to" value="down">'
        f"{icon('arrow-down')}{words['down']}{hidden}</button>"
        f'<button class="button small plain" formaction="{out}">{icon("x")}{words["out"]}{hidden}</button></span></li>'
    )


def thing_html(item: ShownItem, address: Address, *, plain: bool = False) -> str:
    """Return one thing: heading, what the learner says to it, its files, its words."""
    heading = f"<h2>{escape(item.heading)}</h2>" if item.heading else ""
    day = f'<p class="quiet">{_day(item, plain=plain)}</p>' if item.day else ""
    said = f'<div class="said-words">{render_words(item.said)}</div>' if item.said else ""
    files = "".join(file_html(file, address(file)) for file in item.files)
    words = f'<div class="shown-words">{render_words(item.words)}</div>' if item.words else ""
    return (
        f'<article class="shown {item.kind}" id="i-{item.id}">{heading}{day}{said}{files}{words}{_link(item)}</article>'
    )


def _day(item: ShownItem, *, plain: bool) -> str:
    assert item.day is not None  # noqa: S101 (asked before)
    return escape(str(item.day)) if plain else str(date_words(item.day))


def _link(item: ShownItem) -> str:
    if not item.link:
        return ""
    host = urlsplit(item.link).hostname or item.link
    return f'<p><a href="{escape(item.link)}" rel="noopener noreferrer nofollow">{escape(host)}</a></p>'


def file_html(file: ShownFile, address: str) -> str:
    """Return a file as what it is: seen, heard, or taken along."""
    where, words = escape(address), escape(file.words or file.name)
    if file.kind == "picture":
        size = f' width="{file.width}" height="{file.height}"' if file.width else ""
        alt = words or escape(_("A picture without a description"))
        return f'<figure class="stored"><img src="{where}" alt="{alt}"{size} loading="lazy" decoding="async"></figure>'
    if file.kind == "sound":
        label = words or escape(_("A sound without a description"))
        return (
            f'<figure class="stored sound"><audio controls preload="none" src="{where}" aria-label="{label}"></audio>'
            f"<figcaption>{label}</figcaption></figure>"
        )
    if file.kind == "video":
        label = words or escape(_("A video without a description"))
        return (
            f'<figure class="stored video"><video controls playsinline preload="metadata" src="{where}" '
            f'aria-label="{label}"></video><figcaption>{label}</figcaption></figure>'
        )
    label = words or escape(_("A document without a name"))
    return f'<p class="stored document"><a href="{where}" download>{label}</a></p>'
