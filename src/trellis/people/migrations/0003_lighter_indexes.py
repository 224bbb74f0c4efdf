"""Fewer indexes on schools, people and roles: large rosters are written faster.

``..._sourced_id_once`` now holds every row and starts with the district, so it also finds the rows of a district, and
the index of the district alone goes. Rows without a name in any roster stay free: no two empty names are alike.
A role cannot be without its person, whose district is checked; its own district is no longer looked up as well.
Row-level security still compares the district of every row with the scope.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import trellis.core.scope


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_row_security"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="person",
            name="person_sourced_id_once",
        ),
        migrations.RemoveConstraint(
            model_name="role",
            name="role_sourced_id_once",
        ),
        migrations.RemoveConstraint(
            model_name="school",
            name="school_sourced_id_once",
        ),
        migrations.AlterField(
            model_name="person",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                default=trellis.core.scope.current_district_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.district",
            ),
        ),
        migrations.AlterField(
            model_name="role",
            name="district",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                default=trellis.core.scope.current_district_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.district",
            ),
        ),
        migrations.AlterField(
            model_name="role",
            name="school",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="roles",
                to="people.school",
            ),
        ),
        migrations.AlterField(
            model_name="school",
            name="district",
            field=models.ForeignKey(
                db_index=False,
                default=trellis.core.scope.current_district_id,
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.district",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(fields=("district", "sourced_id"), name="person_sourced_id_once"),
        ),
        migrations.AddConstraint(
            model_name="role",
            constraint=models.UniqueConstraint(fields=("district", "sourced_id"), name="role_sourced_id_once"),
        ),
        migrations.AddConstraint(
            model_name="school",
            constraint=models.UniqueConstraint(fields=("district", "sourced_id"), name="school_sourced_id_once"),
        ),
    ]
