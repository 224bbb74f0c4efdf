"""Names of the pages of notices."""

from __future__ import annotations

from django.urls import path

from trellis.notice import views

app_name = "notice"
urlpatterns = [
    path("notices/", views.index, name="index"),
    path("notices/read/", views.read_all, name="read-all"),
    path("notices/settings/", views.mail_settings, name="settings"),
    path("notices/stop/<str:token>/", views.stop, name="stop"),
    path("notices/<uuid:notice_id>/", views.open_notice, name="open"),
]
