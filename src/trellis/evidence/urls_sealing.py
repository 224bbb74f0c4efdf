"""Addresses of announced judgements, the sealed past and its log."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
