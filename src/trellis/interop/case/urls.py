"""Names of the pages that bring frameworks in and take them out."""

from __future__ import annotations

from django.urls import path

from trellis.interop.case import views

app_name = "case"
urlpatterns = [
    path("", views.index, name="index"),
    path("imports/<uuid:upload_id>/", views.upload, name="upload"),
    path("imports/<uuid:upload_id>/apply/", views.apply, name="apply"),
    path("imports/<uuid:upload_id>/drop/", views.drop, name="drop"),
    path("<uuid:framework_id>/package.json", views.export, name="export"),
]
