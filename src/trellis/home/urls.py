"""Names of the homes."""

from __future__ import annotations

from django.urls import path

from trellis.home import views

app_name = "home"
urlpatterns = [
    path("", views.today, name="today"),
    path("setup/", views.setup, name="setup"),
    path("setup/<slug:step>/", views.setup_step, name="setup-step"),
]
