"""Forms of artefacts, of judging oneself and of feedback. What may stand there the actions know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.core.audience import Audience
from trellis.evidence.actions.artefacts import Links, Said
from trellis.evidence.models import Artefact
from trellis.evidence.queries import choices
from trellis.evidence.queries.artefact import SEEN
from trellis.evidence.widgets import CameraAndFilesInput
from trellis.files.many import FilesField
from trellis.framework.models import Competency
from trellis.framework.queries_competency import LevelText
from trellis.framework.queries_words import in_language, reader_language, shortened, statement_plain
from trellis.people.models import Person
from trellis.plan.models import Goal, Step
from trellis.school.models import SchoolClass

WIDE = 1_000_000  # far more than is accepted, so that the action can say how much is too much


class CompetenciesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Competencies and learning skills, in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the short statement, else the beginning of the long one."""
        language = reader_language()
        short = in_language(obj.translations, language, "short_statement", obj.short_statement)
        return short or shortened(statement_plain(obj.statement, obj.translations, language), 90)


class PeopleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People by name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(obj.full_name)


def _offer(field: Any, rows: Sequence[Any]) -> None:
    """Show rows as the choices of a field."""
    field.choices = [(row.pk, field.label_from_instance(row)) for row in rows]


class ArtefactForm(forms.Form):
    """What there is to see, in one sentence at least, and what it is about. ``version`` is the one its page showed."""

    uploads = FilesField(
        label=_("Photos, sounds, videos, files"),
        required=False,
        help_text=_("Many at once, if you like. We do not keep where or when a photo was taken."),
        widget=CameraAndFilesInput,
    )
    words = forms.CharField(
        label=_("What is there to see?"),
        required=False,
        strip=False,
        max_length=WIDE,
        help_text=_("One sentence is enough. It is read to those who cannot see a photo."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    title = forms.CharField(label=_("A title, if you like"), required=False, max_length=WIDE)
    link = forms.URLField(label=_("Or an address on the web"), required=False, max_length=1000, assume_scheme="https")
    goals = forms.ModelMultipleChoiceField(
        label=_("My goals"),
        queryset=Goal.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    steps = forms.ModelMultipleChoiceField(
        queryset=Step.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    competencies = CompetenciesField(
        label=_("What it shows that I can do"),
        queryset=Competency.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    classes = forms.ModelMultipleChoiceField(
        label=_("Classes"),
        queryset=SchoolClass.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    team = PeopleField(
        label=_("Who made it with me?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is theirs too: they see it among their evidence, and are told."),
    )
    happened_on = forms.DateField(
        label=_("When was it?"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    place = forms.ChoiceField(
        label=_("Where?"),
        choices=Artefact.Place.choices,
        initial=Artefact.Place.SCHOOL,
        required=False,
        widget=forms.RadioSelect,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    stands_there = ""  # what somebody else saved since the page was opened

    def __init__(
        self,
        *args: Any,
        learner: Person,
        on: date,
        chosen: Sequence[UUID] = (),
        artefact: Artefact | None = None,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        fields: Any = self.fields
        if not self.is_bound:
            _offer(fields["goals"], choices.offered_goals(learner, artefact))
            _offer(fields["competencies"], choices.offered_competencies(learner, list(chosen), artefact))
            _offer(fields["classes"], choices.offered_classes(learner, on))
            _offer(fields["team"], choices.offered_team(learner, on, artefact))
            return
        fields["goals"].queryset = choices.goals_of(learner, artefact)
        fields["steps"].queryset = choices.steps_of(learner)
        fields["competencies"].queryset = choices.competencies_of(learner, list(chosen), artefact)
        fields["classes"].queryset = choices.classes_of(learner, on)
        fields["team"].queryset = choices.team_of(learner, on, artefact)

    @property
    def said(self) -> Said:
        """What is said in words."""
        data = self.cleaned_data
        return Said(
            title=data["title"],
            words=data["words"],
            link=data["link"],
            place=data["place"] or Artefact.Place.SCHOOL,
            happened_on=data["happened_on"],
            was_there=data.get("was_there", False),
        )

    @property
    def links(self) -> Links:
        """What it is about."""
        data = self.cleaned_data
        return Links(list(data["goals"]), list(data["steps"]), list(data["competencies"]), list(data["classes"]))


class NewArtefactForm(ArtefactForm):
    """A new artefact: also who can see it. ``key`` is made with the page, so that what is sent twice arrives once."""

    audience = forms.ChoiceField(
        label=_("Who can see this?"),
        choices=[(key, words[1]) for key, words in SEEN.items()],
        initial=Audience.EDUCATORS,
        widget=forms.RadioSelect,
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    was_there = forms.BooleanField(
        label=_("I was there"),
        required=False,
        help_text=_("There is nothing to hold up: you saw it or did it, and say what happened."),
    )


class JudgeForm(forms.Form):
    """Which words of a scale fit, and why. Without a scale only why."""

    level = forms.ChoiceField(
        label=_("Which words fit best today?"), required=False, widget=forms.RadioSelect(attrs={"class": "levels"})
    )
    reason = forms.CharField(
        label=_("Because …"),
        required=False,
        strip=False,
        max_length=WIDE,
        help_text=_("What in it shows that? Point to a place."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    together = forms.BooleanField(label=_("We say this together, as a team"), required=False)

    def __init__(self, *args: Any, levels: Sequence[LevelText] = (), team: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not levels or not team:  # a goal with its criteria is one person's
            del self.fields["together"]
        else:
            self.fields["together"].help_text = _("It stands with each of you: %(names)s.") % {"names": ", ".join(team)}
        if not levels:
            del self.fields["level"]
            return
        field: Any = self.fields["level"]
        field.choices = [(str(one.level_id), f"{one.title}: {one.text}" if one.text else one.title) for one in levels]


class AskForm(forms.Form):
    """Whom one asks for feedback, and what one would like to know."""

    people = PeopleField(
        label=_("Whom do you ask?"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    question = forms.CharField(
        label=_("What would you like to know?"),
        required=False,
        max_length=300,
        help_text=_("Such as “Is the legend easy to read?” A question gets better answers."),
    )
    wants_level = forms.BooleanField(
        label=_("My educators may also say which words of the scale fit, in their eyes"), required=False
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.queryset = people


class FeedbackForm(forms.Form):
    """What works, what could be next, an offer; a level only where it was asked for."""

    works = forms.CharField(
        label=_("What works"), required=False, strip=False, max_length=WIDE, widget=forms.Textarea(attrs={"rows": 3})
    )
    next = forms.CharField(
        label=_("What could be next"),
        required=False,
        strip=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    offer = forms.CharField(
        label=_("What I can offer, if you like"),
        required=False,
        strip=False,
        max_length=WIDE,
        help_text=_("Such as “I can show you how I drew mine.”"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    level = forms.ChoiceField(label=_("Which words fit, in your eyes?"), required=False, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Because …"), required=False, max_length=WIDE)
    asked_again = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, levels: Sequence[tuple[str, list[tuple[str, str]]]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not levels:
            del self.fields["level"], self.fields["reason"]
            return
        field: Any = self.fields["level"]
        field.choices = list(levels)
