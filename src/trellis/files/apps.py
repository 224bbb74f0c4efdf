"""Django's entry to the room `files`."""

from __future__ import annotations

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The room `files`."""

    name = "trellis.files"
    label = "files"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room, and show its fields in the style guide."""
        # Models can only be imported once all rooms are loaded.
        from trellis.files import personal_data, styleguide  # noqa: F401
