"""Erasing somebody takes their name off the draft of a team."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls
from trellis.studio import guard_sql


class Migration(migrations.Migration):
    """Erasing somebody takes their name off the draft of a team."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("studio", "0006_mentored_before")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(
            "DROP POLICY own ON studio_project;",
            f"CREATE POLICY own ON studio_project AS RESTRICTIVE USING ({guard_sql.PROJECT_ONCE})"
            f" WITH CHECK ({guard_sql.PROJECT_ONCE});",
        ),
        rls.show_where("studio_project", "own", guard_sql.PROJECT_OR_ERASING),
    ]
