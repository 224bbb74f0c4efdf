"""Django's entry to the room `studio`."""

from __future__ import annotations

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """The room `studio`."""

    name = "trellis.studio"
    label = "studio"

    def ready(self) -> None:
        """Declare what becomes of personal data, and hang up signs."""
        # Models can only be imported once all rooms are loaded.
        from trellis.studio import personal_data  # noqa: F401
        from trellis.studio.signs_frames import hang_up_signs as hang_up_signs_of_frames  # as above

        hang_up_signs_of_frames()
        from trellis.studio.signs_exhibitions import hang_up_signs as hang_up_signs_of_exhibitions  # as above

        hang_up_signs_of_exhibitions()
        from trellis.studio.signs_critique import hang_up_signs as hang_up_signs_of_critique  # as above

        hang_up_signs_of_critique()
        from trellis.studio.signs_projects import hang_up_signs as hang_up_signs_of_projects  # as above

        hang_up_signs_of_projects()
        from trellis.studio.beside_plan import stand_beside_plans  # as above

        stand_beside_plans()
        from trellis.evidence.beside import put_beside  # as above
        from trellis.studio.beside_evidence import projects_of_artefact

        put_beside(projects_of_artefact)
