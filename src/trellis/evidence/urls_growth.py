"""Addresses of reflection, what grows and My trellis."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
