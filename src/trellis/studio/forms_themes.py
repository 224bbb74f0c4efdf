"""Forms of themes: for when, what and why, what one thinks, an answer to a concern, what becomes of each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.studio.actions.themes import Outcome
from trellis.studio.forms_critique import WIDE
from trellis.studio.models import Stance, Theme
from trellis.studio.queries.themes import ThemesPage


class RoundForm(forms.Form):
    """For when a class chooses."""

    title = forms.CharField(
        label=_("For when"), required=False, max_length=WIDE, help_text=_("Such as “for the spring term”.")
    )


class ThemeForm(forms.Form):
    """A theme or question, and why it is worth everybody's time."""

    title = forms.CharField(
        label=_("Theme or question"),
        required=False,
        max_length=WIDE,
        help_text=_("Such as “Where does our water come from?”"),
    )
    why = forms.CharField(
        label=_("Why it is worth our time"), required=False, max_length=WIDE, widget=forms.Textarea(attrs={"rows": 3})
    )


class StanceForm(forms.Form):
    """What one thinks of a theme."""

    stance = forms.ChoiceField(label=_("What do you say?"), choices=Stance.choices, required=False)
    words = forms.CharField(label=_("My concern"), required=False, max_length=WIDE)


class AnswerForm(forms.Form):
    """How a concern is answered."""

    words = forms.CharField(label=_("How it is answered"), required=False, max_length=WIDE)


class DecideForm(forms.Form):
    """What becomes of each theme, and why; fields are named after the themes."""

    def __init__(self, *args: Any, page: ThemesPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        for line in page.lines:
            others = [(str(one.theme.pk), one.theme.title) for one in page.lines if one.theme.pk != line.theme.pk]
            key = str(line.theme.pk)
            choices = [(value, label) for value, label in Theme.Became.choices if value]
            self.fields[f"became-{key}"] = forms.ChoiceField(
                label=_("What becomes of it"), choices=[("", _("choose …")), *choices], required=False
            )
            self.fields[f"joined-{key}"] = forms.ChoiceField(
                label=_("Joined with"), choices=[("", "–"), *others], required=False
            )
            self.fields[f"words-{key}"] = forms.CharField(label=_("Why"), required=False, max_length=WIDE)

    @property
    def lines(self) -> list[tuple[Any, Any, Any, Any]]:
        """Each theme with its three fields."""
        return [
            (line, self[f"became-{line.theme.pk}"], self[f"joined-{line.theme.pk}"], self[f"words-{line.theme.pk}"])
            for line in self.page.lines
        ]

    @property
    def outcomes(self) -> dict[UUID, Outcome]:
        """What was said of each theme."""
        data = self.cleaned_data
        return {
            line.theme.pk: Outcome(
                data[f"became-{line.theme.pk}"],
                data[f"words-{line.theme.pk}"],
                UUID(data[f"joined-{line.theme.pk}"]) if data[f"joined-{line.theme.pk}"] else None,
            )
            for line in self.page.lines
        }
