"""Input for what graduation asks for: words, a rule, and a list of competencies that grows by searching."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trellis.framework.models import Requirement

MOST_PARTS = 400  # each is a field of the page, and a request may have a thousand
MOST_POINTS = 99
POINTS = "points-"


class RequirementForm(forms.Form):
    """A requirement as a whole. What counts is not a field but ``points``: typed points by competency."""

    title = forms.CharField(label=_("Title"), max_length=200)
    description = forms.CharField(
        label=_("What it asks for, in words for learners"),
        required=False,
        max_length=2_000,
        help_text=_("Speak to them: “You show that you can…”"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rule = forms.ChoiceField(
        label=_("How much of it"),
        choices=Requirement.Rule.choices,
        initial=Requirement.Rule.ALL,
        widget=forms.RadioSelect,
    )
    needed = forms.IntegerField(
        label=_("How many"),
        required=False,
        min_value=1,
        max_value=9_999,
        help_text=_("Leave it empty where all are asked for."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, Any] | None = None,
        points: Mapping[UUID, str],
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.points = points

    def clean(self) -> dict[str, Any]:
        """Hold the list to its size and its points to whole numbers."""
        cleaned = super().clean() or {}
        if len(self.points) > MOST_PARTS:
            sentence = _("A requirement holds at most %(n)s competencies. Make two of them instead.")
            raise forms.ValidationError(sentence, params={"n": MOST_PARTS})
        if not all(each.isdecimal() and 0 < int(each) <= MOST_POINTS for each in self.points.values()):
            raise forms.ValidationError(_("Points are whole numbers from 1 to %(n)s."), params={"n": MOST_POINTS})
        return cleaned

    @property
    def chosen_rule(self) -> str:
        """The rule as it stands on the page."""
        return str(self["rule"].value() or Requirement.Rule.ALL)

    @property
    def typed_number(self) -> int | None:
        """How many are needed, as far as a number stands on the page."""
        typed = str(self["needed"].value() or "").strip()
        return int(typed) if typed.isdecimal() and len(typed) < 5 else None


def as_it_stands(requirement: Requirement | None) -> dict[str, object]:
    """Return what the form holds when it is opened."""
    if requirement is None:
        return {}
    names = ("title", "description", "rule", "needed", "version")
    return {name: getattr(requirement, name) for name in names}


def as_sent(data: QueryDict) -> dict[str, object]:
    """Return what was typed so far, for a page that is shown again without judging it."""
    return {name: data.get(name, "") for name in RequirementForm.base_fields}


def points_sent(data: QueryDict, do: str) -> dict[UUID, str]:
    """Return what counts as it was sent: the list, what was ticked among the found, without what was taken out."""
    points = {
        key: str(data[name]).strip() for name, key in _keys((name for name in data if name.startswith(POINTS)), POINTS)
    }
    for _name, key in _keys(data.getlist("pick"), ""):
        points.setdefault(key, "1")
    for _name, key in _keys([do] if do.startswith("out:") else [], "out:"):
        points.pop(key, None)
    return points


def search_sent(data: QueryDict, do: str) -> QueryDict:
    """Return what was looked for, with the page that a button asked for; new words begin at the first."""
    asked = data.copy()
    if do.startswith("page:"):
        asked["page"] = do.removeprefix("page:")
    elif do == "search":
        asked["page"] = "1"
    return asked


def keys_in(values: Iterable[str]) -> list[UUID]:
    """Return the ids among what was sent, each once."""
    return list(dict.fromkeys(key for _name, key in _keys(values, "")))


def _keys(names: Iterable[str], prefix: str) -> Iterable[tuple[str, UUID]]:
    for name in names:
        try:
            yield name, UUID(name.removeprefix(prefix))
        except ValueError:
            continue
