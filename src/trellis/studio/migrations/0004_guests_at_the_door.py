"""Invitations are found at the door too: a guest's link is looked up before a district is known."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls

VISIBLE = "district_id = (SELECT trellis_district())"


class Migration(migrations.Migration):
    """Invitations are found at the door too."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("studio", "0003_mini_lessons")]
    operations: ClassVar[list[Operation]] = [
        migrations.RunSQL(
            "DROP POLICY district ON studio_invitation;",
            f"CREATE POLICY district ON studio_invitation USING ({VISIBLE}) WITH CHECK ({VISIBLE});",
        ),
        rls.keep_to_district("studio_invitation", at_the_door=True),
    ]
