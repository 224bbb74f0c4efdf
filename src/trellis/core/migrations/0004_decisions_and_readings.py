"""Decisions are never deleted and readings never changed; both stay in their district."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """Decisions are never deleted and readings never changed; both stay in their district."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("core", "0003_decision_readentry"),
    ]
    operations: ClassVar[list[Operation]] = [
        rls.keep_to_district("core_decision"),
        rls.keep_to_district("core_readentry"),
        rls.never_deleted("core_decision"),
        rls.append_only("core_readentry"),
    ]
