"""Addresses of evidence: what is shown, how it is judged, what happens in lessons, what grows and what is sealed."""

from __future__ import annotations

from trellis.evidence import urls_artefacts, urls_growth, urls_lessons, urls_sealing

app_name = "evidence"

urlpatterns = [
    *urls_artefacts.urlpatterns,
    *urls_sealing.urlpatterns,
    *urls_lessons.urlpatterns,
    *urls_growth.urlpatterns,
]
