"""Names of the pages of school."""

from __future__ import annotations

from django.urls import include, path

app_name = "school"
urlpatterns = [
    path("", include("trellis.school.urls_doors")),
]
