"""Plans are visible in their own district only, drafts to their learner only; family links also at the door."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Plans are visible in their own district only, drafts to their learner only; family links also at the door."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("plan", "0001_initial"),
        ("core", "0002_row_security"),
    ]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("plan_plan"),
        rls.keep_to_district("plan_goal"),
        rls.keep_to_district("plan_goalversion"),
        rls.keep_to_district("plan_goalcompetency"),
        rls.keep_to_district("plan_goalrequirement"),
        rls.keep_to_district("plan_step"),
        rls.keep_to_district("plan_suggestion"),
        rls.keep_to_district("plan_familylink", at_the_door=True),
        rls.keep_to_district("plan_proposal"),
        rls.keep_to_district("plan_proposedchange"),
        rls.keep_to_district("plan_agreement"),
        rls.keep_to_district("plan_planpolicy"),
        rls.keep_to_district("plan_expectationlimit"),
        rls.keep_to_district("plan_expectation"),
        rls.keep_to_district("plan_ownexpectation"),
        rls.keep_to_district("plan_conference"),
        rls.keep_to_district("plan_topic"),
        rls.keep_to_district("plan_outcome"),
        rls.keep_to_district("plan_confirmation"),
        rls.keep_private("plan_goal", private="state = 'draft'", owner="learner_id"),
    ]
