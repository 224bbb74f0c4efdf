"""Forms of exhibitions. They validate and clean; they never save."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.studio.models import Frame, Project


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class _Titles(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        """Return its title."""
        return str(obj.title)


class ExhibitionForm(forms.Form):
    """What is exhibited, when and where; times are those of the school."""

    title = forms.CharField(label=_("Title"), max_length=200)
    frames = _Titles(
        label=_("Whose projects are shown"), queryset=Frame.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    on = forms.DateField(label=_("Day"), widget=DayInput)
    begins = forms.TimeField(label=_("From"), widget=TimeInput)
    ends = forms.TimeField(label=_("Until"), widget=TimeInput)
    place = forms.CharField(label=_("Place"), max_length=200)
    words = forms.CharField(
        label=_("What guests will see"), required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, frames: QuerySet[Frame] | None, time_zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(time_zone)
        if frames is None:  # the frames of an exhibition stay
            del self.fields["frames"]
        else:
            self.fields["frames"].queryset = frames  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put day and times together in the school's time zone."""
        given = super().clean() or {}
        on, begins, ends = given.get("on"), given.get("begins"), given.get("ends")
        if on and begins and ends:
            if ends <= begins:
                self.add_error("ends", _("The end comes before the start."))
            given["starts_at"] = datetime.combine(on, begins, tzinfo=self.zone).astimezone(UTC)
            given["ends_at"] = datetime.combine(on, ends, tzinfo=self.zone).astimezone(UTC)
        return given


class ProjectsForm(forms.Form):
    """Which projects stand in the programme; many at once."""

    projects = _Titles(label=_("Projects"), queryset=Project.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["projects"].queryset = projects  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """What stands where and when."""

    title = forms.CharField(label=_("What happens"), max_length=200, required=False)
    at = forms.TimeField(label=_("When, if it has a time"), widget=TimeInput, required=False)
    place = forms.CharField(label=_("Where"), max_length=120, required=False)
    label = forms.CharField(
        label=_("What the label says"),
        required=False,
        max_length=600,
        help_text=_("A question or a sentence that makes people stop and look."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LabelForm(forms.Form):
    """What a team writes on the label beside its work."""

    label = LineForm.base_fields["label"]
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class GuestLinkForm(forms.Form):
    """For whom a link is."""

    name = forms.CharField(label=_("For whom"), max_length=160, help_text=_("Such as “the bakery in Mill Street”."))


class GuestNoteForm(forms.Form):
    """What a guest says: kind, specific, helpful."""

    by_name = forms.CharField(label=_("Your name"), max_length=160)
    kind_words = forms.CharField(
        label=_("What I liked"),
        help_text=_("Kind: begin with something that works."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    specific_words = forms.CharField(
        label=_("What exactly"),
        required=False,
        help_text=_("Specific: which part, which sentence, which sound?"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    helpful_words = forms.CharField(
        label=_("What could come next"),
        required=False,
        help_text=_("Helpful: something the team can really do."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class LookBackForm(forms.Form):
    """What a learner takes from an exhibition."""

    words = forms.CharField(
        label=_("What I take with me"),
        help_text=_("What did somebody say that stayed with you? What would you show differently?"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
