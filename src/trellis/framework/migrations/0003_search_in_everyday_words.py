"""The search reads keywords, stems and translations; the starter framework that is in use gets its keywords."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation

from trellis.framework.searched import SEARCHED
from trellis.framework.starter import LANGUAGES, Heading, StarterCompetency, load_starter

BRING = "UPDATE framework_competency SET keywords = %s::jsonb WHERE case_identifier = %s AND NOT is_local"


def keywords_of_starter() -> list[tuple[str, str]]:
    """Return the keywords of every starter entry as JSON, with the identifier of the entry."""
    content = load_starter()
    entries: list[Heading | StarterCompetency] = []
    for framework in content.frameworks:
        entries += framework.headings
        entries += framework.competencies
    return [
        (json.dumps({language: getattr(entry.keywords, language) for language in LANGUAGES}), entry.identifier)
        for entry in entries
        if entry.keywords
    ]


def bring_keywords(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    """Write the keywords of every starter entry in every district; nobody's words or versions change."""
    with editor.connection.cursor() as cursor:
        # The table's owner is held to one district too; for these rows of all districts that is lifted.
        cursor.execute("ALTER TABLE framework_competency NO FORCE ROW LEVEL SECURITY")
        cursor.executemany(BRING, keywords_of_starter())
        cursor.execute("ALTER TABLE framework_competency FORCE ROW LEVEL SECURITY")


class Migration(migrations.Migration):
    """Keywords, and the search over them, over stems and over translations."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("framework", "0002_row_security")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("competency", "keywords", models.JSONField(blank=True, default=dict, editable=False)),
        migrations.RunPython(bring_keywords, migrations.RunPython.noop),
        # PostgreSQL cannot change what a generated column holds, so it is made anew.
        migrations.RemoveIndex("competency", "competency_search"),
        migrations.RemoveField("competency", "search"),
        migrations.AddField(
            "competency",
            "search",
            models.GeneratedField(expression=SEARCHED, output_field=SearchVectorField(), db_persist=True),
        ),
        migrations.AddIndex("competency", GinIndex(fields=["search"], name="competency_search")),
    ]
