"""Notices and digests are visible in their own district only."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Notices and digests are visible in their own district only."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("notice", "0001_initial"),
        ("core", "0002_row_security"),
    ]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("notice_notice"),
        rls.keep_to_district("notice_digest"),
    ]
