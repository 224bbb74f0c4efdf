"""The database takes the district's own day for today."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.evidence import sealed_sql


class Migration(migrations.Migration):
    """The database takes the district's own day for today."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("evidence", "0005_together_and_reports"),
        ("people", "0001_initial"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(sealed_sql.OWN_DAY, sealed_sql.ONE_DAY_FOR_ALL),
    ]
