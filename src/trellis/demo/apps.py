"""Django's entry to the room `demo`."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room `demo`: tells the sign-in page whom one may enter as, which it shows in demo mode only."""

    name = "trellis.demo"
    label = "demo"

    def ready(self) -> None:
        """Name the people of the demo."""
        # Rooms can be imported only once all of them are set up.
        from trellis.demo.entries import entries
        from trellis.people.doors import demo_entry

        demo_entry.register(entries)
