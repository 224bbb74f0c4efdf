"""Forms of the board: words about a project's work beside a criterion, and a mini-lesson for a class."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.studio.forms_critique import WIDE, day_input
from trellis.studio.queries.board_project import BoardProject


class BoardFeedbackForm(forms.Form):
    """What works and what could be next, about one thing the team shows; a level only where one was asked for."""

    artefact = forms.TypedChoiceField(label=_("About"), coerce=UUID, choices=(), widget=forms.RadioSelect)
    criterion = forms.ChoiceField(label=_("Looking at"), choices=(), required=False, widget=forms.RadioSelect)
    works = forms.CharField(
        label=_("What works"), required=False, max_length=WIDE, widget=forms.Textarea(attrs={"rows": 2})
    )
    next = forms.CharField(
        label=_("What could be next"), required=False, max_length=WIDE, widget=forms.Textarea(attrs={"rows": 2})
    )
    level = forms.ChoiceField(
        label=_("You were asked for a level. Which words fit, in your eyes?"),
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Because …"), required=False, max_length=WIDE)

    def __init__(self, *args: Any, page: BoardProject, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["artefact"].choices = [(str(one.id), one.title) for one in page.artefacts]
        fields["artefact"].initial = str(page.artefacts[0].id) if page.artefacts else ""
        fields["criterion"].choices = [("", _("all of it"))] + [(str(one.id), one.title) for one in page.criteria]
        groups = [(one.title, list(one.choices)) for one in page.criteria if one.choices]
        if not groups:
            del self.fields["level"], self.fields["reason"]
            return
        fields["level"].choices = groups

    def said_about(self, page: BoardProject) -> str:
        """Return what works, after the criterion that it is about."""
        titles = {str(one.id): one.title for one in page.criteria}
        about, works = titles.get(self.cleaned_data["criterion"], ""), str(self.cleaned_data["works"]).strip()
        return f"{about}: {works}" if about and works else works


class MiniLessonForm(forms.Form):
    """A mini-lesson as a question for a class on a day."""

    text = forms.CharField(
        label=_("What it asks"), required=False, max_length=WIDE, widget=forms.Textarea(attrs={"rows": 2})
    )
    school_class = forms.TypedChoiceField(label=_("For"), coerce=UUID, choices=())
    on = forms.DateField(label=_("When"), widget=day_input())
    kind = forms.CharField(widget=forms.HiddenInput)
    key = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, classes: Sequence[tuple[UUID, str]], day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["school_class"].choices = [(str(key), title) for key, title in classes]
        fields["on"].initial = day + timedelta(days=1)
