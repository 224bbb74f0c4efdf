"""Form fields: label above, help and error tied to the control, a summary that leads to each field."""

from __future__ import annotations

import re

import pytest
from django import forms

from trellis.web.fields import render_errors, render_field, render_fields
from trellis.web.styleguide import SampleForm


@pytest.fixture
def wrong() -> SampleForm:
    return SampleForm({"title": "Sounds", "audience": "me"})


def test_help_and_error_are_tied_to_the_control(wrong):
    html = render_field(wrong["finished_by"])
    control = re.search(r"<input[^>]*>", html)[0]
    assert 'aria-describedby="id_finished_by_helptext id_finished_by_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'id="id_finished_by_helptext"' in html
    assert 'id="id_finished_by_error"' in html
    assert html.index("<label") < html.index("helptext") < html.index("<input")


def test_required_is_said_in_words():
    assert "(required)" in render_field(SampleForm()["title"])
    assert "(required)" not in render_field(SampleForm()["why"])


def test_choices_are_one_group_with_a_legend(wrong):
    html = render_field(wrong["audience"])
    assert html.startswith('<fieldset class="field"><legend>Who can see this?')
    assert html.count('type="radio"') == 3


def test_the_summary_leads_to_each_field(wrong):
    html = render_errors(wrong)
    assert 'role="alert"' in html
    assert "3 things to look at" in html
    for name in ("title", "finished_by", "shown_as"):
        assert f'href="#id_{name}"' in html
    assert "Finished by: This field is required." in html


def test_a_form_that_is_fine_has_no_summary():
    assert render_errors(SampleForm()) == ""


def test_an_error_of_the_whole_form_stands_in_the_summary():
    class Never(forms.Form):
        def clean(self) -> None:
            raise forms.ValidationError("Not <b>now</b>")

    assert "<li>Not &lt;b&gt;now&lt;/b&gt;</li>" in render_errors(Never({}))


def test_what_somebody_wrote_is_shown_as_words():
    form = SampleForm({"title": '"><script>x</script>', "why": "</textarea><b>"})
    html = render_fields(form)
    assert "<script>" not in html
    assert "<b>" not in html


def test_a_hidden_field_has_no_label():
    class Hidden(forms.Form):
        version = forms.IntegerField(widget=forms.HiddenInput)

    assert "<label" not in render_fields(Hidden())
