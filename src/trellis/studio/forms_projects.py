"""Forms of projects: their words and choices, answers to proposals, teams, mentors. What may be the actions know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.plan.models import Goal
from trellis.studio.actions.projects import Written
from trellis.studio.choosing import Held, Said, open_ones
from trellis.studio.forms_exhibitions import DayInput
from trellis.studio.models import Choice, DimensionName, ProposalAnswer

WIDE = 1_000_000  # far more than is accepted, so that the action can say how much is too much


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(obj.full_name)


def _long(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        strip=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class ProjectForm(forms.Form):
    """A project's words, and a choice with its reason for each dimension that is open. ``version``: the page's."""

    title = forms.CharField(
        label=_("What we call it"),
        required=False,
        max_length=WIDE,
        help_text=_("Such as “Sounds of our street”. You can change it later."),
    )
    question = forms.CharField(
        label=_("Our question"),
        required=False,
        max_length=WIDE,
        help_text=_("One that you cannot look up: you have to find out."),
    )
    words = _long(_("What we want to do"), rows=4)
    first_steps = _long(_("Our first steps"), _("What will you do in the first week? One on each line."))
    competencies = forms.ModelMultipleChoiceField(
        label=_("What we want to learn"), queryset=Competency.objects.none(), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, held: Sequence[Held], competencies: QuerySet[Competency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held = [one for one in open_ones(list(held)) if one.name != DimensionName.QUESTION]
        self.fields["competencies"].queryset = competencies  # type: ignore[attr-defined]
        for one in self.held:
            self.fields[f"choice-{one.name}"] = _choice_field(one)
            self.fields[f"because-{one.name}"] = _long(_("Because"), rows=2)

    @property
    def choosing(self) -> list[tuple[Held, Any, Any]]:
        """Each open dimension with its two fields."""
        return [(one, self[f"choice-{one.name}"], self[f"because-{one.name}"]) for one in self.held]

    @property
    def written(self) -> Written:
        """What was written, as the actions take it."""
        data = self.cleaned_data
        choices = {
            one.name: Said(data.get(f"choice-{one.name}", ""), data.get(f"because-{one.name}", "")) for one in self.held
        }
        names = ("title", "question", "words", "first_steps")
        return Written(**{name: data[name] for name in names}, choices=choices, competencies=data["competencies"])

    @property
    def picked(self) -> list[str]:
        """The competencies that are ticked, also on a form that was not valid."""
        if self.is_bound:
            return list(self.data.getlist("competencies")) if hasattr(self.data, "getlist") else []
        return [str(value) for value in self.initial.get("competencies") or ()]


def _choice_field(one: Held) -> forms.Field:
    if one.is_of_options:
        field = forms.ChoiceField(label=_("Our choice"), required=False, widget=forms.RadioSelect)
        field.choices = [(option, option) for option in one.options]
        return field
    return forms.CharField(label=_("Our choice"), required=False, max_length=WIDE)


class AnswerForm(forms.Form):
    """An educator's answer to one version of a proposal."""

    verdict = forms.ChoiceField(
        label=_("Your answer"), widget=forms.RadioSelect, choices=ProposalAnswer.Verdict.choices, required=False
    )
    changes = _long(_("What should change"), _("For “go with changes”. The team accepts it before it begins."))
    reason = _long(_("Why"), _("For “let us talk first” and “not like this”; welcome with every answer."))
    alternative = _long(_("What could be done instead"), _("For “not like this”: every no shows a way on."))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class AskForm(forms.Form):
    """Classmates to ask into a team."""

    people = PeopleField(
        label=_("Whom do you ask?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people  # type: ignore[attr-defined]


class TitleField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One thing by its title."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title."""
        return str(obj.title)


class GoalForm(forms.Form):
    """One of the goals of one's own plan."""

    goal = TitleField(
        label=_("My goal"),
        queryset=Goal.objects.none(),
        required=False,
        blank=True,
        empty_label=_("none of them for now"),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, goals: QuerySet[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"].queryset = goals  # type: ignore[attr-defined]


class RolesForm(forms.Form):
    """Roles of a team, each with whoever has it; two empty lines for more."""

    def __init__(
        self, *args: Any, roles: Sequence[tuple[str, UUID | None]], team: Sequence[Person], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(one.pk): one for one in team}
        whom = [("", _("nobody yet"))] + [(key, one.first_name) for key, one in self.team.items()]
        self.places = range(len(roles) + 2)
        for place in self.places:
            role, learner = roles[place] if place < len(roles) else ("", None)
            self.fields[f"role-{place}"] = forms.CharField(
                label=_("Role"), required=False, initial=role, max_length=WIDE
            )
            self.fields[f"learner-{place}"] = forms.ChoiceField(
                label=_("Who"), required=False, choices=whom, initial=str(learner or "")
            )

    @property
    def lines(self) -> list[tuple[Any, Any]]:
        """Each line with its two fields."""
        return [(self[f"role-{place}"], self[f"learner-{place}"]) for place in self.places]

    @property
    def roles(self) -> list[tuple[str, Person]]:
        """The roles that somebody has."""
        data = self.cleaned_data
        said = [(data.get(f"role-{n}", ""), self.team.get(data.get(f"learner-{n}", ""))) for n in self.places]
        return [(role, learner) for role, learner in said if role and learner is not None]


class EndForm(forms.Form):
    """A look back at the end of a project."""

    words = _long(_("Looking back"), _("What did you learn? What would you do another time?"), rows=5)


class LookBackForm(forms.Form):
    """A look back on each choice: was it a good one, and what next time?"""

    def __init__(self, *args: Any, choices: Sequence[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(choices)
        for row in self.rows:
            self.fields[f"look-{row.name}"] = forms.ChoiceField(
                label=_("Was it a good choice?"),
                required=False,
                widget=forms.RadioSelect,
                choices=[one for one in Choice.LookBack.choices if one[0]],
                initial=row.look_back,
            )
            self.fields[f"next-{row.name}"] = forms.CharField(
                label=_("What would you choose next time?"), required=False, max_length=WIDE, initial=row.next_time
            )

    @property
    def lines(self) -> list[tuple[Choice, Any, Any]]:
        """Each choice with its two fields."""
        return [(row, self[f"look-{row.name}"], self[f"next-{row.name}"]) for row in self.rows]

    @property
    def said(self) -> Mapping[str, tuple[str, str]]:
        """What was said, by dimension."""
        data = self.cleaned_data
        return {row.name: (data.get(f"look-{row.name}", ""), data.get(f"next-{row.name}", "")) for row in self.rows}


class MentorWishForm(forms.Form):
    """Whom a team would like as a mentor: somebody of the school, or somebody by name and e-mail."""

    mentor = forms.ModelChoiceField(
        label=_("A mentor of our school"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("somebody else"),
    )
    name = forms.CharField(label=_("Or somebody else: who?"), required=False, max_length=WIDE)
    email = forms.EmailField(label=_("Their e-mail"), required=False, max_length=254)
    why = forms.CharField(label=_("What can they help you with?"), required=False, max_length=WIDE)

    def __init__(self, *args: Any, mentors: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["mentor"]
        field.queryset = mentors
        field.label_from_instance = lambda person: person.full_name


class MentorAnswerForm(forms.Form):
    """An educator's answer to a wish for a mentor."""

    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DayInput,
        help_text=_("From this day on they see nothing of the project any more."),
    )
    reason = forms.CharField(label=_("If not: why?"), required=False, max_length=WIDE)


class ComeInForm(forms.Form):
    """Who somebody is who comes in by a link, and how they want to sign in."""

    given_name = forms.CharField(
        label=_("Your given name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    family_name = forms.CharField(
        label=_("Your family name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    username = forms.CharField(
        label=_("A username to sign in with"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 10 characters. Three words that you can picture make a good one."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
