"""Frameworks and all in them are visible in their own district only."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Frameworks and all in them are visible in their own district only."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("framework", "0001_initial"), ("core", "0002_row_security")]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("framework_framework"),
        rls.keep_to_district("framework_competency"),
        rls.keep_to_district("framework_competencylink"),
        rls.keep_to_district("framework_scale"),
        rls.keep_to_district("framework_level"),
        rls.keep_to_district("framework_descriptor"),
        rls.keep_to_district("framework_requirement"),
        rls.keep_to_district("framework_requirementitem"),
    ]
