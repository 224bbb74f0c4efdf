"""What becomes of the history of imports on erasure and export."""

from __future__ import annotations

from trellis.core.registries import keep, register_personal_data, rows_by
from trellis.interop.oneroster.models import RosterImport

register_personal_data(
    RosterImport,
    erase=keep,
    export=rows_by(RosterImport, "made_by_id"),
    reason="who imported a roster is kept as a bare identifier, as in every moment",
)
