"""What the style guide shows of this room: its fields, empty and with something there, and how files are shown."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from trellis.files.fields import PictureField, SoundField
from trellis.files.many import FilesField
from trellis.files.models import StoredFile
from trellis.web.styleguide import register_part

_KEPT = UUID("00000000-0000-7000-8000-000000000000")


class SampleForm(forms.Form):
    """An interest, to show a picture and a sound."""

    picture = PictureField(label=_("A picture of it"), required=False)
    sound = SoundField(label=_("Say it aloud"), required=False)


class ManyForm(forms.Form):
    """What somebody made, to show many files at once."""

    work = FilesField(label=_("Photos, videos and documents"), required=False)


def _shown(kind: str, ending: str, **known: Any) -> StoredFile:
    """Return a file that is nowhere, to show how one looks."""
    path = f"{_KEPT}/00/{'0' * 32}.{ending}"
    return StoredFile(pk=_KEPT, district_id=_KEPT, kind=kind, path=path, **known)


def _part() -> dict[str, Any]:
    kept = SampleForm({"kept-sound_kept": str(_KEPT), "kept-sound_words": "Bees near the school"}, prefix="kept")
    wrong = SampleForm(
        {}, MultiValueDict({"wrong-picture": [SimpleUploadedFile("plan.pdf", b"%PDF-")]}), prefix="wrong"
    )
    many = ManyForm({"many-work_kept": f"{_KEPT} document {_('Bees near the school')}"}, prefix="many")
    return {
        "form": SampleForm(prefix="stored"),
        "kept": kept,
        "wrong": wrong,
        "many": many,
        "video": _shown("video", "mp4", seconds=42.0, words=_("A bee finds its way home")),
        "document": _shown("document", "pdf", size=840_000, name=_("Bees near the school")),
    }


register_part("files/styleguide.html", _part)
