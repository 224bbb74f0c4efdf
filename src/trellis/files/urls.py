"""Addresses of stored files."""

from __future__ import annotations

from django.urls import path

from trellis.files import views

app_name = "files"
urlpatterns = [
    path("", views.room, name="room"),
    path("<uuid:file_id>/", views.file, name="file"),
]
