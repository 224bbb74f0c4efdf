"""What becomes of rows of the room `talk` on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.talk.models import (
    Message,
    MessageReport,
    Thread,
    ThreadVisit,
)

register_personal_data(
    Thread,
    erase=delete_by(Thread, "learner"),
    export=rows_by(Thread, "learner"),
    reason="a conversation about a learner goes with the learner",
)

register_personal_data(
    Message,
    erase=delete_by(Message, "author"),
    export=rows_by(Message, "author"),
    reason="what the person said",
)

register_personal_data(
    MessageReport,
    erase=delete_by(MessageReport, "by"),
    export=rows_by(MessageReport, "by"),
    reason="what the person asked an educator to look at",
)

register_personal_data(
    ThreadVisit,
    erase=delete_by(ThreadVisit, "person"),
    export=rows_by(ThreadVisit, "person"),
    reason="up to when the person has read",
)
