"""The form of the district's own settings."""

from __future__ import annotations

from functools import cache
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
    """Name, time zone and language of the district. The zone is typed: the browser offers those that fit."""

    name = forms.CharField(label=_("Name of the district"), max_length=200)
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=60,
        help_text=_("Type a large city near you, such as Madrid."),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_time_zone(self) -> str:
        """Return the zone that is meant by its name, or by its city alone; an older name may stay as it is."""
        given: str = self.cleaned_data["time_zone"].strip()
        asked = given.lower().replace(" ", "_")
        names = [name for name, _words in time_zones()]
        fits = [name for name in names if name.lower() == asked] or [
            name for name in names if name.lower().endswith(f"/{asked}")
        ]
        if len(fits) == 1:
            return fits[0]
        if given != self.initial.get("time_zone"):  # a district founded by command may carry an older name
            raise forms.ValidationError(_("Choose a time zone such as Europe/Madrid."))
        return given

    @property
    def zones(self) -> tuple[tuple[str, str], ...]:
        """Return what the browser offers while somebody types."""
        return time_zones()
