"""Django's entry to the room `school`."""

from __future__ import annotations

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The room `school`."""

    name = "trellis.school"
    label = "school"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room, and until when invitations hold."""
        # Models can only be imported once all rooms are loaded.
        from trellis.people.signing_in_mentors import register_condition
        from trellis.school import personal_data  # noqa: F401
        from trellis.school.doors.access import invitation_holds

        register_condition(invitation_holds)
