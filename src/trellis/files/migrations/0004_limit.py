"""How much room the files of a district may take, as its coordinators say."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation

from trellis.core import rls
from trellis.core.ids import uuid7
from trellis.core.scope import current_district_id


class Migration(migrations.Migration):
    """How much room the files of a district may take, as its coordinators say."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("files", "0003_videos_and_documents")]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            "FilesLimit",
            [
                ("id", models.UUIDField(primary_key=True, default=uuid7, editable=False, serialize=False)),
                ("most_mb", models.PositiveIntegerField("room for files, in MB")),
                (
                    "district",
                    models.ForeignKey(
                        "people.district",
                        on_delete=models.PROTECT,
                        default=current_district_id,
                        editable=False,
                        related_name="+",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["district"], name="one_limit_of_a_district"),
                    models.CheckConstraint(condition=models.Q(most_mb__gte=1), name="limit_leaves_room"),
                ],
            },
        ),
        rls.keep_to_district("files_fileslimit"),
    ]
