"""Addresses of themes that a class wants."""

from __future__ import annotations

from django.urls import path

from trellis.studio.views import themes

urlpatterns = [
    path("classes/<uuid:class_id>/themes/", themes.of_class, name="themes"),
    path("themes/<uuid:round_id>/", themes.round_, name="theme-round"),
    path("themes/<uuid:round_id>/decide/", themes.decide, name="decide-themes"),
    path("themes/<uuid:round_id>/<slug:step>/", themes.step, name="theme-step"),
    path("theme/<uuid:theme_id>/", themes.theme, name="theme"),
    path("theme/<uuid:theme_id>/remove/", themes.remove, name="remove-theme"),
    path("theme/<uuid:theme_id>/back/", themes.bring_back, name="bring-theme-back"),
    path("theme/<uuid:theme_id>/say/", themes.say_to, name="say-to-theme"),
    path("theme/concerns/<uuid:voice_id>/answer/", themes.answer, name="answer-concern"),
    path("theme/concerns/<uuid:voice_id>/keep/", themes.keep, name="keep-concern"),
]
