"""Django's entry to the room `profile`."""

from __future__ import annotations

from django.apps import AppConfig


class ProfileConfig(AppConfig):
    """The room `profile`."""

    name = "trellis.profile"
    label = "profile"

    def ready(self) -> None:
        """Declare what becomes of personal data, hang up signs, and say who opens the files of an entry."""
        # Models can only be imported once all rooms are loaded.
        from trellis.files.access import register_opener
        from trellis.profile import personal_data  # noqa: F401
        from trellis.profile.access import may_open_facet
        from trellis.profile.signs import hang_up_signs

        hang_up_signs()
        register_opener("profile.facet", may_open_facet)
