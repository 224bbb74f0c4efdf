"""Django's entry to the room `demo`."""

from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room `demo`."""

    name = "trellis.demo"
    label = "demo"
