"""Who was erased stays so after a restore; no decision rests on past results alone."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

import trellis.core.ids
import trellis.core.scope
from trellis.core import rls


class Migration(migrations.Migration):
    """Who was erased stays so after a restore; no decision rests on past results alone."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("core", "0004_decisions_and_readings"),
        ("people", "0003_lighter_indexes"),
    ]

    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.UUIDField(default=trellis.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("person_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "district",
                    models.ForeignKey(
                        default=trellis.core.scope.current_district_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.district",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("basis", []),
                    models.Q(
                        ("basis__contained_by", ["past estimate", "past judgement", "past result"]), _negated=True
                    ),
                    _connector="OR",
                ),
                name="decision_not_by_the_past_alone",
            ),
        ),
        migrations.AddConstraint(
            model_name="erasure",
            constraint=models.UniqueConstraint(fields=("person_id",), name="erased_once"),
        ),
        rls.keep_to_district("core_erasure"),
    ]
