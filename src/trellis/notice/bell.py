"""The bell in the rail: a word and a number on every page, for one query."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.notice.queries import unread_count
from trellis.people.models import Person
from trellis.web.icons import icon

NOTHING = mark_safe("")
MOST_SHOWN = 99


def render_bell(request: HttpRequest) -> SafeString:
    """Return the link to the notices, with how many are new; nothing while signed out."""
    person = getattr(request, "person", None)
    if person is None:
        return NOTHING
    where = reverse("notice:index")
    return format_html(
        '<a class="bell" href="{}"{}>{}<span class="word">{}</span>{}</a>',
        where,
        mark_safe(' aria-current="page"') if request.path == where else NOTHING,
        icon("bell"),
        _("News"),
        _number(_unread(request, person)),
    )


def _unread(request: HttpRequest, person: Person) -> int:
    """Return how many are new; none on the page of an error, whose transaction is undone and asks nothing more."""
    return 0 if transaction.get_rollback() else unread_count(person, getattr(request, "today", None))


def _number(n: int) -> SafeString:
    if not n:
        return NOTHING
    said = ngettext("%(n)s new", "%(n)s new", n) % {"n": n}
    shown = str(n) if n <= MOST_SHOWN else f"{MOST_SHOWN}+"
    return format_html('<span class="unseen"> {}</span><span class="number" aria-hidden="true">{}</span>', said, shown)
