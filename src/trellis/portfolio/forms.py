"""Forms of showcases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.evidence.models import Artefact
from trellis.framework.queries_words import shortened
from trellis.portfolio.models import Showcase
from trellis.portfolio.queries import artefacts_to_show, projects_to_show
from trellis.web.dates import short_date


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ShowcaseForm(forms.Form):
    """What a showcase is called and shows about its learner."""

    title = forms.CharField(label=_("Title"), max_length=200)
    words = forms.CharField(
        label=_("What this shows about me"),
        required=False,
        help_text=_("A few sentences for whoever opens it. You can write this last."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ItemForm(forms.Form):
    """What one thing is called here, and why it is shown."""

    heading = forms.CharField(label=_("Heading"), max_length=200, required=False)
    words = forms.CharField(
        label=_("Why I show it"),
        required=False,
        help_text=_("What should somebody see in it? What are you proud of, what would you do differently?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class _Artefacts(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        """Return what an artefact or a project is called, with its day."""
        if isinstance(obj, Artefact):
            name = obj.title or shortened(obj.words, 70) or str(obj.get_kind_display())
            return f"{name} ({short_date(obj.happened_on, self.today)})"
        return str(obj.title)

    today: date


class ThingsForm(forms.Form):
    """Which artefacts and projects are shown; many at once."""

    projects = _Artefacts(label=_("Projects"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple)
    artefacts = _Artefacts(label=_("Evidence"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, showcase: Showcase, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, queryset in (("projects", projects_to_show(showcase)), ("artefacts", artefacts_to_show(showcase))):
            field: Any = self.fields[name]
            field.queryset, field.today = queryset, today

    def clean(self) -> dict[str, Any]:
        """Ask for at least one."""
        cleaned = super().clean() or {}
        if not self.errors and not cleaned.get("projects") and not cleaned.get("artefacts"):
            raise forms.ValidationError(_("Choose at least one thing."))
        return cleaned


class LinkForm(forms.Form):
    """For whom a link is, and until when."""

    name = forms.CharField(label=_("For whom"), max_length=160, help_text=_("Only you see this name."))
    expires_on = forms.DateField(label=_("Open until"), widget=DayInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"expires_on": today + timedelta(days=30)})
        super().__init__(*args, **kwargs)
