"""What becomes of enrolments on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.school.models import Enrolment

register_personal_data(
    Enrolment,
    erase=delete_by(Enrolment, "person"),
    export=rows_by(Enrolment, "person"),
    reason="where the person learned or taught, and when",
)
