"""Forms of lessons: what one saw, a question, a check, an answer, an idea to take up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.evidence.models import Check, Question
from trellis.evidence.queries.noticing import Seen
from trellis.people.models import Person

NOTHING_CHOSEN = ("", _("about nothing in particular"))


class NoticeForm(forms.Form):
    """Whom one saw, what, and in which words. ``key`` was made on the device."""

    learner = forms.ChoiceField(label=_("Who?"), widget=forms.RadioSelect)
    competencies = forms.MultipleChoiceField(
        label=_("What did you see?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = forms.CharField(
        label=_("In one sentence"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 2})
    )
    happened_on = forms.DateField(required=False, widget=forms.HiddenInput)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, learners: Sequence[Person], seen: Sequence[Seen], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        self.people = {str(one.pk): one for one in learners}
        self.seen = {str(one.id): one.words for one in seen}
        self.fields["learner"].choices = [(key, one.full_name) for key, one in self.people.items()]  # type: ignore[attr-defined]
        self.fields["competencies"].choices = list(self.seen.items())  # type: ignore[attr-defined]

    def clean_happened_on(self) -> date:
        """Return the day of the device, but never one that has not begun at school."""
        return min(self.cleaned_data["happened_on"] or self.on, self.on)

    def clean(self) -> dict[str, Any]:
        """Let what was tapped speak where nobody wrote a sentence."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("words") and found.get("competencies"):
            found["words"] = "; ".join(self.seen[key] for key in found["competencies"])
        return found

    @property
    def whom(self) -> Person:
        """Who was seen."""
        return self.people[self.cleaned_data["learner"]]

    @property
    def competency_ids(self) -> list[UUID]:
        """What was tapped."""
        return [UUID(key) for key in self.cleaned_data["competencies"]]


class _AboutForm(forms.Form):
    """Something about a competency that the class works on."""

    competency = forms.ChoiceField(label=_("What is it about?"), required=False)

    def __init__(self, *args: Any, seen: Sequence[Seen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [NOTHING_CHOSEN, *((str(one.id), one.words) for one in seen)]
        self.fields["competency"].choices = choices  # type: ignore[attr-defined]

    @property
    def competency_id(self) -> UUID | None:
        """What it is about."""
        return UUID(self.cleaned_data["competency"]) if self.cleaned_data["competency"] else None


class QuestionForm(_AboutForm):
    """A question to plan. ``version`` is the one its page showed."""

    text = forms.CharField(label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    depth = forms.ChoiceField(label=_("How deep does it go?"), choices=Question.Depth.choices, widget=forms.RadioSelect)
    on = forms.DateField(label=_("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("text", "depth", "on", "competency", "version")


class CheckForm(_AboutForm):
    """A quick check to open."""

    text = forms.CharField(
        label=_("What do you ask the class?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    kind = forms.ChoiceField(label=_("How do they answer?"), choices=Check.Kind.choices, widget=forms.RadioSelect)
    options = forms.CharField(
        label=_("What can they choose?"),
        required=False,
        max_length=2_000,
        help_text=_("One in each line, two to six; for “choose and say why”."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("text", "kind", "options", "competency")

    def clean_options(self) -> list[str]:
        """Return the lines."""
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class AnswerForm(forms.Form):
    """A learner's answer: one of the options, words, or both."""

    option = forms.TypedChoiceField(
        label=_("Your answer"), required=False, coerce=int, empty_value=None, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("Why?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, options: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if options:
            self.fields["option"].choices = list(enumerate(options))  # type: ignore[attr-defined]
        else:
            del self.fields["option"]
            self.fields["words"].label = _("Your answer")


class IdeaForm(forms.Form):
    """An idea to take up, and who had it."""

    words = forms.CharField(label=_("The idea, in your words"), max_length=300)
    learners = forms.MultipleChoiceField(label=_("Who had it"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, learners: Sequence[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learners"].choices = [(str(key), name) for key, name in learners]  # type: ignore[attr-defined]

    @property
    def learner_ids(self) -> list[UUID]:
        """Who had it."""
        return [UUID(key) for key in self.cleaned_data["learners"]]
