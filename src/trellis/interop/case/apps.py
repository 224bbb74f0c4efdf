"""Django's entry to the room `interop.case`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import AppConfig


class CaseConfig(AppConfig):
    """The room `interop.case`."""

    name = "trellis.interop.case"
    label = "case"

    def ready(self) -> None:
        """Say what becomes of imports when their person is erased, and make the job known."""
        # Models can only be imported once all apps are there.
        from trellis.core.registries import register_personal_data
        from trellis.interop.case import jobs  # noqa: F401 - its task becomes known to the worker
        from trellis.interop.case.models import FrameworkImport

        rows = FrameworkImport.objects

        def forget(person_id: UUID) -> int:
            return rows.filter(by_id=person_id).update(by=None)

        def export(person_id: UUID) -> list[dict[str, Any]]:
            found = rows.filter(by_id=person_id).values("file_name", "kind", "state", "made_at")
            return [dict(row) for row in found]

        register_personal_data(
            FrameworkImport,
            erase=forget,
            export=export,
            reason="The history of a framework belongs to the school; who imported it is forgotten.",
        )
