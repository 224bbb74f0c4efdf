"""What becomes of rows of the room `agenda` on erasure and export."""

from __future__ import annotations

from trellis.agenda.models import (
    Attendance,
    CalendarFeed,
)
from trellis.core.registries import delete_by, register_personal_data, rows_by

register_personal_data(
    Attendance,
    erase=delete_by(Attendance, "person"),
    export=rows_by(Attendance, "person"),
    reason="to what the person was asked",
)

register_personal_data(
    CalendarFeed,
    erase=delete_by(CalendarFeed, "person"),
    export=rows_by(CalendarFeed, "person"),
    reason="that the person had a calendar feed; its secret is a hash",
)
