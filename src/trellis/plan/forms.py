"""Forms of goals, steps, voices and suggestions. They validate and clean; what may stand in a plan the actions know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.framework.models import Competency, Requirement
from trellis.plan.clauses import MOST_LETTERS
from trellis.plan.models import Clause, Step

SHORT = forms.Textarea(attrs={"rows": 2})


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class GoalForm(forms.Form):
    """The clauses of a goal. ``version`` is the one its page showed, 0 for a new goal."""

    title = forms.CharField(
        label=_("What I aim for"),
        help_text=_("In a few words, such as “Make a map of the sounds on our street”."),
        widget=forms.TextInput(attrs={"maxlength": MOST_LETTERS[Clause.TITLE]}),
    )
    why = forms.CharField(label=_("Why it matters to me"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    success = forms.CharField(
        label=_("I will know I did it"),
        required=False,
        help_text=_("What will somebody see or hear when it is done?"),
        widget=SHORT,
    )
    show_as = forms.CharField(
        label=_("I will show it as"),
        required=False,
        help_text=_("A model, a talk, a page, a film, something you do: you choose."),
        widget=SHORT,
    )
    how = forms.CharField(label=_("How I like to work on it"), required=False, widget=SHORT)
    with_whom = forms.CharField(
        label=_("With whom"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": MOST_LETTERS[Clause.WITH_WHOM]}),
    )
    finish_by = forms.DateField(
        label=_("Finished by"),
        required=False,
        widget=DayInput,
        help_text=_("A day in this term. You can change it later."),
    )
    competencies = forms.ModelMultipleChoiceField(
        label=_("What I learn"), queryset=Competency.objects.none(), required=False
    )
    requirements = forms.ModelMultipleChoiceField(
        label=_("It counts for"),
        queryset=Requirement.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(
        self,
        *args: Any,
        competencies: QuerySet[Competency],
        requirements: QuerySet[Requirement],
        choices: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competencies"].queryset = competencies  # type: ignore[attr-defined]
        asked = self.fields["requirements"]
        asked.queryset = requirements  # type: ignore[attr-defined]
        asked.choices = choices  # type: ignore[attr-defined]

    @property
    def clauses(self) -> dict[str, Any]:
        """What was written, by clause."""
        return {name: self.cleaned_data.get(name) for name in Clause.values}

    @property
    def picked(self) -> list[str]:
        """The competencies that are ticked, also on a form that was not valid."""
        if self.is_bound:
            return list(self.data.getlist("competencies")) if hasattr(self.data, "getlist") else []
        return [str(value) for value in self.initial.get("competencies") or ()]

    @property
    def ticked_requirements(self) -> list[str]:
        """The requirements that are ticked."""
        if self.is_bound:
            return list(self.data.getlist("requirements")) if hasattr(self.data, "getlist") else []
        return [str(value) for value in self.initial.get("requirements") or ()]


class CounterForm(GoalForm):
    """A goal's clauses as somebody else would have them, with a reason for each that is different."""

    def reasons(self) -> dict[str, str]:
        """Return the reasons that were written, by clause."""
        return {name: self.data.get(f"because-{name}", "")[:2_000].strip() for name in Clause.values}


class StepForm(forms.Form):
    """One step: what, by when, who and where."""

    title = forms.CharField(label=_("Step"), required=False, widget=forms.TextInput(attrs={"maxlength": 200}))
    due_on = forms.DateField(label=_("By"), required=False, widget=DayInput)
    doer = forms.ChoiceField(label=_("Who"), choices=Step.Doer.choices, initial=Step.Doer.ME, required=False)
    with_whom = forms.CharField(label=_("With whom"), required=False, max_length=120)
    place = forms.ChoiceField(
        label=_("Where"), choices=Step.Place.choices, initial=Step.Place.OFF_SCREEN, required=False
    )

    def clean_doer(self) -> str:
        """Nothing said means oneself."""
        return self.cleaned_data["doer"] or Step.Doer.ME

    def clean_place(self) -> str:
        """Nothing said means away from the screen."""
        return self.cleaned_data["place"] or Step.Place.OFF_SCREEN


class ChangeStepForm(StepForm):
    """A step that is there; knows which version its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AgreeForm(forms.Form):
    """Standing behind one version of a goal, with words if one likes."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    words = forms.CharField(
        label=_("Something you want to say with it"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
    )


class EndForm(forms.Form):
    """Looking back on a goal that is reached or let go."""

    reflection = forms.CharField(
        label=_("Looking back"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )


class SuggestForm(forms.Form):
    """An idea for a goal, with a reason."""

    title = forms.CharField(
        label=_("What you suggest"), widget=forms.TextInput(attrs={"maxlength": 200}), max_length=200
    )
    why = forms.CharField(
        label=_("Why you suggest it"),
        max_length=2_000,
        help_text=_("What have you seen or heard that makes you think of it?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    competency = forms.ModelChoiceField(label=_("It may lead to"), queryset=Competency.objects.none(), required=False)

    def __init__(self, *args: Any, competencies: QuerySet[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = competencies  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why one declines."""

    reason = forms.CharField(
        label=_("Why not now"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it, so that the next idea fits you better."),
    )


def first_error(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form, with the field's name."""
    name, errors = next(iter(form.errors.items()))
    return f"{form[name].label}: {errors[0]}" if name in form.fields else str(errors[0])
