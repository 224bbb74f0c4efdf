"""Django's entry to the room `notice`."""

from __future__ import annotations

from django.apps import AppConfig


class NoticeConfig(AppConfig):
    """The room `notice`."""

    name = "trellis.notice"
    label = "notice"

    def ready(self) -> None:
        """Declare what becomes of personal data, hang the bell into the rail, and listen to conversations."""
        # Models can only be imported once all rooms are loaded.
        from trellis.notice import personal_data, talking  # noqa: F401
        from trellis.notice.bell import render_bell
        from trellis.web.rail import register_rail_part

        register_rail_part(render_bell)
        talking.register()
