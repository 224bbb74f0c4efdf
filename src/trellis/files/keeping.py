"""Nothing chosen is lost: files of a form that could not be saved are stored until it is sent again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.forms.utils import ErrorList

from trellis.core.actions import ActionRefused
from trellis.files.actions import store_file
from trellis.files.checked import Checked
from trellis.files.choice import FileChoice
from trellis.files.many import FilesChoice, FilesField, Kept
from trellis.files.models import StoredFile
from trellis.people.models import Person


def keep_uploads(*, form: BaseForm, owner: Person, now: datetime) -> None:
    """Store every good file that was chosen in ``form`` and let the form carry it along, hidden.

    Call it before a form with errors is shown again, also when the action refused. Unsent, the files go after a day.
    """
    sent: Any = form.data
    data = sent.copy()
    for name, field in form.fields.items():
        if isinstance(field, FilesField):
            _keep_many(form, name, data, owner, now)
            continue
        choice = getattr(form, "cleaned_data", {}).get(name)
        if not isinstance(choice, FileChoice) or choice.checked is None:
            continue
        file = _stored(form, name, (choice.checked, choice.words or ""), owner, now)
        if file is not None:
            html_name = form.add_prefix(name)
            data[f"{html_name}_kept"] = str(file.pk)
            data.pop(f"{html_name}_remove", None)
    form.data = data


def _keep_many(form: BaseForm, name: str, data: Any, owner: Person, now: datetime) -> None:
    """Store the good ones among many, whether or not others of them were refused."""
    choice = getattr(form, "cleaned_data", {}).get(name)
    good = list(choice.checked) if isinstance(choice, FilesChoice) else []
    for error in form.errors.get(name, ErrorList()).as_data():
        good += getattr(error, "good", ())
    for checked in good:
        file = _stored(form, name, (checked, ""), owner, now)
        if file is not None:
            data.appendlist(f"{form.add_prefix(name)}_kept", Kept(file.pk, file.kind, file.name).carried)


def _stored(form: BaseForm, name: str, said: tuple[Checked, str], owner: Person, now: datetime) -> StoredFile | None:
    checked, words = said
    try:
        return store_file(upload=checked, kind=checked.kind, words=words, owner=owner, now=now)
    except ActionRefused as refused:
        form.add_error(name, str(refused.sentence))
        return None
