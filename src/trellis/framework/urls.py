"""Names of the pages of the framework."""

from __future__ import annotations

from django.urls import path

from trellis.framework import views, views_write

app_name = "framework"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("scales/", views.scales, name="scales"),
    path("graduation/", views.requirements, name="requirements"),
    path("<uuid:framework_id>/", views.framework, name="framework"),
    path("<uuid:framework_id>/print/", views.print_framework, name="framework-print"),
    path("<uuid:framework_id>/write/", views_write.write, name="write"),
    path("competency/<uuid:competency_id>/", views.competency, name="competency"),
    path("competency/<uuid:competency_id>/print/", views.print_competency, name="competency-print"),
    path("competency/<uuid:competency_id>/edit/", views_write.edit, name="edit"),
    path("competency/<uuid:competency_id>/retire/", views_write.retire, name="retire"),
    path("competency/<uuid:competency_id>/bring-back/", views_write.bring_back, name="bring-back"),
]
