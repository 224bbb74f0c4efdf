"""Forms of check-ins: asking a round, and answering one on a calm page."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.people.models import School
from trellis.profile.models import CheckIn
from trellis.profile.questions import READY, SCALE, WORDS, Question, own, ready
from trellis.school.models import SchoolClass

WIDE = 1_000_000
LETTERS = 200


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CheckInForm(forms.Form):
    """A round: whom, what, who is told, from when until when."""

    whom = forms.ChoiceField(label=_("Whom do you ask?"))
    title = forms.CharField(label=_("Title"), max_length=120, help_text=_("Such as “How was this week?”"))
    ready = forms.MultipleChoiceField(
        label=_("Questions that are ready"),
        choices=[(key, words) for key, (_kind, words) in READY.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own = forms.CharField(
        label=_("Your own questions"),
        required=False,
        help_text=_("One on each line. Ask about how it is, not about marks."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    own_kind = forms.ChoiceField(
        label=_("Your own questions are answered with"),
        choices=[(WORDS, _("words")), (SCALE, _("one of five faces"))],
        initial=WORDS,
        widget=forms.RadioSelect,
    )
    told = forms.ChoiceField(
        label=_("Who is told the answers?"),
        choices=[
            (CheckIn.Told.AUTHOR, _("only you, who asks (for a school: counts alone)")),
            (CheckIn.Told.EDUCATORS, _("the educators of each learner")),
            (CheckIn.Told.NOBODY, _("only the learner")),
        ],
        initial=CheckIn.Told.AUTHOR,
        help_text=_("Learners read this before they answer. It cannot be changed afterwards."),
        widget=forms.RadioSelect,
    )
    first_day = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)

    def __init__(
        self, *args: Any, classes: QuerySet[SchoolClass], schools: QuerySet[School], today: date, **kwargs: Any
    ) -> None:
        week = {"first_day": today, "last_day": today + timedelta(days=6)}
        super().__init__(*args, **{**kwargs, "initial": week})
        self.places: dict[str, SchoolClass | School] = {str(one.pk): one for one in classes}
        self.places |= {str(one.pk): one for one in schools}
        names = [(key, str(getattr(one, "title", "") or one)) for key, one in self.places.items()]
        self.fields["whom"].choices = names  # type: ignore[attr-defined]

    def clean_own(self) -> list[str]:
        """Return the own questions, one of each line."""
        lines = [line.strip() for line in self.cleaned_data["own"].splitlines() if line.strip()]
        if any(len(line) > LETTERS for line in lines):
            raise forms.ValidationError(_("Say each question in at most %(n)s letters."), params={"n": LETTERS})
        return lines

    def given(self) -> dict[str, Any]:
        """Return what the action needs."""
        data, place = self.cleaned_data, self.places[self.cleaned_data["whom"]]
        return {
            "title": data["title"],
            "questions": ready(data["ready"]) + own(data["own"], data["own_kind"]),
            "told": data["told"],
            "opens_on": data["first_day"],
            "closes_on": data["last_day"] + timedelta(days=1),
            "school_class": place if isinstance(place, SchoolClass) else None,
            "school": place if isinstance(place, School) else None,
        }


class AnswerForm(forms.Form):
    """The answers to a round; nothing is required."""

    def __init__(self, *args: Any, questions: list[Question], values: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": values})
        self.questions = questions
        for question in questions:
            if question.is_scale:
                steps = [(n, words) for n, words, _mouth in question.steps()]
                self.fields[question.key] = forms.TypedChoiceField(
                    label=question.text, choices=steps, coerce=int, empty_value=None, required=False
                )
            else:
                area = forms.Textarea(attrs={"rows": 3})
                self.fields[question.key] = forms.CharField(
                    label=question.text, required=False, max_length=WIDE, strip=False, widget=area
                )

    def rows(self) -> list[dict[str, Any]]:
        """Return each question with its field and what is chosen, for the page."""
        return [
            {"question": one, "field": self[one.key], "chosen": str(self[one.key].value() or "")}
            for one in self.questions
        ]


def chosen_ids(values: list[str]) -> set[UUID]:
    """Return the ids among what was ticked; anything else is left out."""
    found = set()
    for value in values:
        try:
            found.add(UUID(value))
        except ValueError:
            continue
    return found
