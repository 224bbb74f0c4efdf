"""Who was a mentor of a project and is none any more is asked once a query, not once for every row."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls
from trellis.studio import guard_sql


class Migration(migrations.Migration):
    """Who was a mentor of a project and is none any more is asked once a query, not once for every row."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("studio", "0005_mentors_at_the_door")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(guard_sql.MENTORED, guard_sql.DROP_MENTORED),
        migrations.RunSQL(
            "DROP POLICY own ON studio_project;",
            f"CREATE POLICY own ON studio_project AS RESTRICTIVE USING ({guard_sql.PROJECT})"
            f" WITH CHECK ({guard_sql.PROJECT});",
        ),
        rls.show_where("studio_project", "own", guard_sql.PROJECT_ONCE),
    ]
