"""What a password must be, said in our own words: the framework's Spanish is formal among our plain sentences."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import gettext as _


class LongEnough(password_validation.MinimumLengthValidator):
    """At least so many characters."""

    def get_error_message(self) -> str:
        """Say how long."""
        return _("Use at least %(n)s characters.") % {"n": self.min_length}

    def get_help_text(self) -> str:
        """Say how long."""
        return self.get_error_message()


class NotOneself(password_validation.UserAttributeSimilarityValidator):
    """Not nearly one's name or address."""

    def get_error_message(self) -> str:
        """Say what is too near."""
        return _("This is too close to your name or your e-mail address. Choose another.")

    def get_help_text(self) -> str:
        """Say what to keep away from."""
        return _("Not your name and not your e-mail address.")


class NotCommon(password_validation.CommonPasswordValidator):
    """Not one of those that everybody tries first."""

    def get_error_message(self) -> str:
        """Say that many have it."""
        return _("Many people use this password. Choose another.")

    def get_help_text(self) -> str:
        """Say what to keep away from."""
        return _("Not one that many people use.")
