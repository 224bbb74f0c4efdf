"""Names of the shell's pages."""

from __future__ import annotations

from django.urls import path

from trellis.web import views

app_name = "web"
urlpatterns = [
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/print/", views.styleguide_print, name="styleguide-print"),
    path("styleguide/icons/", views.styleguide_icons, name="styleguide-icons"),
    path("styleguide/rooms/", views.styleguide_rooms, name="styleguide-rooms"),
    path("health/", views.health, name="health"),
    path("style/<str:digest>.css", views.stylesheet, name="stylesheet"),
    path("preferences/", views.preferences, name="preferences"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
]
