"""Django's entry to the room `school`."""

from __future__ import annotations

from django.apps import AppConfig


class SchoolConfig(AppConfig):
    """The room `school`."""

    name = "trellis.school"
    label = "school"
