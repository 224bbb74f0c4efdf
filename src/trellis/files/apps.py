"""Django's entry to the room `files`."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room `files`."""

    name = "trellis.files"
    label = "files"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.files import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
