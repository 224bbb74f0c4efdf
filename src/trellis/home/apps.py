"""Django's entry to the room `home`."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The room `home`."""

    name = "trellis.home"
    label = "home"

    def ready(self) -> None:
        """Hang up the places in the rail."""
        from trellis.home.places import places_for  # models can only be imported once all rooms are loaded
        from trellis.web.places import register_places

        register_places(places_for)
