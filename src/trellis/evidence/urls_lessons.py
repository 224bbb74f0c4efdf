"""Addresses of observations, questions, checks and the class picture."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
