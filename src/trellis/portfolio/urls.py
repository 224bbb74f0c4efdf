"""Addresses of showcases."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "portfolio"

urlpatterns: list[URLPattern] = []
