"""Django's entry to the room `talk`."""

from __future__ import annotations

from django.apps import AppConfig


class TalkConfig(AppConfig):
    """The room `talk`."""

    name = "trellis.talk"
    label = "talk"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.talk import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
