"""What becomes of rows of the room `files` on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.files.models import (
    StoredFile,
)

register_personal_data(
    StoredFile,
    erase=delete_by(StoredFile, "owner"),
    export=rows_by(StoredFile, "owner"),
    reason="pictures and sounds of the person",
)
