"""Tags that show stored files: ``{% load files %}``, then ``{% picture file %}``, ``{% sound file %}`` and so on.

``{% stored_file file %}`` shows a file of any kind.
"""

from __future__ import annotations

from django import template
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.files.models import StoredFile
from trellis.web import icons

register = template.Library()
NOTHING = mark_safe("")


@register.simple_tag
def picture(shown: StoredFile | str | None, *, at_once: bool = False) -> SafeString:
    """Show a stored picture with the words that describe it; a name gives the drawn picture of that name, as before.

    ``at_once`` is for pages that are printed: there a picture is fetched before anybody scrolls to it.
    """
    if isinstance(shown, str):
        return icons.picture(shown) if shown else NOTHING
    if shown is None:
        return NOTHING
    return format_html(
        '<figure class="stored"><img src="{}" alt="{}"{}{} decoding="async"></figure>',
        reverse("files:file", args=[shown.pk]),
        shown.words or _("A picture without a description"),
        format_html(' width="{}" height="{}"', shown.width, shown.height) if shown.width else NOTHING,
        NOTHING if at_once else mark_safe(' loading="lazy"'),
    )


@register.simple_tag
def sound(shown: StoredFile | None) -> SafeString:
    """Show a stored sound with its length and the words that describe it."""
    if shown is None:
        return NOTHING
    length = length_words(shown.seconds or 0)
    words = shown.words or _("A sound without a description")
    return format_html(
        '<figure class="stored sound"><audio controls preload="none" src="{}" aria-label="{}"></audio>'
        "<figcaption>{}<span>{} · {}</span></figcaption></figure>",
        reverse("files:file", args=[shown.pk]),
        words,
        icons.icon("mic"),
        words,
        length,
    )


@register.simple_tag
def video(shown: StoredFile | None) -> SafeString:
    """Show a stored video with its length and the words that describe it; only its beginning is fetched unasked."""
    if shown is None:
        return NOTHING
    words = shown.words or shown.name or _("A video without a description")
    return format_html(
        '<figure class="stored video">'
        '<video controls playsinline preload="metadata" src="{}"{} aria-label="{}"></video>'
        "<figcaption>{}<span>{} · {}</span></figcaption></figure>",
        reverse("files:file", args=[shown.pk]),
        format_html(' width="{}" height="{}"', shown.width, shown.height) if shown.width else NOTHING,
        words,
        icons.icon("play"),
        words,
        length_words(shown.seconds or 0),
    )


@register.simple_tag
def document(shown: StoredFile | None) -> SafeString:
    """Show a stored document as a link that downloads it, with its kind and size."""
    if shown is None:
        return NOTHING
    return format_html(
        '<p class="stored document">{}<span><a href="{}" download>{}</a> <span class="quiet">{}, {}</span></span></p>',
        icons.icon("file-text"),
        reverse("files:file", args=[shown.pk]),
        shown.words or shown.name or _("A document without a name"),
        shown.path.rsplit(".", 1)[-1].upper(),
        filesizeformat(shown.size),
    )


@register.simple_tag
def stored_file(shown: StoredFile | None) -> SafeString:
    """Show a stored file as what it is."""
    if shown is None:
        return NOTHING
    show = {"sound": sound, "video": video, "document": document}.get(shown.kind, picture)
    return SafeString(show(shown))


def length_words(seconds: float) -> str:
    """Say how long a sound is: 42 seconds, 1 minute 5 seconds.

    >>> length_words(65)
    '1 minute 5 seconds'
    """
    minutes, rest = divmod(max(round(seconds), 1), 60)
    parts = [ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}] if minutes else []
    parts += [ngettext("%(n)s second", "%(n)s seconds", rest) % {"n": rest}] if rest else []
    return " ".join(parts)
