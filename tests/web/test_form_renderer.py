"""Controls written as strings say exactly what Django's own templates say."""

from __future__ import annotations

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from trellis.web.form_renderer import WRITTEN, StringRenderer

NASTY = "<script>&\"'"
CHOICES = [("a", "A & B"), ("b", mark_safe("<b>B</b>")), ("", _("Nothing")), (NASTY, NASTY)]
GROUPED = [("First", [("a", "A"), ("b", "B")]), ("c", "C")]
WIDGETS = {
    "text": forms.TextInput(attrs={"class": NASTY, "required": True, "disabled": False, "maxlength": 7}),
    "number": forms.NumberInput(),
    "email": forms.EmailInput(),
    "url": forms.URLInput(),
    "password": forms.PasswordInput(render_value=True),
    "hidden": forms.HiddenInput(),
    "date": forms.DateInput(attrs={"type": "date"}),
    "tick": forms.CheckboxInput(),
    "file": forms.FileInput(),
    "area": forms.Textarea(attrs={"rows": 2}),
    "radio": forms.RadioSelect(choices=CHOICES, attrs={"class": "levels"}),
    "ticks": forms.CheckboxSelectMultiple(choices=CHOICES),
    "grouped": forms.RadioSelect(choices=GROUPED),
    "select": forms.Select(choices=CHOICES),
}


def said(widget, value, renderer, attrs):
    html = widget.render("name", value, attrs, renderer)
    assert type(html).__name__ == "SafeString"
    # Between tags Django leaves the line breaks of its templates; inside a text area each one counts.
    return html if widget.template_name.endswith("textarea.html") else re.sub(r">\s+", ">", html)


@pytest.mark.parametrize("kind", WIDGETS)
@pytest.mark.parametrize("value", [None, "", "a", NASTY, "two\nlines", ["a", "b"]])
@pytest.mark.parametrize("attrs", [{}, {"id": "id_name", "aria-describedby": "x"}])
def test_a_control_is_written_as_django_writes_it(kind, value, attrs):
    widget = WIDGETS[kind]
    assert said(widget, value, StringRenderer(), attrs) == said(widget, value, DjangoTemplates(), attrs)


def test_every_kind_that_is_written_here_is_compared():
    compared = {widget.template_name for widget in WIDGETS.values()}
    assert WRITTEN.keys() - compared == {"django/forms/widgets/input.html"}
