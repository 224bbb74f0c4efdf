"""What the style guide shows of this room: the two fields, empty and with something there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from trellis.files.fields import PictureField, SoundField
from trellis.web.styleguide import register_part

_KEPT = UUID("00000000-0000-7000-8000-000000000000")


class SampleForm(forms.Form):
    """An interest, to show a picture and a sound."""

    picture = PictureField(label=_("A picture of it"), required=False)
    sound = SoundField(label=_("Say it aloud"), required=False)


def _part() -> dict[str, Any]:
    kept = SampleForm({"kept-sound_kept": str(_KEPT), "kept-sound_words": "Bees near the school"}, prefix="kept")
    wrong = SampleForm(
        {}, MultiValueDict({"wrong-picture": [SimpleUploadedFile("plan.pdf", b"%PDF-")]}), prefix="wrong"
    )
    return {"form": SampleForm(prefix="stored"), "kept": kept, "wrong": wrong}


register_part("files/styleguide.html", _part)
