"""Forms of schools, terms, classes and people. They validate and clean; they never save."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person, Role, School
from trellis.school.models import Enrolment, SchoolClass, Term


def first_error(form: forms.Form) -> str:
    """Return the first thing that is wrong with a form whose page is shown without it, with the field's name."""
    name, errors = next(iter(form.errors.items()))
    return f"{form[name].label}: {errors[0]}" if name in form.fields else str(errors[0])


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class VersionForm(forms.Form):
    """A form that knows which version of the row its page showed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class NameForm(forms.Form):
    """The name of a school."""

    name = forms.CharField(label=_("Name"), max_length=200)


class RenameForm(NameForm, VersionForm):
    """A school's other name."""


class TermForm(forms.Form):
    """A term as people say it: first day and last day."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("Such as “Autumn 2026”."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Term.Kind.choices, initial=Term.Kind.TERM)
    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(label=_("Last day"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        """Turn the last day into the day after it, as the database keeps it."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("last_day")
        if first and last:
            if last < first:
                self.add_error("last_day", _("The last day comes before the first."))
            given["ends_on"] = last + timedelta(days=1)
        return given


class ChangeTermForm(TermForm, VersionForm):
    """A term's other dates."""

    kind = None  # type: ignore[assignment] # stays what it is


class DatesForm(forms.Form):
    """From when until when something holds, as people say it; without a last day it has no end."""

    starts_on = forms.DateField(label=_("First day"), widget=DayInput)
    last_day = forms.DateField(
        label=_("Last day"), widget=DayInput, required=False, help_text=_("Leave it empty if there is no end yet.")
    )

    def clean(self) -> dict[str, Any]:
        """Turn the last day into the day after it, as the database keeps it."""
        given = super().clean() or {}
        first, last = given.get("starts_on"), given.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day comes before the first."))
        given["ends_on"] = last + timedelta(days=1) if last else None
        return given


class NewDatesForm(DatesForm):
    """The dates of something new, which holds from today unless another day is chosen."""

    starts_on = forms.DateField(
        label=_("First day"), widget=DayInput, required=False, help_text=_("Today, unless you choose another day.")
    )


class ChangeDatesForm(DatesForm):
    """The other dates of a relation that is there; knows which dates its page showed."""

    dates_seen = forms.CharField(widget=forms.HiddenInput, max_length=40)


class ClassForm(forms.Form):
    """A new class or advisory."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SchoolClass.Kind.choices, initial=SchoolClass.Kind.CLASS)
    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    terms = forms.ModelMultipleChoiceField(
        label=_("Terms"), queryset=Term.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, schools: QuerySet[School], terms: QuerySet[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["terms"].queryset = terms  # type: ignore[attr-defined]


class ChangeClassForm(VersionForm):
    """A class's other title and place; ``terms`` to choose among for those who arrange the school's time."""

    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=SchoolClass.Kind.choices)
    place = forms.CharField(label=_("Place"), max_length=120, required=False)
    terms = forms.ModelMultipleChoiceField(
        label=_("Terms"), queryset=Term.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, terms: QuerySet[Term] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if terms is None:
            del self.fields["kind"], self.fields["terms"]
        else:
            self.fields["terms"].queryset = terms  # type: ignore[attr-defined]


class EnrolForm(forms.Form):
    """Somebody joins a class."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=Person.objects.none())
    role = forms.ChoiceField(label=_("As"), choices=Enrolment.Role.choices, initial=Enrolment.Role.LEARNER)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """How somebody is named and reached."""

    given_name = forms.CharField(label=_("Given name"), max_length=120)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    called = forms.CharField(
        label=_("Called"), max_length=120, required=False, help_text=_("If they like another name better.")
    )
    email = forms.EmailField(label=_("E-mail"), required=False)
    language = forms.ChoiceField(
        label=_("Home language"), required=False, choices=[("", _("not known")), *settings.LANGUAGES]
    )


class ChangePersonForm(PersonForm, VersionForm):
    """The same for somebody who is there; ``reached`` says whether the reader may choose where letters go."""

    def __init__(self, *args: Any, reached: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not reached:
            del self.fields["email"]


class RoleForm(NewDatesForm):
    """What somebody is, where, and from when until when."""

    kind = forms.ChoiceField(
        label=_("What"),
        choices=[c for c in Role.Kind.choices if c[0] not in {Role.Kind.FAMILY, Role.Kind.MENTOR}],
    )
    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("the whole district")
    )
    field_order = ("kind", "school", "starts_on", "last_day")

    def __init__(self, *args: Any, schools: QuerySet[School], whole_district: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        field.queryset = schools  # type: ignore[attr-defined]
        if not whole_district:
            what = self.fields["kind"]
            what.choices = [c for c in what.choices if c[0] != Role.Kind.DISTRICT]  # type: ignore[attr-defined]
            field.required = True
            field.empty_label = None  # type: ignore[attr-defined]


class NewPersonForm(PersonForm):
    """Somebody new, with what they are and, where the classes are few enough for a list, their first class."""

    MOST_CLASSES = 200
    OTHER = "other"

    kind = forms.ChoiceField(
        label=_("What"),
        choices=[
            ("", _("Please choose")),
            (Role.Kind.LEARNER, _("learner")),
            (Role.Kind.EDUCATOR, _("educator")),
            (OTHER, _("family or other")),
        ],
    )
    school = forms.ModelChoiceField(label=_("School"), queryset=School.objects.none(), empty_label=None)
    school_class = forms.ModelChoiceField(
        label=_("Class"), queryset=SchoolClass.objects.none(), required=False, empty_label=_("none yet")
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        classes = SchoolClass.objects.filter(school__in=schools, closed_on__isnull=True).order_by("title", "pk")
        if classes[: self.MOST_CLASSES + 1].count() > self.MOST_CLASSES:
            del self.fields["school_class"]
        else:
            self.fields["school_class"].queryset = classes  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a class of another school, and a class for somebody who neither learns nor teaches."""
        given = super().clean() or {}
        chosen, kind = given.get("school_class"), given.get("kind")
        if chosen is not None and given.get("school") is not None and chosen.school_id != given["school"].pk:
            self.add_error("school_class", _("This class belongs to another school."))
        elif chosen is not None and kind == self.OTHER:
            self.add_error("school_class", _("Only learners and educators have a class."))
        given["kind"] = "" if kind == self.OTHER else kind
        return given


class GuardianForm(NewDatesForm):
    """Who answers for a learner at home, found by e-mail, and from when until when."""

    email = forms.EmailField(label=_("E-mail of the guardian"))
    relation = forms.CharField(label=_("Relation"), max_length=60, initial=_("guardian"))
    field_order = ("email", "relation", "starts_on", "last_day")


class AccountForm(forms.Form):
    """A username for somebody who will sign in."""

    username = forms.CharField(label=_("Username"), max_length=150)


class SearchForm(forms.Form):
    """Looking for somebody by name, kind and school."""

    words = forms.CharField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("everybody")), *Role.Kind.choices])
    school = forms.ModelChoiceField(
        label=_("School"), queryset=School.objects.none(), required=False, empty_label=_("all schools")
    )

    def __init__(self, *args: Any, schools: QuerySet[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
