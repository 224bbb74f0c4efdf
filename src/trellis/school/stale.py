"""Showing both texts when somebody else saved first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Manager, QuerySet
from django.http import QueryDict

from trellis.core.actions import StaleVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the page and the stored row differ."""

    label: str
    stored: str
    yours: str


def show_both(form: forms.Form, refusal: StaleVersion) -> tuple[Difference, ...]:
    """Return what differs, and let the form save over what its hidden fields (version, dates) now name."""
    current = refusal.current
    differences = []
    for bound in form.visible_fields():
        stored = _in_words(bound.field, getattr(current, bound.name, None))
        yours = _in_words(bound.field, form.cleaned_data.get(bound.name))
        if stored != yours:
            differences.append(Difference(str(bound.label), stored, yours))
    named = {hidden.html_name: str(getattr(current, hidden.name)) for hidden in form.hidden_fields()}
    data = QueryDict(mutable=True)  # keeps the several values of one field apart
    data.update(form.data)
    for name, value in named.items():
        data[name] = value
    form.data = data
    return tuple(differences)


def _in_words(field: forms.Field, value: Any) -> str:
    """Say a value as the page does: several things by name, a choice by its words."""
    if isinstance(value, Manager | QuerySet):
        return ", ".join(sorted(str(each) for each in value.all()))
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(field.choices).get(value, value or ""))  # type: ignore[arg-type]
    return str(value or "")
