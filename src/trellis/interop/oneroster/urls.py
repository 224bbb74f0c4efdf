"""Names of the roster pages."""

from __future__ import annotations

from django.urls import path

from trellis.interop.oneroster import views

app_name = "oneroster"
urlpatterns = [
    path("", views.index, name="index"),
    path("export/", views.export, name="export"),
    path("<uuid:import_id>/", views.show, name="import"),
    path("<uuid:import_id>/problems.csv", views.problems, name="problems"),
    path("<uuid:import_id>/apply/", views.apply, name="apply"),
    path("<uuid:import_id>/discard/", views.discard, name="discard"),
]
