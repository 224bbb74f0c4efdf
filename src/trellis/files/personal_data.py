"""What becomes of rows of the room `files` on erasure and export: bytes go and come with them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from trellis.core.registries import register_personal_data
from trellis.files import storing
from trellis.files.actions import remove_files
from trellis.files.models import StoredFile


def erase(person_id: UUID) -> int:
    """Delete a person's files: the rows now, the bytes once the erasure is through."""
    return remove_files(StoredFile.objects.filter(owner=person_id))


def export(person_id: UUID) -> Iterable[dict[str, Any]]:
    """Yield a person's files, column by column, each with its bytes in base64 as ``content``."""
    for row in StoredFile.objects.filter(owner=person_id).values():
        content = b64encode(storing.read_bytes(row["path"]) or b"").decode()
        yield {**row, "content": content}


register_personal_data(StoredFile, erase=erase, export=export, reason="files of the person")
