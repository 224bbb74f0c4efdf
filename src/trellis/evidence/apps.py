"""Django's entry to the room `evidence`."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The room `evidence`."""

    name = "trellis.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Declare what becomes of personal data."""
        # Models can only be imported once all rooms are loaded.
        from trellis.evidence import personal_data  # noqa: F401
