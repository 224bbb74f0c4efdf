"""What the style guide shows: forms in each state, colours, dates, and a line on every component."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.web.assets import CSS
from trellis.web.icons import names_in

TONES = ("leaf", "clay", "honey", "sky", "plum")
GROUNDS = ("paper", "raised", "sunken", "line", "line-strong", "ink", "ink-soft")
TAGS = (
    ('{% icon "sun" %}', 'an outline; a word stands beside it; arrows take "turns" to follow the direction of reading'),
    ("{% face person.full_name person.pk %}", "initials in a colour of their own; a third value s or l for the size"),
    ("{% date_words goal.finished_by %}", "Tuesday, in 3 days, with the exact date; also a filter"),
    ("{{ n|number_words }}", "three; from thirteen on in figures"),
    ("{{ names|join_words:3 }}", "Ada, Ben, Chidi and 4 others"),
    ('{% audience "educators" %}', "who can see this: me, educators, family, circle; a second value: the names"),
    ("{% form_errors form %}", "the summary above a form, each line a link to its field"),
    ("{% fields form %}", "all fields of a form; one alone with {% field form.title %}"),
    ("{% tally 4 7 words %}", "small leaves for a small count, with the words beside them"),
    ('{% picture "cat" %}', "a picture for the picture secret of young learners"),
)
_parts: dict[str, Callable[[], dict[str, Any]]] = {}
_FIRST_COMMENT = re.compile(r"\A/\*\s*(.+?)\*/", re.DOTALL)


def register_part(template: str, context: Callable[[], dict[str, Any]]) -> None:
    """Add a part to the style guide, from a room above: a template and what it shows as ``part``."""
    _parts[template] = context


def registered_parts() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return each part's template with what it shows, in the order of the rooms."""
    return tuple((template, context()) for template, context in _parts.items())


class SampleForm(forms.Form):
    """A goal, to show each kind of field."""

    title = forms.CharField(label=gettext_lazy("What do you want to do?"), max_length=80)
    why = forms.CharField(
        label=gettext_lazy("Why does it matter to you?"),
        help_text=gettext_lazy("Your own words. One sentence is enough."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    finished_by = forms.DateField(
        label=gettext_lazy("Finished by"),
        help_text=gettext_lazy("You can move it later."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    shown_as = forms.ChoiceField(
        label=gettext_lazy("I will show it as"),
        choices=[("map", gettext_lazy("a map")), ("talk", gettext_lazy("a talk")), ("page", gettext_lazy("a page"))],
    )
    audience = forms.ChoiceField(
        label=gettext_lazy("Who can see this?"),
        widget=forms.RadioSelect,
        choices=[
            ("me", gettext_lazy("Only me")),
            ("educators", gettext_lazy("My educators")),
            ("family", gettext_lazy("My educators and my family")),
        ],
        initial="educators",
    )
    outside = forms.BooleanField(label=gettext_lazy("I need to go outside for this"), required=False)
    plan = forms.FileField(
        label=gettext_lazy("A picture of your plan"),
        help_text=gettext_lazy("A photo or a PDF of at most 10 MB."),
        required=False,
    )

    def clean_title(self) -> str:
        """Refuse one title, to show how a form says no."""
        title: str = self.cleaned_data["title"]
        if title == "Sounds":
            raise ValidationError(_("You have a goal with this name. Give this one a name of its own."))
        return title


@dataclass(frozen=True, slots=True)
class StyleguidePage:
    """All that the style guide needs."""

    form: SampleForm
    wrong: SampleForm
    tones: tuple[str, ...]
    grounds: tuple[str, ...]
    dates: tuple[date, ...]
    icons: tuple[str, ...]
    pictures: tuple[str, ...]
    components: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]


def component_notes() -> tuple[tuple[str, str], ...]:
    """Return each component file with the comment that opens it: the reference of classes."""
    notes = []
    for path in sorted((CSS / "components").glob("*.css")):
        found = _FIRST_COMMENT.match(path.read_text(encoding="utf-8"))
        notes.append((path.stem, " ".join(found[1].split()) if found else ""))
    return tuple(notes)


def styleguide_page(today: date) -> StyleguidePage:
    """Return the page as it is on a day."""
    return StyleguidePage(
        form=SampleForm(prefix="new"),
        wrong=SampleForm({"wrong-title": "Sounds", "wrong-audience": "me"}, prefix="wrong"),
        tones=TONES,
        grounds=GROUNDS,
        dates=tuple(today + timedelta(days=days) for days in (-40, -3, -1, 0, 1, 3, 9, 400)),
        icons=tuple(sorted(names_in("icons") - {"trellis"})),
        pictures=tuple(sorted(names_in("pictures"))),
        components=component_notes(),
        tags=TAGS,
    )
