"""Does this installation send letters? Pages that speak of a letter ask here first, and say so when it does not."""

from __future__ import annotations

from django.conf import settings

_SHOWN_ON_THE_MACHINE = "django.core.mail.backends.console.EmailBackend"


def sends_letters() -> bool:
    """Say whether a letter reaches anybody: there is a mail server, not just this machine."""
    return bool(settings.SENDS_MAIL) and settings.EMAIL_BACKEND != _SHOWN_ON_THE_MACHINE
