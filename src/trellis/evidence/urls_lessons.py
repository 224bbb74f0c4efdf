"""Addresses of observations, questions, checks and the class picture."""

from __future__ import annotations

from django.urls import URLPattern, path

from trellis.evidence.views import checks, noticing, picture, questions

urlpatterns: list[URLPattern] = [
    path("classes/<uuid:class_id>/notice/", noticing.notice, name="notice"),
    path("classes/<uuid:class_id>/questions/", questions.questions, name="questions"),
    path("questions/<uuid:question_id>/change/", questions.change, name="question-change"),
    path("questions/<uuid:question_id>/remove/", questions.remove, name="question-remove"),
    path("questions/<uuid:question_id>/bring-back/", questions.bring_back, name="question-back"),
    path("classes/<uuid:class_id>/voices/", questions.voices, name="voices"),
    path("classes/<uuid:class_id>/checks/", checks.checks, name="checks"),
    path("checks/<uuid:check_id>/", checks.check, name="check"),
    path("checks/<uuid:check_id>/who/", checks.who, name="check-who"),
    path("checks/<uuid:check_id>/step/<slug:step>/", checks.step, name="check-step"),
    path("misconceptions/<uuid:misconception_id>/settle/", checks.settle, name="settle"),
    path("classes/<uuid:class_id>/picture/", picture.picture, name="picture"),
]
