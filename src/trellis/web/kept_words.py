"""`{% translate "..." %}` that looks its words up once in each language: a page has dozens of them.

A text is translated the same way as long as the process lives. Everything but a plain text (a variable, a filter, a
context) goes Django's way.
"""

from __future__ import annotations

from django.template.base import Parser, Token
from django.template.context import Context
from django.templatetags import i18n
from django.utils.translation import get_language


class KeptTranslateNode(i18n.TranslateNode):
    """A text of a template in the languages in which it was asked for."""

    def __init__(self, node: i18n.TranslateNode) -> None:
        super().__init__(node.filter_expression, node.noop, asvar=None)
        self.kept: dict[str | None, str] = {}
        self.name = node.asvar

    def render(self, context: Context) -> str:
        """Return the text, or put it where the tag says."""
        language = get_language()
        said = self.kept.get(language)
        if said is None:
            said = self.kept[language] = super().render(context)
        if self.name is None:
            return said
        context[self.name] = said
        return ""


def do_translate(parser: Parser, token: Token) -> i18n.TranslateNode:
    """Compile the tag: a plain text is kept, all else is Django's."""
    node = i18n.do_translate(parser, token)
    asked = node.filter_expression
    is_plain = asked.var.literal is not None and not asked.filters
    return KeptTranslateNode(node) if is_plain and not node.noop and node.message_context is None else node
