"""Forms about passwords in our own words; what they check stays allauth's."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WORDS: dict[str, str | Promise] = {
    "oldpassword": _("Your password now"),
    "password1": _("A new password"),
    "password2": _("The new password once more"),
    "password": _("Your password"),
}
HELP = _("At least 10 characters. Not your name, and not one that many people use.")


class _InOurWords:
    """Gives the fields our labels and no placeholders: those vanish while somebody types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = WORDS.get(name, field.label)
            field.help_text = HELP if name == "password1" else ""
            field.widget.attrs.pop("placeholder", None)

    def clean(self) -> dict[str, Any]:
        """Say in our words where the two new passwords differ."""
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        first, second = cleaned.get("password1"), self.data.get(self.add_prefix("password2"))  # type: ignore[attr-defined]
        if first and second and first != second:
            self.errors["password2"] = self.error_class([_("The two are not the same. Type it once more.")])  # type: ignore[attr-defined]
        return cleaned


class ChangePasswordForm(_InOurWords, allauth_forms.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The password now, and a new one twice."""


class SetPasswordForm(_InOurWords, allauth_forms.SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A first password, twice."""


class NewPasswordForm(_InOurWords, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """A new password after the link of a letter, twice."""


class PasswordAgainForm(_InOurWords, allauth_forms.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The password once more, before pages about safety."""
