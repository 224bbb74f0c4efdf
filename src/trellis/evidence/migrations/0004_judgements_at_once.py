"""Whoever reads many judgements at once gets the same rows as before, ten times faster."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.evidence import sealed_sql


class Migration(migrations.Migration):
    """What does not depend on the row is asked once for each statement."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("evidence", "0003_reading_first")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(sealed_sql.OWN, sealed_sql.DROP_OWN),
        migrations.RunSQL(
            sealed_sql.JUDGEMENTS.format(judgement=sealed_sql.JUDGEMENT_AT_ONCE),
            sealed_sql.JUDGEMENTS.format(judgement=sealed_sql.JUDGEMENT_OR_ERASING),
        ),
    ]
