"""``{% load profile %}``: who sees an entry, as buttons. Plain string building, because it stands on every card."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from trellis.profile.queries import SEEN, FacetCard
from trellis.web.icons import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def who_sees(context: Context, card: FacetCard) -> SafeString:
    """Say who sees an entry, with a button for each audience: one tap changes it, with htmx in place."""
    eye, _words, sentence = SEEN[card.audience]
    address = reverse("profile:audience", args=[card.id])
    buttons = format_html_join(
        "",
        '<button id="{}-{}" name="audience" value="{}" aria-pressed="{}">{}</button>',
        (
            (key, card.id, key, "true" if key == card.audience else "false", words)
            for key, (_icon, words, _said) in SEEN.items()
        ),
    )
    return format_html(
        '<form class="who-sees" method="post" action="{}" hx-post="{}" hx-target="#entry-{}" hx-swap="outerHTML'
        ' show:none"><input type="hidden" name="csrfmiddlewaretoken" value="{}"><fieldset><legend>{}<span>{}</span>'
        '</legend><div class="buttons no-print">{}</div></fieldset></form>',
        address,
        address,
        card.id,
        context.get("csrf_token", ""),
        icon(eye),
        sentence,
        buttons,
    )
