"""Forms of announced judgements: what is announced, and what an educator says of one learner."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.evidence.forms_sealing import DayInput
from trellis.evidence.models import Judgement
from trellis.framework.models import Competency


class AnnounceForm(forms.Form):
    """What is judged, how, when, and against which competencies."""

    title = forms.CharField(label=_("What it is"), max_length=200)
    words = forms.CharField(
        label=_("How it is judged, and what helps to get ready"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=4000,
    )
    on = forms.DateField(label=_("When"), widget=DayInput, help_text=_("After today, so that everybody can get ready."))
    competencies = forms.ModelMultipleChoiceField(queryset=Competency.objects.none(), required=False)

    def __init__(self, *args: Any, competencies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competencies"].queryset = competencies  # type: ignore[attr-defined]

    @property
    def picked(self) -> list[str]:
        """The competencies that are ticked, also on a form that was not valid."""
        if self.is_bound:
            return list(self.data.getlist("competencies")) if hasattr(self.data, "getlist") else []
        return [str(value) for value in self.initial.get("competencies") or ()]


class JudgeForm(forms.Form):
    """A level with its reason; ``revisits`` is what stood there when the page was opened."""

    level = forms.ChoiceField(label=_("What you can say now"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Because"),
        help_text=_("What you saw, in words that the learner understands."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )
    revisits = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, before: Judgement | None, levels: list[tuple[str, str]]) -> None:
        super().__init__(data, initial={"revisits": before.pk} if before else {})
        self.before = before
        self.fields["level"].choices = levels  # type: ignore[attr-defined]

    @property
    def revisited(self) -> Judgement | None:
        """What stood there when the page was opened; None where somebody judged since."""
        same = self.before is not None and self.cleaned_data["revisits"] == self.before.pk
        return self.before if same else None
