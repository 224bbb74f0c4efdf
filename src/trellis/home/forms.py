"""The form of the district's own settings."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

PLACES = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific", "UTC")


@cache  # the system's list is read from several hundred files
def time_zones() -> tuple[tuple[str, str], ...]:
    """Return the time zones that are places, by name; not the older names that computers keep for them."""
    names = (name for name in sorted(available_timezones()) if name.startswith(PLACES))
    return tuple((name, name.replace("_", " ")) for name in names)


class DistrictForm(forms.Form):
    """Name, time zone and language of the district."""

    name = forms.CharField(label=_("Name of the district"), max_length=200)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zones)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.initial.get("time_zone")
        if own and own not in dict(time_zones()):  # a district founded by command may carry an older name
            self.fields["time_zone"].choices = [(own, own), *time_zones()]  # type: ignore[attr-defined]
