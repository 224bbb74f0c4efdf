"""Words of templates that are looked up once in each language."""

from __future__ import annotations

from django.template import Context, Template
from django.utils.translation import override


def test_a_plain_text_is_kept_in_each_language_and_all_else_is_asked_again():
    page = Template('{% translate "Today" %}|{% translate word %}|{% translate "Today" as said %}{{ said }}')
    for language, today in (("en", "Today"), ("es", "Hoy"), ("en", "Today")):
        with override(language):
            assert page.render(Context({"word": "Today"})) == f"{today}|{today}|{today}"


def test_a_kept_text_says_its_percent_sign_and_is_escaped_no_further():
    page = Template('{% translate "100 % of <b>it</b>" %}')
    assert page.render(Context()) == "100 % of <b>it</b>"
    assert page.render(Context(autoescape=False)) == "100 % of <b>it</b>"
