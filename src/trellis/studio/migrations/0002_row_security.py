"""Frames and projects are visible in their own district; drafts to their makers; to a mentor until the day."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls
from trellis.studio import guard_sql

TABLES = (
    "critiqueround", "draft", "critiqueturn", "critique", "exhibition", "exhibitionlookback", "frame",
    "exhibitionframe", "criterion", "frameclass", "invitation", "member", "phase", "programmeitem", "guestnote",
    "project", "milestone", "fieldnote", "choice", "projectartefact", "projectcompetency", "projectmentor",
    "proposalanswer", "roleturn", "source", "task", "themeround", "theme", "themevoice", "variation",
    "framecompetency", "dimension", "variationfor", "criterionlevel", "criterionvoice",
)  # fmt: skip
OF_PROJECT = ("choice", "proposalanswer", "task", "milestone", "fieldnote", "source", "draft", "projectartefact")


class Migration(migrations.Migration):
    """Frames and projects are visible in their own district; drafts to their makers; to a mentor until the day."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("studio", "0001_initial"),
        ("evidence", "0003_reading_first"),
    ]
    operations: ClassVar[list[Operation]] = [
        *(rls.keep_to_district(f"studio_{table}") for table in TABLES),
        migrations.RunSQL(guard_sql.FUNCTIONS, guard_sql.DROP_FUNCTIONS),
        rls.show_where("studio_frame", "draft", guard_sql.FRAME),
        rls.show_where("studio_project", "own", guard_sql.PROJECT),
        *(rls.show_where(f"studio_{table}", "of_project", guard_sql.OF_PROJECT) for table in OF_PROJECT),
    ]
