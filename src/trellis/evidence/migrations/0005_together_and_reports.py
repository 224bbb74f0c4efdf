"""A team judges what it made together; feedback that hurts is reported, and hidden with a reason."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation
from django.db.models import CASCADE, PROTECT, SET_NULL, ForeignKey, Q

from trellis.core import rls
from trellis.core.ids import uuid7
from trellis.core.scope import current_district_id


class Migration(migrations.Migration):
    """A team judges what it made together; feedback that hurts is reported, and hidden with a reason."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("evidence", "0004_judgements_at_once")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField("judgement", "team", models.UUIDField(null=True, blank=True, editable=False)),
        migrations.AddConstraint(
            "judgement",
            models.CheckConstraint(condition=Q(team__isnull=True) | Q(purpose="as"), name="team_judges_as"),
        ),
        migrations.AddConstraint(
            "judgement",
            models.UniqueConstraint(
                fields=["team", "learner"], condition=Q(team__isnull=False), name="team_says_it_once"
            ),
        ),
        migrations.AddField("feedback", "hidden_why", models.CharField("why it is hidden", max_length=300, blank=True)),
        migrations.CreateModel(
            "FeedbackReport",
            [
                ("id", models.UUIDField(primary_key=True, default=uuid7, editable=False, serialize=False)),
                (
                    "district",
                    ForeignKey(
                        "people.district",
                        on_delete=PROTECT,
                        default=current_district_id,
                        editable=False,
                        related_name="+",
                    ),
                ),
                ("feedback", ForeignKey("evidence.feedback", on_delete=CASCADE, related_name="reports")),
                ("by", ForeignKey("people.person", on_delete=CASCADE, related_name="+")),
                ("reason", models.CharField("what is wrong with it", max_length=300)),
                ("at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True, blank=True)),
                (
                    "settled_by",
                    ForeignKey("people.person", on_delete=SET_NULL, null=True, blank=True, related_name="+"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["feedback", "by"], name="one_report_of_feedback")],
            },
        ),
        rls.keep_to_district("evidence_feedbackreport"),
    ]
