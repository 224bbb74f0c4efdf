"""Django's entry to the room `people`."""

from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """The room `people`."""

    name = "trellis.people"
    label = "people"
