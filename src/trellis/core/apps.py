"""Django's entry to the room `core`."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The room `core`."""

    name = "trellis.core"
    label = "core"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.core import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
