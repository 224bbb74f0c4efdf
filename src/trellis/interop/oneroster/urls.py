"""Names of the roster pages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "oneroster"
urlpatterns: list[URLPattern] = []
