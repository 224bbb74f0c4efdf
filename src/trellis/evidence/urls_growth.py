"""Addresses of reflection, what grows and My trellis."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.evidence.views import competencies, trellis

urlpatterns: list[URLPattern] = [
    path("trellis/", trellis.my_trellis, name="my-trellis"),
    path("learners/<uuid:learner_id>/trellis/", trellis.trellis, name="trellis"),
    path("learners/<uuid:learner_id>/competencies/<uuid:competency_id>/", competencies.competency, name="competency"),
]
