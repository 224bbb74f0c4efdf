"""The field for files of an artefact: choose many, and on a phone take a photo at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trellis.files.many import FilesInput, SentFiles


class CameraAndFilesInput(FilesInput):
    """A field for many files with a camera beside it: ``capture`` opens it with one tap."""

    template_name = "evidence/widgets/files.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> SentFiles:
        """Collect the photo that was taken, then the files that were chosen."""
        sent = super().value_from_datadict(data, files, name)
        taken = files.getlist(f"{name}_camera") if hasattr(files, "getlist") else []
        return replace(sent, uploads=(*taken, *sent.uploads))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether nothing of the field was sent, from the camera neither."""
        return f"{name}_camera" not in files and super().value_omitted_from_data(data, files, name)
