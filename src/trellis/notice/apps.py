"""Django's entry to the room `notice`."""

from __future__ import annotations

from django.apps import AppConfig


class NoticeConfig(AppConfig):
    """The room `notice`."""

    name = "trellis.notice"
    label = "notice"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room."""
        from trellis.notice import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
