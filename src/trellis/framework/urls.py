"""Names of the pages of the framework."""

from __future__ import annotations

from django.urls import path

from trellis.framework import views, views_requirements, views_scales, views_write

app_name = "framework"
urlpatterns = [
    path("", views.index, name="index"),
    path("search/", views.search, name="search"),
    path("scales/", views.scales, name="scales"),
    path("scales/new/", views_scales.new_scale, name="new-scale"),
    path("scales/<uuid:scale_id>/edit/", views_scales.edit_scale, name="edit-scale"),
    path("scales/<uuid:scale_id>/remove/", views_scales.remove_scale, name="remove-scale"),
    path("scales/<uuid:scale_id>/bring-back/", views_scales.bring_back_scale, name="bring-back-scale"),
    path("graduation/", views.requirements, name="requirements"),
    path("graduation/new/", views_requirements.new, name="new-requirement"),
    path("graduation/<uuid:requirement_id>/edit/", views_requirements.edit, name="edit-requirement"),
    path("graduation/<uuid:requirement_id>/move/", views_requirements.move, name="move-requirement"),
    path("graduation/<uuid:requirement_id>/remove/", views_requirements.remove, name="remove-requirement"),
    path("graduation/<uuid:requirement_id>/bring-back/", views_requirements.bring_back, name="bring-back-requirement"),
    path("<uuid:framework_id>/", views.framework, name="framework"),
    path("<uuid:framework_id>/print/", views.print_framework, name="framework-print"),
    path("<uuid:framework_id>/scale/", views_scales.use_scale, name="use-scale"),
    path("<uuid:framework_id>/write/", views_write.write, name="write"),
    path("competency/<uuid:competency_id>/", views.competency, name="competency"),
    path("competency/<uuid:competency_id>/print/", views.print_competency, name="competency-print"),
    path("competency/<uuid:competency_id>/levels/", views_scales.describe, name="describe"),
    path("competency/<uuid:competency_id>/edit/", views_write.edit, name="edit"),
    path("competency/<uuid:competency_id>/retire/", views_write.retire, name="retire"),
    path("competency/<uuid:competency_id>/bring-back/", views_write.bring_back, name="bring-back"),
]
