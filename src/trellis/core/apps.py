"""Django's entry to the room `core`."""

from __future__ import annotations

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The room `core`."""

    name = "trellis.core"
    label = "core"
