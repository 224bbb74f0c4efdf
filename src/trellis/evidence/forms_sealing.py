"""Forms at the door of a sealed past: opening it, asking for a fresh start, answering one, the school's policy."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.evidence.models import EvidencePolicy, SealPurpose
from trellis.evidence.queries.policy import LONGEST, purpose_words
from trellis.framework.models import Framework
from trellis.framework.queries_words import reader_language, title_of


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PurposeField(forms.ModelChoiceField):  # type: ignore[type-arg] # no class of types while running
    """A purpose of the list, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Say the purpose."""
        return purpose_words(obj, reader_language())


class SubjectField(forms.ModelChoiceField):  # type: ignore[type-arg] # as above
    """One subject, by the title of its framework in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Say the title."""
        return title_of(obj, reader_language())


class OpenForm(forms.Form):
    """What an educator asks for: a purpose, a sentence, a subject, from when to when, for how long."""

    purpose = PurposeField(label=_("What for"), queryset=SealPurpose.objects.none(), empty_label=None)
    sentence = forms.CharField(
        label=_("What you want to find out"),
        help_text=_("One sentence. The learner and the family read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
    framework = SubjectField(
        label=_("Which subject"), queryset=Framework.objects.none(), required=False, empty_label=_("All subjects")
    )
    from_on = forms.DateField(label=_("From"), widget=DayInput)
    to = forms.DateField(label=_("To"), widget=DayInput)
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=LONGEST)

    def __init__(self, *args: Any, purposes: Any, frameworks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].queryset = purposes  # type: ignore[attr-defined]
        self.fields["framework"].queryset = frameworks  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, Any]:
        """What the action wants to know; the last day is said half open."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "to"}
        return {**values, "to_on": self.cleaned_data["to"] + timedelta(days=1)}


class FreshStartForm(forms.Form):
    """What a learner asks to leave behind."""

    before_on = forms.DateField(label=_("Everything before"), widget=DayInput)
    why = forms.CharField(
        label=_("Why"),
        help_text=_("You may leave this empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )


class AnswerFreshStartForm(forms.Form):
    """A coordinator grants a fresh start, or says why not."""

    answer = forms.CharField(
        label=_("Your words to the learner"),
        help_text=_("Needed if you say not now."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=1000,
    )


class WordForm(forms.Form):
    """A question, an objection or an answer."""

    words = forms.CharField(required=False, max_length=1000)
    kind = forms.ChoiceField(choices=[("ask", ""), ("object", ""), ("answer", "")])


class PurposeForm(forms.Form):
    """A purpose for the list, in both languages."""

    words = forms.CharField(label=_("Purpose"), max_length=120)
    spanish = forms.CharField(label=_("In Spanish"), max_length=120, required=False)


class EvidencePolicyForm(forms.Form):
    """How evidence works at a school."""

    rule = forms.ChoiceField(label=_("What grows is shown by"), choices=EvidencePolicy.Rule.choices)
    times = forms.IntegerField(
        label=_("Times at a level"), min_value=1, max_value=20, help_text=_("Counts for the rule “so many times”.")
    )
    opening_days = forms.IntegerField(label=_("Days that an opening of the past lasts"), min_value=1, max_value=LONGEST)
    most_announced = forms.IntegerField(
        label=_("Announced judgements in a class and term, at most"), min_value=0, max_value=30
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def of(policy: EvidencePolicy | None) -> dict[str, Any]:
        """Return what stands there now, the defaults where nobody has said anything."""
        row = policy or EvidencePolicy()
        return {
            "rule": row.rule,
            "times": row.times,
            "opening_days": row.opening_days,
            "most_announced": row.most_announced,
            "version": policy.version if policy else 0,
        }


def last_year(sealed_before: date, today: date) -> tuple[date, date]:
    """Return the days that an opening offers at first: the year before this term, and this term so far.

    >>> last_year(date(2026, 8, 1), date(2026, 11, 24))
    (datetime.date(2025, 8, 1), datetime.date(2026, 11, 24))
    """
    began = sealed_before if sealed_before > date.min else today
    return began - timedelta(days=365), today
