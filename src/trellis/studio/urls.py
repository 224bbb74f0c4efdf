"""Addresses of frames, projects, critique, exhibitions and the themes that a class wants."""

from __future__ import annotations

from trellis.studio import urls_critique, urls_exhibitions, urls_frames, urls_projects, urls_themes

app_name = "studio"

urlpatterns = [
    *urls_frames.urlpatterns,
    *urls_projects.urlpatterns,
    *urls_critique.urlpatterns,
    *urls_exhibitions.urlpatterns,
    *urls_themes.urlpatterns,
]
