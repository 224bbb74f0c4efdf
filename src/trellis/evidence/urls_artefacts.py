"""Addresses of artefacts, feedback and the learner's own judgement."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
