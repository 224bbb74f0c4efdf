"""Small words that many pages say: numbers, lists of names, who can see something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.web.icons import icon

NUMBERS: tuple[Promise, ...] = (
    gettext_lazy("no"),
    gettext_lazy("one"),
    gettext_lazy("two"),
    gettext_lazy("three"),
    gettext_lazy("four"),
    gettext_lazy("five"),
    gettext_lazy("six"),
    gettext_lazy("seven"),
    gettext_lazy("eight"),
    gettext_lazy("nine"),
    gettext_lazy("ten"),
    gettext_lazy("eleven"),
    gettext_lazy("twelve"),
)
# One sentence for each ``core.audience.Audience``; who belongs to which stands there.
AUDIENCES: dict[str, tuple[str, Promise]] = {
    "me": ("lock", gettext_lazy("Only you can see this")),
    "educators": ("eye", gettext_lazy("You and your educators can see this")),
    "family": ("eye", gettext_lazy("You and your family can see this")),
    "circle": ("users", gettext_lazy("You, your educators, your family and your mentors can see this")),
}


def number_words(value: object) -> str:
    """Return a small number as a word (``three``) and a larger one in figures (``1,204``)."""
    try:
        number = int(str(value))
    except (TypeError, ValueError):
        return ""
    if 0 <= number < len(NUMBERS):
        return str(NUMBERS[number])
    return number_format(number, force_grouping=True)


def in_figures(number: int) -> str:
    """Return a number in figures, grouped as the reader's language does: ``102,400``."""
    return number_format(number, force_grouping=True)


def join_words(names: Iterable[object], most: int = 0) -> SafeString:
    """Return names as people list them: ``Ada, Ben and Chidi``; past ``most``, ``and 4 others``."""
    words = [conditional_escape(name if isinstance(name, SafeString) else str(name)) for name in names]
    if most and len(words) > most:
        n = len(words) - most
        words = [*words[:most], conditional_escape(ngettext("%(n)s other", "%(n)s others", n) % {"n": n})]
    if len(words) < 2:
        return mark_safe("".join(words))  # noqa: S308 - each word is escaped above
    return format_html(_("{} and {}"), mark_safe(", ".join(words[:-1])), words[-1])  # noqa: S308 - as above


def audience_words(audience: object, names: Sequence[str] = ()) -> SafeString:
    """Return who can see something, in words with an eye; ``names`` says it exactly when they are known."""
    eye, words = AUDIENCES.get(str(getattr(audience, "value", audience)), AUDIENCES["me"])
    text = format_html(_("{} can see this"), join_words(names)) if names else words
    return format_html('<span class="seen">{}{}</span>', icon(eye), text)
