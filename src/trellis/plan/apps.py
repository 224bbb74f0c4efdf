"""Django's entry to the room `plan`."""

from __future__ import annotations

from django.apps import AppConfig


class PlanConfig(AppConfig):
    """The room `plan`."""

    name = "trellis.plan"
    label = "plan"

    def ready(self) -> None:
        """Declare what becomes of personal data in this room, and hang up the signs of conferences."""
        from trellis.plan import personal_data  # noqa: F401 (models can only be imported once all rooms are loaded)
        from trellis.plan.conference_signs import hang_up_signs  # as above
        from trellis.plan.signs import hang_up_signs as hang_up_signs_of_goals  # as above

        hang_up_signs()
        hang_up_signs_of_goals()
