"""Input for the pages of the framework: what to look for, and a competency of the school's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.framework.queries_search import Question
from trellis.framework.queries_words import GRADES, grade_name
from trellis.framework.statements import plain_statement

MOST_LETTERS = 10_000
SCHOOL_GRADES = [grade for grade in GRADES[GRADES.index("PK") :] if grade != "TK"]
Choices = Sequence[tuple[str, str | Promise]]


class SearchForm(forms.Form):
    """Words to look for, one grade, one framework; anything odd is simply left out of the question."""

    q = forms.CharField(label=_("Words or a code"), required=False, max_length=200)
    grade = forms.ChoiceField(label=_("Grade"), required=False)
    framework = forms.ChoiceField(label=_("Framework"), required=False)
    retired = forms.BooleanField(required=False, widget=forms.HiddenInput)
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, object] | None, *, frameworks: Choices) -> None:
        super().__init__(data)
        _offer(self, "grade", [("", _("any")), *((grade, grade_name(grade)) for grade in SCHOOL_GRADES)])
        _offer(self, "framework", [("", _("all")), *frameworks])
        self.fields["q"].widget.attrs.update(type="search", autocomplete="off", enterkeyhint="search")

    def question(self) -> Question:
        """Return what was asked, as far as it makes sense."""
        self.is_valid()
        asked = self.cleaned_data
        return Question(
            text=asked.get("q", ""),
            framework=asked.get("framework") or None,
            grade=asked.get("grade", ""),
            retired=asked.get("retired", False),
            page=asked.get("page") or 1,
        )


class CompetencyForm(forms.Form):
    """A competency in the school's own words."""

    statement = forms.CharField(
        label=_("What somebody will be able to do"),
        help_text=_("Begin with a verb: “Explain why…”, “Build…”. You can write maths between dollar signs: $x^2$."),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    code = forms.CharField(
        label=_("Code"),
        required=False,
        max_length=60,
        help_text=_("Short and your own, such as RIV.1. You can leave it empty."),
    )
    parent = forms.ChoiceField(label=_("Where it belongs"), required=False)
    grades = forms.MultipleChoiceField(
        label=_("Grades"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Tick none for all grades.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        data: Mapping[str, object] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
        places: Choices | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        # A grade that an import brought stays a choice, or saving would take it away.
        grades = dict.fromkeys([*SCHOOL_GRADES, *(self.initial.get("grades") or ())])
        _offer(self, "grades", [(grade, grade_name(grade)) for grade in grades])
        if places is None:
            del self.fields["parent"]
        else:
            _offer(self, "parent", [("", _("at the top")), *places])

    def clean_statement(self) -> str:
        """Refuse a statement of which nothing is left once its markup is gone."""
        statement: str = self.cleaned_data["statement"].strip()
        if not plain_statement(statement):
            raise forms.ValidationError(_("Write what somebody will be able to do."))
        return statement


def _offer(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what the class says above
    field.choices = choices
