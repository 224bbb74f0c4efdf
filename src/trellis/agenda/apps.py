"""Django's entry to the room `agenda`."""

from __future__ import annotations

from django.apps import AppConfig


class AgendaConfig(AppConfig):
    """The room `agenda`."""

    name = "trellis.agenda"
    label = "agenda"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.agenda import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
