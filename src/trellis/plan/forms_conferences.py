"""Forms of conferences. They validate and clean; they never save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from trellis.core.actions import ActionRefused, StaleVersion
from trellis.core.models import DecidedBy
from trellis.plan.changes import GoalChange
from trellis.plan.clauses import MOST_LETTERS
from trellis.plan.forms import DayInput
from trellis.plan.models import Clause, Goal, Topic
from trellis.profile.models import Facet

LENGTHS = (15, 20, 30, 40, 45, 60, 90)
SHORT = forms.Textarea(attrs={"rows": 2})


def _minutes(n: int) -> str:
    return ngettext("%(n)s minute", "%(n)s minutes", n) % {"n": n}


def _put(form: forms.Form, name: str, refusal: StaleVersion) -> None:
    """Let a form name the version that stands there now; the rest of what was sent stays as it is."""
    data = QueryDict(mutable=True)  # keeps the several values of one field apart
    data.update(form.data)
    data[name] = str(refusal.current.version)  # type: ignore[attr-defined]
    form.data = data


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class OverForm(forms.Form):
    """A form that knows which version its page showed, and can be sent again over a newer one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def save_over(self, refusal: StaleVersion) -> Any:
        """Show the same words again, to be saved over what stands there now; return that."""
        _put(self, "version", refusal)
        return refusal.current


class ConferenceForm(OverForm):
    """When and where a conference is, and who comes; times are those of the school. ``version`` is its event's."""

    on = forms.DateField(label=_("Day"), widget=DayInput)
    at = forms.TimeField(label=_("Time"), widget=TimeInput)
    minutes = forms.TypedChoiceField(label=_("How long"), coerce=int, initial=30)
    place = forms.CharField(label=_("Place"), max_length=200, help_text=_("Such as “Room 4” or “on the telephone”."))
    people = forms.MultipleChoiceField(
        label=_("Who comes, besides the learner"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, time_zone: str, people: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(time_zone)
        self.fields["minutes"].choices = [(n, _minutes(n)) for n in LENGTHS]  # type: ignore[attr-defined]
        self.fields["people"].choices = list(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Put day, time and length together in the school's time zone."""
        given = super().clean() or {}
        on, at, minutes = given.get("on"), given.get("at"), given.get("minutes")
        if on and at and minutes:
            start = datetime.combine(on, at, tzinfo=self.zone)
            if start.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != start.replace(tzinfo=None):
                self.add_error("at", _("On this day the clocks skip this hour. Choose another time."))
            given["starts_at"] = start.astimezone(UTC)
            given["ends_at"] = given["starts_at"] + timedelta(minutes=minutes)
        return given


class TopicsForm(forms.Form):
    """What the learner ticks for the agenda."""

    goals = forms.ModelMultipleChoiceField(queryset=Goal.objects.none(), required=False)
    facets = forms.ModelMultipleChoiceField(queryset=Facet.objects.none(), required=False)

    def __init__(self, *args: Any, goals: QuerySet[Goal], facets: QuerySet[Facet], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goals"].queryset = goals  # type: ignore[attr-defined]
        self.fields["facets"].queryset = facets  # type: ignore[attr-defined]


class WordsForm(forms.Form):
    """A topic in the learner's own words."""

    words = forms.CharField(label=_("Something else I want to talk about"), max_length=300)


class NotesForm(OverForm):
    """Notes on a topic, or on the whole conference."""

    notes = forms.CharField(label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class RefusedForm(forms.Form):
    """A form that can say at its field what an action refused."""

    def refuse(self, refusal: ActionRefused) -> None:
        """Show the sentence of a refusal at its field, or above the form."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal.sentence))


class OutcomeForm(RefusedForm):
    """What was decided, and by whom."""

    words = forms.CharField(
        label=_("What did you decide?"),
        help_text=_("In your own words. One or two sentences are enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    decided_by = forms.ChoiceField(
        label=_("Whose decision is it?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("", _("We decided it together")),
            (DecidedBy.LEARNER, _("The learner’s")),
            (DecidedBy.EDUCATOR, _("The educator’s")),
            (DecidedBy.FAMILY, _("The family’s")),
        ],
    )
    topic = forms.ModelChoiceField(queryset=Topic.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, topics: QuerySet[Topic], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics  # type: ignore[attr-defined]


class GoalChangeForm(RefusedForm):
    """The parts of a goal that a decision may change; ``base_version`` is what the page showed."""

    title = forms.CharField(
        label=Clause.TITLE.label,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": MOST_LETTERS[Clause.TITLE]}),
    )
    why = forms.CharField(label=Clause.WHY.label, required=False, widget=SHORT)
    success = forms.CharField(label=Clause.SUCCESS.label, required=False, widget=SHORT)
    show_as = forms.CharField(label=Clause.SHOW_AS.label, required=False, widget=SHORT)
    how = forms.CharField(label=Clause.HOW.label, required=False, widget=SHORT)
    with_whom = forms.CharField(
        label=Clause.WITH_WHOM.label,
        required=False,
        widget=forms.TextInput(attrs={"maxlength": MOST_LETTERS[Clause.WITH_WHOM]}),
    )
    finish_by = forms.DateField(label=Clause.FINISH_BY.label, required=False, widget=DayInput)
    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def change_of(self, goal: Goal) -> GoalChange:
        """Return the clauses as they should stand, against the version that the page showed."""
        clauses = {name: value for name, value in self.cleaned_data.items() if name != "base_version"}
        return GoalChange(goal, self.cleaned_data["base_version"], clauses)

    def refuse(self, refusal: ActionRefused) -> None:
        """Let a goal that somebody changed meanwhile be looked at anew; nothing that was written is lost."""
        if isinstance(refusal, StaleVersion):
            _put(self, self.add_prefix("base_version"), refusal)
        super().refuse(refusal)
