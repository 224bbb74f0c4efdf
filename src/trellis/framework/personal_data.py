"""What becomes of authorship on erasure and export."""

from __future__ import annotations

from uuid import UUID

from trellis.core.registries import register_personal_data, rows_by
from trellis.framework.models import Competency


def _forget_author(person_id: UUID) -> int:
    return Competency.objects.filter(written_by=person_id).update(written_by=None)


register_personal_data(
    Competency,
    erase=_forget_author,
    export=rows_by(Competency, "written_by"),
    reason="a local competency belongs to the school: it stays, its author is forgotten",
)
