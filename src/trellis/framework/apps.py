"""Django's entry to the room `framework`."""

from __future__ import annotations

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    """The room `framework`."""

    name = "trellis.framework"
    label = "framework"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.framework import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
