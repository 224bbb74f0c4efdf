"""Showing both texts when somebody else saved first."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms

from trellis.core.actions import StaleVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which the page and the stored row differ."""

    label: str
    stored: str
    yours: str


def show_both(form: forms.Form, refusal: StaleVersion) -> tuple[Difference, ...]:
    """Return what differs, and let the form save over the version that it now shows."""
    current = refusal.current
    differences = []
    for name, bound in ((bound.name, bound) for bound in form.visible_fields()):
        stored, yours = str(getattr(current, name, "") or ""), str(form.cleaned_data.get(name) or "")
        if stored != yours:
            differences.append(Difference(str(bound.label), stored, yours))
    form.data = {**{name: form.data.get(name) for name in form.data}, "version": str(current.version)}
    return tuple(differences)
