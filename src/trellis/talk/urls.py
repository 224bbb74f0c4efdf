"""Names of the pages of conversations."""

from __future__ import annotations

from django.urls import path

from trellis.talk import views

app_name = "talk"
urlpatterns = [
    path("talk/reports/", views.reports, name="reports"),
    path("talk/reports/<uuid:report_id>/settle/", views.settle, name="settle"),
    path("talk/reports/<uuid:report_id>/reopen/", views.reopen, name="reopen"),
    path("talk/messages/<uuid:message_id>/take-back/", views.take_back, name="take-back"),
    path("talk/messages/<uuid:message_id>/hide/", views.hide, name="hide"),
    path("talk/messages/<uuid:message_id>/show/", views.show, name="show"),
    path("talk/messages/<uuid:message_id>/report/", views.report, name="report"),
    path("talk/about/<str:kind>/<uuid:subject_id>/", views.thread, name="thread"),
    path("talk/about/<str:kind>/<uuid:subject_id>/say/", views.say, name="say"),
]
