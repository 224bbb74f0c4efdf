"""What becomes of moments, decisions and readings on erasure and export."""

from __future__ import annotations

from uuid import UUID

from trellis.core.models import Decision, Erasure, Moment, ReadEntry
from trellis.core.registries import keep, register_personal_data, rows_by


def _empty_reasons(person_id: UUID) -> int:
    """Take the words out of decisions about or by the person; what is left holds identifiers only."""
    about = Decision.objects.filter(learner_id=person_id) | Decision.objects.filter(actor_id=person_id)
    return about.exclude(reason="").update(reason="")


register_personal_data(
    Moment,
    erase=keep,
    export=rows_by(Moment, "actor_id", "learner_id"),
    reason="append-only; holds identifiers, no names, so nothing in it tells who it was once the person is gone",
)
register_personal_data(
    Decision,
    erase=_empty_reasons,
    export=rows_by(Decision, "actor_id", "learner_id"),
    reason="who decided what: never deleted, but its words go with the person",
)
register_personal_data(
    ReadEntry,
    erase=keep,
    export=rows_by(ReadEntry, "learner_id"),
    reason="append-only; who read what of the person, by identifiers",
)
register_personal_data(
    Erasure,
    erase=keep,
    export=rows_by(Erasure, "person_id"),
    reason="a bare identifier, kept so that no backup brings the person back",
)
