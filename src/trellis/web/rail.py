"""The rail: brand, places, and who is signed in. Built as one string, because every page carries it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.web.faces import face
from trellis.web.icons import icon
from trellis.web.places import current_place, places_for

NOTHING = mark_safe("")
RailPart = Callable[[HttpRequest], SafeString]
_parts: list[RailPart] = []


def register_rail_part(part: RailPart) -> RailPart:
    """Hang something small beside the person's corner, such as the bell; call it in ``AppConfig.ready``."""
    if part not in _parts:
        _parts.append(part)
    return part


@cache
def address(name: str) -> str:
    """Return the address of a page of another room, or nothing when that room is not in the house."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def render_rail(request: HttpRequest | None) -> SafeString:
    """Return the header with the brand, at most six places, and the person's own corner."""
    if request is None:
        return format_html('<header class="rail">{}</header>', render_brand())
    return format_html(
        '<header class="rail">{}{}{}{}</header>',
        render_brand(),
        _render_places(request),
        format_html_join("", "{}", ((part(request),) for part in _parts)),
        _render_me(request),
    )


def render_brand() -> SafeString:
    """Return the name of the house, which leads home."""
    return format_html('<a class="brand" href="/">{}<span>Trellis</span></a>', icon("trellis"))


def _render_places(request: HttpRequest) -> SafeString:
    places = places_for(request)
    if not places:
        return NOTHING
    here = current_place(places, request.path)
    links = format_html_join(
        "",
        '<a href="{}"{}>{}<span>{}</span></a>',
        (
            (
                place.url,
                _current(exact=place.url == request.path) if place is here else NOTHING,
                icon(place.icon),
                place.name,
            )
            for place in places
        ),
    )
    return format_html('<nav class="places" aria-label="{}">{}</nav>', _("Places"), links)


def _current(*, exact: bool) -> SafeString:
    return mark_safe(' aria-current="page"' if exact else ' aria-current="true"')  # noqa: S308 - two constants


def _render_me(request: HttpRequest) -> SafeString:
    person = getattr(request, "person", None)
    if person is None:
        return NOTHING
    name = str(person)
    inside = format_html(
        "{}<span><strong>{}</strong><small>{}</small></span>", face(name, person.pk), name, _("My account")
    )
    account, sign_out = address("people:account"), address("account_logout")
    corner = (
        format_html('<a class="me" href="{}">{}</a>', account, inside)
        if account
        else format_html('<div class="me">{}</div>', inside)
    )
    if not sign_out:
        return corner
    return format_html(
        '<div class="corner">{}<form method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="leave">{}<span>{}</span></button></form></div>',
        corner,
        sign_out,
        get_token(request),
        icon("log-out"),
        _("Sign out"),
    )
