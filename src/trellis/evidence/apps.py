"""Django's entry to the room `evidence`."""

from __future__ import annotations

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The room `evidence`."""

    name = "trellis.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Declare what becomes of personal data, and hang up signs."""
        # Models can only be imported once all rooms are loaded.
        from trellis.evidence import personal_data  # noqa: F401
        from trellis.evidence.signs_artefacts import hang_up_signs

        hang_up_signs()
        from trellis.evidence.signs_lessons import hang_up_signs as hang_up_signs_of_lessons  # as above

        hang_up_signs_of_lessons()
        from trellis.evidence.signs_sealing import hang_up_signs as hang_up_signs_of_sealing  # as above

        hang_up_signs_of_sealing()
