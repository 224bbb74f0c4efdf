"""Forms of a team's work: milestones, cards, field notes, sources, what is linked. What may stand the actions know."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.evidence.models import Artefact
from trellis.evidence.widgets import CameraAndFilesInput
from trellis.files.many import FilesField
from trellis.people.models import Person
from trellis.studio.actions.field_log import Noted
from trellis.studio.forms_critique import ArtefactField
from trellis.studio.forms_exhibitions import DayInput
from trellis.studio.models import FieldNote, Milestone

WIDE = 1_000_000
KINDS = [("", _("no note on this line")), *FieldNote.Kind.choices]


class MilestoneForm(forms.Form):
    """A point on the way."""

    title = forms.CharField(label=_("By then"), required=False, max_length=WIDE, help_text=_("What will be there?"))
    due_on = forms.DateField(label=_("By"), required=False, widget=DayInput)


class ChangeMilestoneForm(MilestoneForm):
    """A milestone that is there; knows which version its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class TaskForm(forms.Form):
    """A card on the team's board."""

    title = forms.CharField(label=_("What is to be done"), required=False, max_length=WIDE)
    doer = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, team: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(one.pk): one for one in team}
        field: Any = self.fields["doer"]
        field.choices = [("", _("anybody")), *((key, one.first_name) for key, one in self.team.items())]

    @property
    def values(self) -> dict[str, Any]:
        """What the card says."""
        return {"title": self.cleaned_data["title"], "doer": self.team.get(self.cleaned_data["doer"])}


class ChangeTaskForm(TaskForm):
    """A card that is there; knows which version its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NoteForm(forms.Form):
    """What was found out in the field."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=FieldNote.Kind.choices)
    on = forms.DateField(label=_("When"), widget=DayInput)
    words = forms.CharField(
        label=_("What we found"), required=False, max_length=WIDE, widget=forms.Textarea(attrs={"rows": 3})
    )
    place = forms.CharField(label=_("Where"), required=False, max_length=WIDE)
    whom = forms.CharField(
        label=_("Whom"),
        required=False,
        max_length=WIDE,
        help_text=_("A first name, or what they do. Ask before you write somebody down."),
    )
    amount = forms.DecimalField(
        label=_("How much"), required=False, max_digits=14, decimal_places=4, help_text=_("For a measurement.")
    )
    unit = forms.CharField(label=_("Unit"), required=False, max_length=WIDE, help_text=_("Such as cm, °C or people."))
    minutes = forms.IntegerField(label=_("Minutes away from the screen"), required=False)

    @property
    def noted(self) -> Noted:
        """What stands there, as the actions take it."""
        return Noted(**{name: self.cleaned_data[name] for name in Noted.__dataclass_fields__})


class NewNoteForm(NoteForm):
    """A new note, with photos and sounds."""

    uploads = FilesField(
        label=_("Photos, sounds"),
        required=False,
        help_text=_("They become evidence of the whole team."),
        widget=CameraAndFilesInput,
    )


class ChangeNoteForm(NoteForm):
    """A note that is there; knows which version its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class LineForm(NoteForm):
    """One line of a printed page; without a kind it is no note."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices, fields["kind"].required, fields["on"].required = KINDS, False, False
        fields["words"].widget.attrs["rows"] = 2

    def clean(self) -> dict[str, Any]:
        """A line that is written needs its day."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("kind") and "on" not in self.errors and not data.get("on"):
            self.add_error("on", _("Say on which day."))
        if not data.get("kind") and data.get("words", "").strip():
            self.add_error("kind", _("Choose what it is."))
        return data


LinesFormSet: Any = forms.formset_factory(LineForm, extra=6, max_num=20, absolute_max=40)


class SourceForm(forms.Form):
    """Where something came from."""

    title = forms.CharField(
        label=_("What it is"), required=False, max_length=WIDE, help_text=_("A book, a page, a film, a talk.")
    )
    credit = forms.CharField(label=_("Who made it"), required=False, max_length=WIDE)
    link = forms.URLField(label=_("Address"), required=False, max_length=1000, assume_scheme="https")
    licence = forms.CharField(
        label=_("How it may be used"), required=False, max_length=WIDE, help_text=_("Such as CC BY, or “we asked”.")
    )
    words = forms.CharField(label=_("What we took from it"), required=False, max_length=WIDE)


class LinkForm(forms.Form):
    """Something shown in evidence, at a milestone if one likes."""

    artefact = ArtefactField(label=_("From your evidence"), queryset=Artefact.objects.none())
    milestone = forms.TypedChoiceField(
        label=_("At which milestone?"), required=False, coerce=UUID, empty_value=None, choices=()
    )

    def __init__(
        self, *args: Any, artefacts: QuerySet[Artefact], milestones: Sequence[Milestone], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.milestones = {one.pk: one for one in milestones}
        fields: Any = self.fields
        fields["artefact"].queryset = artefacts
        fields["milestone"].choices = [("", _("none")), *((str(one.pk), one.title) for one in milestones)]

    @property
    def values(self) -> dict[str, Any]:
        """What is linked, and where."""
        data = self.cleaned_data
        return {"artefact": data["artefact"], "milestone": self.milestones.get(data["milestone"])}
