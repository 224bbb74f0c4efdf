"""What people type at the door and on the page of their account."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from trellis.people.doors import guard
from trellis.people.doors.entering import remember_device
from trellis.people.models import Account


class LoginForm(AllauthLoginForm):  # type: ignore[misc]  # allauth ships no types
    """Username or e-mail, password, and whether others use the device."""

    shared_device = forms.BooleanField(
        label=_("This is a shared device"),
        help_text=_("Your visit ends soon after you stop."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username or e-mail")
        self.fields["login"].widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].label = _("Password")
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        self.order_fields(["login", "password", "shared_device"])

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in and begin to count wrong guesses anew."""
        remember_device(request, shared=self.cleaned_data["shared_device"])
        guard.forget_failures(request, self.cleaned_data["login"])
        answer: HttpResponse = super().login(request, redirect_url)
        return answer


class _Counted:
    """Counts wrong codes of the second step for the account, wherever they come from: six digits are few."""

    def clean_code(self) -> str:
        who = f"{guard.SECOND_STEP}{self.user.pk}"  # type: ignore[attr-defined]
        request = context.request
        if guard.is_locked(request, who):
            raise forms.ValidationError(_("That was tried too many times. Wait a quarter of an hour."))
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except forms.ValidationError:
            guard.count_failure(request, who)
            raise
        guard.forget_failures(request, who)
        return code


class SecondStepForm(_Counted, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code of the second step, at the door."""


class SecondStepAgainForm(_Counted, ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The code of the second step, inside, before pages about safety."""


class PreferencesForm(forms.Form):
    """How somebody likes their pages."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    theme = forms.ChoiceField(label=_("Light or dark"), choices=Account.Theme.choices, widget=forms.RadioSelect)
    font = forms.ChoiceField(label=_("Letters"), choices=Account.Font.choices, widget=forms.RadioSelect)


class QuickPreferencesForm(PreferencesForm):
    """One of the three alone, from the foot of a page."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False


class CalledForm(forms.Form):
    """The name somebody likes to be called."""

    called = forms.CharField(
        label=_("What should we call you?"),
        help_text=_("Your first name or a short one. Your school sees your full name."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class EmailForm(forms.Form):
    """An address."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class NewcomerForm(forms.Form):
    """Who a mentor is and how they want to sign in."""

    given_name = forms.CharField(
        label=_("Your given name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Your family name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    username = forms.CharField(
        label=_("A username to sign in with"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters. Three words that you can picture make a good one."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
