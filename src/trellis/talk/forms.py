"""Input of conversations: words, and a reason. How long they may be is said by the actions, in a sentence."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

WIDE = 1_000_000  # far more than is accepted, so that the action can say how much is too much


class SayForm(forms.Form):
    """What somebody wants to say."""

    body = forms.CharField(
        label=_("Say something"), required=False, strip=False, max_length=WIDE, widget=forms.Textarea(attrs={"rows": 3})
    )


class HideForm(forms.Form):
    """Why a message is hidden."""

    reason = forms.CharField(
        label=_("Why is it hidden?"),
        help_text=_("Everybody here sees your reason and your name. Nobody sees the words any more."),
        required=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReportForm(forms.Form):
    """What is wrong with a message."""

    reason = forms.CharField(
        label=_("What is wrong with it?"),
        help_text=_("Only educators see this and your name, not the person who wrote the message."),
        required=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
