"""Forms of frames: what it is about, the eight dimensions, criteria, phases, variations. They never save."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.framework.models import Competency, Level
from trellis.people.models import Person
from trellis.school.models import SchoolClass
from trellis.studio.actions.frames import Decided
from trellis.studio.models import Dimension, DimensionName, Phase, Stance
from trellis.studio.queries.frame_mix import DimensionLine

LINES = forms.Textarea(attrs={"rows": 3})


class DayInput(forms.DateInput):
    """A day as browsers pick it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClassesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Classes by title."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title."""
        return str(obj.title)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(obj.full_name)


class NewFrameForm(forms.Form):
    """A title, days and classes are enough to begin."""

    title = forms.CharField(label=_("Title"), max_length=200)
    classes = ClassesField(
        label=_("Who answers it"),
        queryset=SchoolClass.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    starts_on = forms.DateField(label=_("From"), widget=DayInput)
    ends_on = forms.DateField(label=_("Until"), widget=DayInput)

    def __init__(self, *args: Any, classes: QuerySet[SchoolClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["classes"].queryset = classes  # type: ignore[attr-defined]


class FrameForm(NewFrameForm):
    """What a frame is about. ``version`` is the one its page showed."""

    question = forms.CharField(
        label=_("Driving question or theme"),
        max_length=300,
        required=False,
        help_text=_("A question that nobody can answer in one word, and that matters outside school."),
    )
    words = forms.CharField(
        label=_("What it is about"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    criteria_until = forms.DateField(
        label=_("Learners propose criteria until"),
        required=False,
        widget=DayInput,
        help_text=_("Leave it empty, and the criteria are yours."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("title", "question", "words", "classes", "starts_on", "ends_on", "criteria_until", "version")

    stands_there = ""


class DimensionsForm(forms.Form):
    """Who decides each of the eight: mode, what holds, options and sparks, one on each line."""

    def __init__(self, *args: Any, lines: Iterable[DimensionLine] = (), varies: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.varies, known = varies, {line.name: line for line in lines}
        modes: list[tuple[str, Any]] = [("", _("as for everybody"))] if varies else []
        modes += [(value, label) for value, label in Dimension.Mode.choices]
        for name, label in DimensionName.choices:
            line = known.get(name)
            self.fields[f"{name}_mode"] = forms.ChoiceField(
                label=label,
                choices=modes,
                required=not varies,
                initial=line.mode if line and (not varies or line.is_varied) else ("" if varies else "free"),
                widget=forms.RadioSelect,
            )
            self._text(f"{name}_words", _("What holds"), line.words if line else "", _("If it is fixed: say what."))
            self._text(
                f"{name}_options",
                _("To choose from"),
                "\n".join(line.options) if line else "",
                _("One on each line, two at least."),
            )
            self._text(
                f"{name}_sparks",
                _("Sparks"),
                "\n".join(line.sparks) if line else "",
                _("Examples that start ideas. Nobody has to take one."),
            )

    def _text(self, name: str, label: Any, initial: str, help_text: Any) -> None:
        self.fields[name] = forms.CharField(
            label=label, required=False, initial=initial, help_text=help_text, widget=LINES, max_length=4000
        )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The fields of each dimension, for the page."""
        return [
            {
                "name": name,
                "label": label,
                "mode": self[f"{name}_mode"],
                "texts": [self[f"{name}_{part}"] for part in ("words", "options", "sparks")],
                "is_open": any(self[f"{name}_{part}"].errors for part in ("words", "options", "sparks")),
            }
            for name, label in DimensionName.choices
        ]

    @property
    def decided(self) -> dict[str, Decided]:
        """What was said, by name; in a variation only what differs."""
        data = self.cleaned_data
        return {
            name: Decided(
                mode=data[f"{name}_mode"],
                words=data[f"{name}_words"],
                options=tuple(data[f"{name}_options"].splitlines()),
                sparks=tuple(data[f"{name}_sparks"].splitlines()),
            )
            for name in DimensionName.values
            if data[f"{name}_mode"]
        }


class CompetenciesForm(forms.Form):
    """Which competencies and learning skills every answer works on."""

    competencies = forms.ModelMultipleChoiceField(queryset=Competency.objects.none(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = Competency.objects.filter(retired_at__isnull=True)
        self.fields["competencies"].queryset = found  # type: ignore[attr-defined]


class CriterionForm(forms.Form):
    """A criterion with what each level looks like."""

    title = forms.CharField(label=_("We look at"), max_length=200)
    words = forms.CharField(label=_("What it means"), required=False, max_length=2000, widget=LINES)
    competency = forms.ModelChoiceField(
        label=_("It shows this competency"),
        queryset=Competency.objects.none(),
        required=False,
        empty_label=_("none in particular"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    stands_there = ""

    def __init__(
        self,
        *args: Any,
        levels: Iterable[tuple[Level, str]],
        competencies: QuerySet[Competency],
        texts: dict[UUID, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["competency"].queryset = competencies  # type: ignore[attr-defined]
        self.levels = [level.pk for level, _title in levels]
        for level, title in levels:
            text = (texts or {}).get(level.pk, "")
            self.fields[f"level_{level.pk}"] = forms.CharField(
                label=title, required=False, initial=text, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )

    @property
    def level_texts(self) -> dict[UUID, str]:
        """What each level looks like."""
        return {pk: self.cleaned_data[f"level_{pk}"] for pk in self.levels}


class ProposedCriterionForm(forms.Form):
    """A criterion that a learner proposes."""

    title = forms.CharField(label=_("We should look at"), max_length=200)
    words = forms.CharField(label=_("Because"), required=False, max_length=2000, widget=LINES)


class VoiceForm(forms.Form):
    """What a learner says to a proposed criterion."""

    stance = forms.ChoiceField(choices=Stance.choices)
    words = forms.CharField(required=False, max_length=300)


class PhaseForm(forms.Form):
    """A part of a frame: what happens, with whom, where, how long."""

    title = forms.CharField(label=_("What happens"), max_length=200)
    words = forms.CharField(label=_("How"), required=False, max_length=2000, widget=LINES)
    together = forms.ChoiceField(
        label=_("With whom"), choices=Phase.Together.choices, initial=Phase.Together.SMALL, widget=forms.RadioSelect
    )
    screen = forms.ChoiceField(
        label=_("Where"), choices=Phase.Screen.choices, initial=Phase.Screen.OFF, widget=forms.RadioSelect
    )
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=6000, initial=45)
    starts_on = forms.DateField(label=_("From, if it has a day"), required=False, widget=DayInput)


class VariationForm(DimensionsForm):
    """Other choices for some learners, and why."""

    title = forms.CharField(label=_("What you call it"), max_length=120, required=False)
    reason = forms.CharField(label=_("Why it helps"), widget=LINES, max_length=2000)
    learners = PeopleField(label=_("For whom"), queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple)
    competencies = forms.ModelMultipleChoiceField(queryset=Competency.objects.none(), required=False)

    def __init__(self, *args: Any, learners: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, varies=True, **kwargs)
        self.fields["learners"].queryset = learners  # type: ignore[attr-defined]
        found = Competency.objects.filter(retired_at__isnull=True)
        self.fields["competencies"].queryset = found  # type: ignore[attr-defined]


def days_from(today: date) -> dict[str, date]:
    """Return the days a new frame begins with: from next Monday, for four weeks."""
    from_ordinal = date.fromordinal
    monday = from_ordinal(today.toordinal() + 7 - today.weekday())
    return {"starts_on": monday, "ends_on": from_ordinal(monday.toordinal() + 27)}
