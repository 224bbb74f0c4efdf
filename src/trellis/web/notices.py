"""What just happened, said once at the top of the next page, with a way to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.web.icons import icon

UNDO = "undo:"
_ICONS = {
    "success": "circle-check",
    "info": "info",
    "warning": "circle-alert",
    "error": "circle-alert",
    "debug": "info",
}
_TONES = {"success": "", "info": " info", "warning": " heed", "error": " error", "debug": " info"}


def say(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Say that something was done; ``undo`` is the address within Trellis that takes it back by POST."""
    messages.success(request, str(text), extra_tags=f"{UNDO}{undo}" if undo.startswith("/") else "")


def render_notices(request: HttpRequest) -> SafeString:
    """Return every waiting notice as HTML; reading them takes them off the list."""
    return format_html_join(
        "",
        "{}",
        (
            (render_notice(m.message, tone=m.level_tag, undo_form=_undo(request, m.extra_tags)),)
            for m in messages.get_messages(request)
        ),
    )


def render_notice(text: str, *, tone: str = "success", undo_form: str = "") -> SafeString:
    """Return one notice: an icon, the words, and the undo button where there is one."""
    return format_html(
        '<div class="notice{}"><p>{}<span>{}</span></p>{}</div>',
        _TONES.get(tone, ""),
        icon(_ICONS.get(tone, "info")),
        text,
        undo_form,
    )


def _undo(request: HttpRequest, tags: str | None) -> SafeString:
    if not tags or not tags.startswith(f"{UNDO}/") or tags.startswith(f"{UNDO}//"):
        return mark_safe("")
    return format_html(
        '<form method="post" action="{}"><input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<button class="button small">{}{}</button></form>',
        tags.removeprefix(UNDO),
        get_token(request),
        icon("undo-2"),
        _("Undo"),
    )
