"""Evidence is visible in its own district only; drafts and journals to their writer; the past is sealed."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls
from trellis.evidence import sealed_sql

TABLES = (
    "artefact", "authorship", "artefactfile", "about", "artefactversion", "announcement", "announcedcompetency",
    "judgement", "feedbackrequest", "feedback", "sealpurpose", "opening", "openingword", "freshstart",
    "evidencepolicy", "question", "turn", "check", "checkanswer", "misconception", "misconceptionof", "reflection",
)  # fmt: skip


class Migration(migrations.Migration):
    """Evidence is visible in its own district only; drafts and journals to their writer; the past is sealed."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("evidence", "0001_initial"),
        ("core", "0002_row_security"),
    ]
    operations: ClassVar[list[Operation]] = [
        *(rls.keep_to_district(f"evidence_{table}") for table in TABLES),
        migrations.RunSQL(sealed_sql.FUNCTIONS, sealed_sql.DROP_FUNCTIONS),
        rls.show_where("evidence_judgement", "sealed", sealed_sql.JUDGEMENT),
        rls.show_where("evidence_artefact", "sealed", sealed_sql.ARTEFACT),
        rls.show_where("evidence_feedback", "sealed", sealed_sql.FEEDBACK),
        rls.keep_private("evidence_reflection", private="audience = 'me'", owner="learner_id"),
    ]
