"""Answers to suggestions of the board, a critique round that is prepared before it opens, and why words are hidden."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import trellis.core.ids
import trellis.core.scope
from trellis.core import rls


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0003_reading_first"),
        ("people", "0003_lighter_indexes"),
        ("studio", "0002_row_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="MiniLesson",
            fields=[
                (
                    "id",
                    models.UUIDField(default=trellis.core.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("competency", "a competency that several aim for"),
                            ("idea", "an idea that several had"),
                            ("question", "a question that several ask"),
                            ("milestone", "a step that several have before them"),
                        ],
                        max_length=10,
                    ),
                ),
                ("key", models.CharField(max_length=64)),
                ("words", models.CharField(max_length=500)),
                ("answer", models.CharField(choices=[("planned", "planned"), ("declined", "not now")], max_length=8)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
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
                (
                    "frame",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mini_lessons", to="studio.frame"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="evidence.question",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="critique",
            name="hidden_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="why it is hidden"),
        ),
        migrations.AddField(
            model_name="critiqueround",
            name="seed",
            field=models.PositiveIntegerField(default=1, editable=False),
        ),
        migrations.AlterField(
            model_name="critiqueround",
            name="opened_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="critique",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("hidden_at__isnull", True), models.Q(("hidden_reason", ""), _negated=True), _connector="OR"
                ),
                name="critique_hidden_with_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="minilesson",
            constraint=models.UniqueConstraint(fields=("frame", "kind", "key"), name="mini_lesson_once"),
        ),
        rls.keep_to_district("studio_minilesson"),
    ]
