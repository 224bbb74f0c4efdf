"""Input about notices: how often by mail, and the quiet hours."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.notice.models import Digest


class DigestForm(forms.Form):
    """How somebody wants to hear of notices by mail."""

    rhythm = forms.ChoiceField(
        label=_("How often by mail?"),
        choices=Digest.Rhythm.choices,
        widget=forms.RadioSelect,
        help_text=_("A mail says how many things happened and where to read them. It says nothing about anybody."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("In your school’s time. No mail goes out in the quiet hours, nor on Saturdays and Sundays."),
    )
    quiet_until = forms.TimeField(
        label=_("Quiet until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
