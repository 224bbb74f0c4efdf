"""What becomes of moments on erasure and export."""

from __future__ import annotations

from trellis.core.models import Moment
from trellis.core.registries import keep, register_personal_data, rows_by

register_personal_data(
    Moment,
    erase=keep,
    export=rows_by(Moment, "actor_id", "learner_id"),
    reason="append-only; holds identifiers, no names, so nothing in it tells who it was once the person is gone",
)
