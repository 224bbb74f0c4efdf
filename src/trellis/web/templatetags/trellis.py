"""Tags and filters for templates of every room; settings build them in, so nothing needs loading.

Each is one short function over plain string building, because some of them run hundreds of times on a page.
"""

from __future__ import annotations

from datetime import date

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info

from trellis.web import assets, dates, faces, fields, icons, kept_words, markdown, notices, rail, words
from trellis.web.preference_buttons import render_preference_buttons
from trellis.web.preferences import preferences_of

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.simple_tag(icons.picture, name="picture")
register.simple_tag(faces.face, name="face")
register.simple_tag(fields.render_field, name="field")
register.simple_tag(fields.render_fields, name="fields")
register.simple_tag(fields.render_errors, name="form_errors")
register.simple_tag(words.audience_words, name="audience")
register.simple_tag(rail.render_brand, name="brand")
register.tag("translate", kept_words.do_translate)
register.filter("number_words", words.number_words)
register.filter("join_words", words.join_words)
register.filter("initials", faces.initials)
register.filter("as_written", markdown.render_words)


def _request(context: Context) -> HttpRequest | None:
    return context.get("request")


@register.simple_tag(takes_context=True, name="date_words")
def date_words(context: Context, value: date | None) -> SafeString:
    """Say a date as people do, counted from the day it is at the reader's school."""
    return dates.date_words(value, getattr(_request(context), "today", None))


@register.simple_tag(takes_context=True, name="day_words")
def day_words(context: Context, value: date | None) -> SafeString:
    """Say the day of a moment without its hour, as lists do."""
    return dates.day_words(value, getattr(_request(context), "today", None))


@register.filter(name="date_words")
def date_words_filter(value: date | None) -> SafeString:
    """Say a date as people do, counted from the clock; where the request is not at hand."""
    return dates.date_words(value)


@register.simple_tag(takes_context=True)
def page_attributes(context: Context) -> SafeString:
    """Return the attributes of ``<html>``: language, direction, theme and letters."""
    chosen = preferences_of(_request(context))
    direction = "rtl" if get_language_info(chosen.language)["bidi"] else "ltr"
    return format_html(
        'lang="{}" dir="{}" data-theme="{}" data-font="{}"', chosen.language, direction, chosen.theme, chosen.font
    )


@register.simple_tag(takes_context=True)
def head(context: Context) -> SafeString:
    """Return the links and scripts of the page's head."""
    chosen = preferences_of(_request(context))
    return assets.head(chosen.theme, chosen.font)


@register.simple_tag(takes_context=True, name="rail")
def rail_tag(context: Context) -> SafeString:
    """Return the rail with its places and the person's corner."""
    return rail.render_rail(_request(context))


@register.simple_tag(takes_context=True, name="notices")
def notices_tag(context: Context) -> SafeString:
    """Return what just happened, with undo."""
    request = _request(context)
    return notices.render_notices(request) if request is not None else mark_safe("")


@register.simple_tag
def htmx() -> SafeString:
    """Return htmx, served from the package and loaded after the page."""
    return assets.htmx()


@register.simple_tag
def tally(done: int, total: int, said: str) -> SafeString:
    """Return small leaves for a small count, ``said`` in words beside them; more than twelve are only said."""
    marks = '<i class="full"></i>' * min(done, total) + "<i></i>" * max(total - done, 0) if total <= 12 else ""
    return format_html('<span class="tally">{}<span>{}</span></span>', mark_safe(marks), said)  # noqa: S308 - constants


@register.simple_tag(takes_context=True)
def preference_buttons(context: Context) -> SafeString:
    """Return the buttons for language, theme and letters, for people who are not signed in."""
    request = _request(context)
    return render_preference_buttons(request) if request is not None else mark_safe("")
