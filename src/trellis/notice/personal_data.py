"""What becomes of rows of the room `notice` on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.notice.models import (
    Digest,
    Notice,
)

register_personal_data(
    Notice,
    erase=delete_by(Notice, "person", "learner"),
    export=rows_by(Notice, "person"),
    reason="what the person was told, and what others were told about them",
)

register_personal_data(
    Digest,
    erase=delete_by(Digest, "person"),
    export=rows_by(Digest, "person"),
    reason="how the person wants to hear of notices",
)
