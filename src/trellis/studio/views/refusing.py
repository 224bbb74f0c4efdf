"""How a form shows what an action refused."""

from __future__ import annotations

from django import forms

from trellis.core.actions import ActionRefused


def refuse(form: forms.Form, refused: ActionRefused) -> None:
    """Put the sentence beside its field, or on top where the form has none of that name."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.sentence))
