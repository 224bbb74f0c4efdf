"""Addresses of critique and the board of a frame."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
