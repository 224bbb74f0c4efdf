"""The one door through which uploads come in: read within limits, checked by what is in them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from trellis.files import pictures, sounds
from trellis.files.checked import Checked, NotAccepted
from trellis.files.models import StoredFile

PICTURE, SOUND = StoredFile.Kind.PICTURE, StoredFile.Kind.SOUND
MOST_BYTES = {str(PICTURE): pictures.MOST_BYTES, str(SOUND): sounds.MOST_BYTES}
TOO_LARGE = {str(PICTURE): pictures.TOO_LARGE, str(SOUND): sounds.TOO_LARGE}


def check_upload(upload: UploadedFile[Any], kind: str) -> Checked:
    """Return what will be kept of an upload; raise ``NotAccepted``. Name and type that the browser sent say nothing."""
    most = MOST_BYTES[kind]
    if (upload.size or 0) > most:
        raise NotAccepted(TOO_LARGE[kind])
    upload.seek(0)
    content = upload.read(most + 1)
    return pictures.check_picture(content) if kind == PICTURE else sounds.check_sound(content)
