"""Django's entry to the room `school`."""

from __future__ import annotations

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The room `school`."""

    name = "trellis.school"
    label = "school"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.school import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
