"""Forms of drafts, rounds and critique. They validate and clean; what may be said the actions know."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.evidence.models import Artefact
from trellis.framework.queries_words import shortened
from trellis.people.models import Person
from trellis.studio.models import CritiqueRound
from trellis.studio.protocols import WAYS, Way
from trellis.web.words import number_words

WIDE = 1_000_000  # far more than is accepted, so that the action can say how much is too much


def day_input() -> forms.DateInput:
    """Return the browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ArtefactField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One artefact, by what it is called."""

    def label_from_instance(self, obj: Any) -> str:
        """Return its title, else how its words begin."""
        return str(obj.title or shortened(obj.words, 80) or Artefact.Kind(obj.kind).label)


class DraftForm(forms.Form):
    """The next version of what a team makes; ``is_first`` where there is none before it."""

    title = forms.CharField(label=_("What it is"), required=False, max_length=WIDE, help_text=_("Such as “Our map”."))
    words = forms.CharField(
        label=_("The draft, in words"),
        required=False,
        strip=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    artefact = ArtefactField(
        label=_("Or something from your evidence"),
        queryset=Artefact.objects.none(),
        required=False,
        empty_label=_("nothing"),
        help_text=_("A photo, a sound, a file that you have shown there. Who has a turn to look sees it too."),
    )
    changed = forms.CharField(
        label=_("What we changed since the last draft, and why"),
        required=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    question = forms.CharField(
        label=_("What we would like to hear about"),
        required=False,
        max_length=WIDE,
        help_text=_("Such as “Can you follow the path without asking?” A question gets better answers."),
    )

    def __init__(self, *args: Any, artefacts: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["artefact"]
        field.queryset = artefacts
        if is_first:
            del self.fields["changed"]


class CritiqueForm(forms.Form):
    """Words in the parts of a protocol. ``asked_again``: the coach has asked once."""

    asked_again = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, way: Way, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in way.parts:
            said: dict[str, Any] = {"label": part.label, "help_text": part.help}  # both translated when they are shown
            self.fields[part.name] = forms.CharField(
                **said,
                required=False,
                strip=False,
                max_length=WIDE,
                widget=forms.Textarea(attrs={"rows": part.rows}),
            )

    @property
    def parts(self) -> dict[str, str]:
        """What was said, by part."""
        return {name: text for name, text in self.cleaned_data.items() if name != "asked_again"}


class BecameForm(forms.Form):
    """What a team made of words on its draft, and in which version it changed something."""

    became = forms.CharField(
        label=_("What we changed because of it, or why we kept it"),
        required=False,
        max_length=WIDE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    changed_in = forms.TypedChoiceField(
        label=_("In which draft?"), required=False, coerce=UUID, empty_value=None, choices=()
    )

    def __init__(self, *args: Any, versions: Sequence[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["changed_in"]
        field.choices = [("", _("in none yet"))] + [
            (str(one.id), _("draft %(n)s: %(title)s") % {"n": one.number, "title": one.title}) for one in versions
        ]


class HideForm(forms.Form):
    """Why words on a draft are hidden."""

    reason = forms.CharField(label=_("Why"), required=False, max_length=WIDE)


class RoundForm(forms.Form):
    """By which protocol a round goes, how many looks each gives, and until when."""

    protocol = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect, initial=CritiqueRound.Protocol.KIND)
    each_gives = forms.TypedChoiceField(
        label=_("How many drafts each looks at"),
        coerce=int,
        initial=2,
        choices=[(n, number_words(n)) for n in range(1, 5)],
        help_text=_("Every draft then gets at least as many looks, where there are enough people."),
    )
    until = forms.DateField(label=_("Until"), widget=day_input())

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["protocol"].choices = [(way.key, f"{way.title}: {way.why}") for way in WAYS.values()]
        fields["until"].initial = on + timedelta(days=7)


class GiverForm(forms.Form):
    """Who looks at a draft instead: people by name, each with how many drafts they look at."""

    giver = forms.TypedChoiceField(label=_("Who looks instead"), coerce=UUID, choices=())

    def __init__(self, *args: Any, people: Sequence[tuple[Person, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["giver"]
        field.choices = [
            (str(one.pk), _("%(name)s (looks at %(n)s)") % {"name": one.full_name, "n": number_words(n)})
            for one, n in people
        ]
