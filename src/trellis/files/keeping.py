"""Nothing chosen is lost: files of a form that could not be saved are stored until it is sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import BaseForm

from trellis.core.actions import ActionRefused
from trellis.files.actions import store_file
from trellis.files.choice import FileChoice
from trellis.people.models import Person


def keep_uploads(*, form: BaseForm, owner: Person, now: datetime) -> None:
    """Store every good file that was chosen in ``form`` and let the form carry it along, hidden.

    Call it before a form with errors is shown again, also when the action refused. Unsent, the files go after a day.
    """
    sent: Any = form.data
    data = sent.copy()
    for name in form.fields:
        choice = getattr(form, "cleaned_data", {}).get(name)
        if not isinstance(choice, FileChoice) or choice.checked is None:
            continue
        try:
            file = store_file(upload=choice.checked, kind=choice.kind, words=choice.words or "", owner=owner, now=now)
        except ActionRefused as refused:
            form.add_error(name, str(refused.sentence))
            continue
        html_name = form.add_prefix(name)
        data[f"{html_name}_kept"] = str(file.pk)
        data.pop(f"{html_name}_remove", None)
    form.data = data
