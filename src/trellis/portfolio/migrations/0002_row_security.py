"""Showcases are visible in their own district only; links also at the door."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls

TABLES = (
    "showcase", "showcasecopy", "showcaseitem",
)  # fmt: skip


class Migration(migrations.Migration):
    """Showcases are visible in their own district only; links also at the door."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("portfolio", "0001_initial"),
        ("core", "0002_row_security"),
    ]
    operations: ClassVar[list[Operation]] = [
        *(rls.keep_to_district(f"portfolio_{table}") for table in TABLES),
        rls.keep_to_district("portfolio_showcaselink", at_the_door=True),
    ]
