"""Fewer indexes on terms, courses, classes, enrolments: large rosters are written faster.

``..._sourced_id_once`` now holds every row and starts with the district, so it also finds the rows of a district, and
the index of the district alone goes. Rows without a name in any roster stay free: no two empty names are alike.
An enrolment cannot be without its person, whose district is checked; its own district is no longer looked up as well.
Row-level security still compares the district of every row with the scope.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import trellis.core.scope


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_lighter_indexes"),
        ("school", "0002_row_security"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="course",
            name="course_sourced_id_once",
        ),
        migrations.RemoveConstraint(
            model_name="enrolment",
            name="enrolment_sourced_id_once",
        ),
        migrations.RemoveConstraint(
            model_name="schoolclass",
            name="schoolclass_sourced_id_once",
        ),
        migrations.RemoveConstraint(
            model_name="term",
            name="term_sourced_id_once",
        ),
        migrations.AlterField(
            model_name="course",
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
            model_name="enrolment",
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
            model_name="schoolclass",
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
            model_name="term",
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
            model_name="course",
            constraint=models.UniqueConstraint(fields=("district", "sourced_id"), name="course_sourced_id_once"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(fields=("district", "sourced_id"), name="enrolment_sourced_id_once"),
        ),
        migrations.AddConstraint(
            model_name="schoolclass",
            constraint=models.UniqueConstraint(fields=("district", "sourced_id"), name="schoolclass_sourced_id_once"),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.UniqueConstraint(fields=("district", "sourced_id"), name="term_sourced_id_once"),
        ),
    ]
