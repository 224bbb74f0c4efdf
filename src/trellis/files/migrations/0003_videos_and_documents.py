"""Stored files may be videos and documents, and know what somebody called them."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Stored files may be videos and documents, and know what somebody called them."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("files", "0002_row_security")]
    operations: ClassVar[list[Operation]] = [
        migrations.AlterField(
            model_name="storedfile",
            name="kind",
            field=models.CharField(
                choices=[("picture", "picture"), ("sound", "sound"), ("video", "video"), ("document", "document")],
                max_length=10,
            ),
        ),
        migrations.AlterField(model_name="storedfile", name="media_type", field=models.CharField(max_length=100)),
        migrations.AddField(
            model_name="storedfile",
            name="name",
            field=models.CharField(blank=True, default="", max_length=100),
            preserve_default=False,
        ),
    ]
