"""Django's entry to the room `profile`."""

from __future__ import annotations

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    """The room `profile`."""

    name = "trellis.profile"
    label = "profile"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.profile import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
