"""Events are visible in their own district only; calendar feeds also at the door, where no district is known yet."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Events are visible in their own district only; calendar feeds also at the door, where no district is known yet."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("agenda", "0001_initial"),
        ("core", "0002_row_security"),
    ]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("agenda_event"),
        rls.keep_to_district("agenda_attendance"),
        rls.keep_to_district("agenda_calendarfeed", at_the_door=True),
    ]
