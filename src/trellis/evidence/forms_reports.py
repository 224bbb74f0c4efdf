"""Input about feedback that hurts: what is wrong with it, why it is hidden."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

WIDE = 1_000_000  # far more than is accepted, so that the action can say how much is too much


class ReportForm(forms.Form):
    """What is wrong with it."""

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        help_text=_("Your educators see this and your name. Whoever wrote the feedback does not."),
        required=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HideForm(forms.Form):
    """Why it is hidden."""

    reason = forms.CharField(
        label=_("Why is it hidden?"),
        help_text=_("Whoever wrote it sees your reason. The learner does not see the words any more."),
        required=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
