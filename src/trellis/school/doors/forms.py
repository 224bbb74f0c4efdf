"""What is typed at the class's door and on the page for mentors."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ClassCodeForm(forms.Form):
    """The word on the classroom wall."""

    code = forms.CharField(
        label=_("Class code"),
        help_text=_("It looks like river-otter-421. Your teacher has it."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )


class InviteMentorForm(forms.Form):
    """Whom to invite, for what, until when."""

    email = forms.EmailField(label=_("Their e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    purpose = forms.CharField(
        label=_("What you will do together"),
        help_text=_("The mentor, the learner and the family read this."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    mentor_until = forms.DateField(
        label=_("Until"),
        help_text=_("From this day on the mentor no longer sees the learner."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
