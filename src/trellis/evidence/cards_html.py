"""Cards of artefacts, built as strings: up to twenty-four of them on one page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.evidence.models import Voice
from trellis.evidence.queries.artefacts import Card, Thing
from trellis.framework.queries_words import shortened
from trellis.web.dates import date_words
from trellis.web.icons import icon
from trellis.web.words import join_words

MOST_CHIPS = 2


def cards_html(cards: Iterable[Card], address: str, on: date, *, of: bool = False) -> SafeString:
    """Return cards; ``address`` leads to all artefacts, ``of`` says in each link of whose."""
    return mark_safe("".join(_card(card, address, on, of=of) for card in cards))  # noqa: S308 - escaped below


def _card(card: Card, address: str, on: date, *, of: bool) -> str:
    link = f"{address}{card.id}/" + (f"?of={card.whose_id}" if of else "")
    words = f"<p>{escape(shortened(card.words, 120))}</p>" if card.title and card.words else ""
    whose = f'<p class="quiet">{icon("users")}<span>{join_words(card.whose)}</span></p>' if card.whose else ""
    return (
        f'<article class="artefact-card{" draft" if card.is_draft else ""}">'
        f'<p class="kicker">{icon(card.icon)}<span>{escape(_kicker(card))}</span></p>{_picture(card)}'
        f'<h3><a href="{link}">{escape(card.name)}</a></h3>{words}{whose}{_chips(card.about[:MOST_CHIPS])}'
        f'<p class="card-foot"><small>{date_words(card.happened_on, on)}</small>{_answers(card.n_feedback)}</p>'
        "</article>"
    )


def _kicker(card: Card) -> str:
    said = [_("draft")] if card.is_draft else []
    said.append(card.kind_words)
    if card.voice == Voice.EDUCATOR:
        said.append(_("%(name)s was there") % {"name": card.by})
    return " · ".join(said)


def _picture(card: Card) -> str:
    if not card.picture:
        return ""
    words = escape(card.picture_words or _("A picture without a description"))
    address = reverse("files:file", args=[card.picture])
    return f'<img src="{address}" alt="{words}" loading="lazy" decoding="async">'


def _chips(things: Iterable[Thing]) -> str:
    chips = "".join(f'<li class="chip">{escape(shortened(thing.words, 60))}</li>' for thing in things)
    return f'<ul class="chips" role="list">{chips}</ul>' if chips else ""


def _answers(n: int) -> str:
    if not n:
        return ""
    said = ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n}
    return f"<small>{icon('message-circle')}{escape(said)}</small>"
