"""Django's entry to the room `home`."""

from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """The room `home`."""

    name = "trellis.home"
    label = "home"
