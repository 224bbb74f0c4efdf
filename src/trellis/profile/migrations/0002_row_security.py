"""Profiles are visible in their own district only, and what is for oneself to oneself only."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Profiles are visible in their own district only, and what is for oneself to oneself only."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("profile", "0001_initial"),
        ("core", "0002_row_security"),
    ]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("profile_tag"),
        rls.keep_to_district("profile_facet"),
        rls.keep_to_district("profile_facettag"),
        rls.keep_to_district("profile_facetversion"),
        rls.keep_to_district("profile_noticedstrength"),
        rls.keep_to_district("profile_checkin"),
        rls.keep_to_district("profile_answer"),
        rls.keep_private("profile_facet", private="audience = 'me'", owner="learner_id"),
        rls.keep_private("profile_facetversion", private="audience = 'me'", owner="learner_id"),
    ]
