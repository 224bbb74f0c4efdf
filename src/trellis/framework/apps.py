"""Django's entry to the room `framework`."""

from __future__ import annotations

from django.apps import AppConfig


class FrameworkConfig(AppConfig):
    """The room `framework`."""

    name = "trellis.framework"
    label = "framework"
