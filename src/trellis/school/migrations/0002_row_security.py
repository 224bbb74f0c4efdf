"""Terms, classes and enrolments are visible in their own district only; class codes, also at the door."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Terms, classes and enrolments are visible in their own district only; class codes, also at the door."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("school", "0001_initial"), ("core", "0002_row_security")]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("school_term"),
        rls.keep_to_district("school_course"),
        rls.keep_to_district("school_schoolclass"),
        rls.keep_to_district("school_classterm"),
        rls.keep_to_district("school_enrolment"),
        rls.keep_to_district("school_classcode", at_the_door=True),
    ]
