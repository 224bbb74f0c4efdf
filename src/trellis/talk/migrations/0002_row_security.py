"""Conversations are visible in their own district only."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Conversations are visible in their own district only."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("talk", "0001_initial"),
        ("core", "0002_row_security"),
    ]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("talk_thread"),
        rls.keep_to_district("talk_message"),
        rls.keep_to_district("talk_messagereport"),
        rls.keep_to_district("talk_threadvisit"),
    ]
