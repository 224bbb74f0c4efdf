"""Language, theme and letters for people who are not signed in; an account keeps its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from trellis.web.icons import icon
from trellis.web.preferences import preferences_of

THEME_WORDS: dict[str, Promise] = {
    "system": gettext_lazy("Like my device"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
}
FONT_WORDS: dict[str, str] = {"atkinson": "Atkinson", "lexend": "Lexend"}


def render_preference_buttons(request: HttpRequest) -> SafeString:
    """Return the disclosure with three rows of buttons; each sends its choice and comes back here."""
    chosen = preferences_of(request)
    codes = [code for code, _name in settings.LANGUAGES]
    languages = [(code, get_language_info(code)["name_local"].capitalize()) for code in codes]
    return format_html(
        '<details class="more prefs"><summary>{}{}</summary><form class="stack" method="post" action="{}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="next" value="{}">{}{}{}</form></details>',
        icon("languages"),
        _("Language and letters"),
        reverse("web:preferences"),
        get_token(request),
        request.get_full_path() if request.method == "GET" else request.path,
        _row(_("Language"), "language", languages, chosen.language),
        _row(_("Light or dark"), "theme", THEME_WORDS.items(), chosen.theme),
        _row(_("Letters"), "font", FONT_WORDS.items(), chosen.font),
    )


def _row(legend: str, name: str, options: Iterable[tuple[str, Any]], now: str) -> SafeString:
    buttons = format_html_join(
        "",
        '<button class="button small" name="{}" value="{}" aria-pressed="{}"{}>{}</button>',
        ((name, value, "true" if value == now else "false", _lang(name, value), words) for value, words in options),
    )
    return format_html('<fieldset class="row"><legend class="kicker">{}</legend>{}</fieldset>', legend, buttons)


def _lang(name: str, value: str) -> SafeString:
    return format_html(' lang="{}"', value) if name == "language" else format_html("{}", "")
