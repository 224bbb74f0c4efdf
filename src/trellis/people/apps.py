"""Django's entry to the room `people`."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "trellis.people"
    label = "people"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.people import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
