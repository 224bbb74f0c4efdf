"""Django's entry to the room `web`."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The room `web`."""

    name = "trellis.web"
    label = "web"
