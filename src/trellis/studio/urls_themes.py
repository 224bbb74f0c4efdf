"""Addresses of themes that a class wants."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
