"""Django's entry to the room `interop/oneroster`."""

from __future__ import annotations

from django.apps import AppConfig


class OneRosterConfig(AppConfig):
    """The room `interop/oneroster`."""

    name = "trellis.interop.oneroster"
    label = "oneroster"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.interop.oneroster import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
