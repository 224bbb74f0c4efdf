"""The past is shown only to a transaction that names an entry of the log; journals of past terms are sealed too."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from trellis.core import rls
from trellis.evidence import sealed_sql


class Migration(migrations.Migration):
    """The past is shown only to a transaction that names an entry of the log."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("evidence", "0002_row_security"),
        ("core", "0005_erasure_and_basis"),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(sealed_sql.OPENED_BY_READING, sealed_sql.FUNCTIONS),
        migrations.RunSQL(
            sealed_sql.LEFT_BEHIND.format(
                artefact=sealed_sql.ARTEFACT_LEFT_BEHIND, judgement=sealed_sql.JUDGEMENT_OR_ERASING
            ),
            sealed_sql.LEFT_BEHIND.format(artefact=sealed_sql.ARTEFACT, judgement=sealed_sql.JUDGEMENT),
        ),
        migrations.AddField("announcement", "judged_at", models.DateTimeField(null=True, blank=True, editable=False)),
        rls.show_where("evidence_reflection", "sealed", sealed_sql.REFLECTION),
    ]
