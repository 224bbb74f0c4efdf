"""Django's entry to the room `portfolio`."""

from __future__ import annotations

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """The room `portfolio`."""

    name = "trellis.portfolio"
    label = "portfolio"

    def ready(self) -> None:
        """Declare what becomes of personal data, and hang up signs."""
        # Models can only be imported once all rooms are loaded.
        from trellis.files.access import register_opener
        from trellis.portfolio import personal_data  # noqa: F401
        from trellis.portfolio.access import may_open_copy

        register_opener("portfolio.showcasecopy", may_open_copy)
