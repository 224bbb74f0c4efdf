"""What becomes of rows of the room `portfolio` on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.portfolio.models import Showcase

register_personal_data(
    Showcase,
    erase=delete_by(Showcase, "learner"),
    export=rows_by(Showcase, "learner"),
    reason="what a learner chose to show; its items, links and copies go with it",
)
