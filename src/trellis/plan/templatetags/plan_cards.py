"""The cards of goals, for the page of a plan."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from trellis.plan.card_html import CardMaker
from trellis.plan.queries.cards import GoalCard

register = template.Library()


@register.simple_tag(takes_context=True)
def goal_cards(context: Context, *groups: Iterable[GoalCard]) -> SafeString:
    """Return the cards of several groups one after the other; wants ``reader`` and ``request`` in the context."""
    maker = CardMaker(context["reader"], context["request"].today)
    return format_html_join("", "{}", ((maker.card(card),) for group in groups for card in group))
