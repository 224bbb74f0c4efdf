"""The form of a journal entry: one box for each question, what it is about, who can see it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.evidence.actions.journal import Thought
from trellis.evidence.prompts import ALL, prompts_for
from trellis.evidence.queries.journal import artefacts_to_choose, goals_to_choose, skill_name, skills_to_choose
from trellis.framework.models import Competency
from trellis.framework.queries_words import reader_language, shortened
from trellis.people.models import Person
from trellis.profile.queries import SEEN

WIDE = 1_000_000  # far more than is accepted, so that the action can say how much is too much


class _Choice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Goals, artefacts and skills by their short names."""

    def label_from_instance(self, obj: Any) -> str:
        """Return what it is called."""
        if isinstance(obj, Competency):
            return skill_name(obj, reader_language())
        return shortened(getattr(obj, "title", "") or getattr(obj, "words", ""), 70)


class ReflectionForm(forms.Form):
    """An entry. Each question may stay empty; ``version`` is the one its page showed."""

    words = forms.CharField(
        label=_("In my own words"),
        required=False,
        strip=False,
        max_length=WIDE,
        help_text=_("No question fits? Just write."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    goal = _Choice(label=_("It is about a goal"), queryset=None, required=False, empty_label=_("none"))
    artefact = _Choice(label=_("It is about something I showed"), queryset=None, required=False, empty_label=_("none"))
    skill = _Choice(label=_("It is about a learning skill"), queryset=None, required=False, empty_label=_("none"))
    audience = forms.ChoiceField(
        label=_("Who can see this?"),
        choices=[(key, words[1]) for key, words in SEEN.items()],
        initial="me",
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, learner: Person, skill_code: str | None, also: tuple[str, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = {
            "goal": goals_to_choose(learner),
            "artefact": artefacts_to_choose(learner),
            "skill": skills_to_choose(),
        }
        for name, queryset in choices.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]
        self.asked = tuple(dict.fromkeys([*prompts_for(skill_code), *(key for key in also if key in ALL)]))
        for key in self.asked:
            self.fields[key] = forms.CharField(
                label=str(ALL[key]),
                required=False,
                strip=False,
                max_length=WIDE,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def questions(self) -> list[Any]:
        """Return the boxes of the questions."""
        return [self[key] for key in self.asked]

    def thought(self) -> Thought:
        """Return what was written, for the action."""
        data = self.cleaned_data
        return Thought(
            answers={key: data.get(key, "") for key in self.asked},
            words=data.get("words", ""),
            goal=data.get("goal"),
            artefact=data.get("artefact"),
            skill=data.get("skill"),
        )
