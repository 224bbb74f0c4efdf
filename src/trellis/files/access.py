"""Who may open a file: whoever may open what it hangs on. A file that hangs on nothing yet is its owner's alone.

Rooms above say so for their own things: ``register_opener("profile.facet", may_open_facet)`` in ``AppConfig.ready()``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.http import Http404

from trellis.files.models import StoredFile
from trellis.people.access import Standing
from trellis.people.models import Person

MayOpen = Callable[[Person, Standing, UUID, date], bool]
_openers: dict[str, MayOpen] = {}


def register_opener(kind: str, may_open: MayOpen) -> None:
    """Say who may open files that hang on things of ``kind`` (a model's ``label_lower``, such as ``profile.facet``)."""
    _openers[kind] = may_open


def get_file_for(person: Person, standing: Standing, file_id: UUID, on: date) -> StoredFile:
    """Return the file for somebody who may open it on this day; 404 for everybody else."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None or not may_open(person, standing, file, on):
        raise Http404
    return file


def may_open(person: Person, standing: Standing, file: StoredFile, on: date) -> bool:
    """Say whether somebody may open a file; where nobody answers for the thing it hangs on, nobody may."""
    if file.used_by_id is None:
        return file.owner_id == person.pk
    opener = _openers.get(file.used_by_kind)
    return opener is not None and opener(person, standing, file.used_by_id, on)
