"""Forms around the frame of a plan: decisions, own expectations, lowered ones, limits, policy and family links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.core.models import DecidedBy
from trellis.people.models import Person
from trellis.plan.models import PlanPolicy


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CorrectionForm(forms.Form):
    """It was decided otherwise: by whom, and why."""

    decided_by = forms.ChoiceField(label=_("Who really decided this?"), choices=DecidedBy.choices)
    reason = forms.CharField(label=_("What you want to say about it"), max_length=300, required=False)


class OwnExpectationForm(forms.Form):
    """What a learner expects of themselves."""

    words = forms.CharField(
        label=_("What I expect of myself"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        required=False,
        max_length=500,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class LowerForm(forms.Form):
    """Somebody answers for a goal below the expected stage."""

    reason = forms.CharField(
        label=_("Why, and what helps the learner on"),
        help_text=_("Support changes the route, not the summit: say what you will do so that the next stage comes."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
    )
    until = forms.DateField(
        label=_("Until"), widget=DayInput, help_text=_("A day in this term. You will be asked again.")
    )


class PolicyForm(forms.Form):
    """How plans work at a school."""

    asks_family = forms.BooleanField(label=_("A goal is agreed only when the family agrees too"), required=False)
    conference_every_days = forms.IntegerField(
        label=_("Days between two conferences"), min_value=7, max_value=400, help_text=_("90 is about once a term.")
    )
    spoken_every_days = forms.IntegerField(
        label=_("Days after which an educator is reminded to speak with a learner"), min_value=2, max_value=120
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @staticmethod
    def of(policy: PlanPolicy | None) -> dict[str, Any]:
        """Return what stands there now, the defaults where nobody has said anything."""
        row = policy or PlanPolicy()
        return {
            "asks_family": row.asks_family,
            "conference_every_days": row.conference_every_days,
            "spoken_every_days": row.spoken_every_days,
            "version": policy.version if policy else 0,
        }


class LimitForm(forms.Form):
    """How far below the expected stage a goal may sit."""

    stages_below = forms.IntegerField(
        label=_("School years"), min_value=0, max_value=5, help_text=_("0: never. Reaching above is always free.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FamilyLinkForm(forms.Form):
    """Whom of the family a link is for."""

    guardian = forms.ModelChoiceField(label=_("For whom"), queryset=Person.objects.none(), empty_label=None)

    def __init__(self, *args: Any, guardians: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["guardian"]
        field.queryset = guardians  # type: ignore[attr-defined]


class LinkVoiceForm(forms.Form):
    """What somebody says by a family link about one goal."""

    words = forms.CharField(
        label=_("What you want to say"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
