"""The scope functions, and moments that nobody changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

from trellis.core import rls


class Migration(migrations.Migration):
    """The scope functions, and moments that nobody changes."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("core", "0001_initial")]
    operations: ClassVar[list[Operation]] = [
        rls.create_functions(),
        rls.keep_to_district("core_moment"),
        rls.append_only("core_moment"),
    ]
