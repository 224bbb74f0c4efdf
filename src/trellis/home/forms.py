"""The form of the district's own settings."""

from __future__ import annotations

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


def time_zones() -> list[tuple[str, str]]:
    """Return the time zones that are places, by name."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones()) if "/" in name or name == "UTC"]


class DistrictForm(forms.Form):
    """Name, time zone and language of the district."""

    name = forms.CharField(label=_("Name of the district"), max_length=200)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
