"""Names of the pages of the calendar."""

from __future__ import annotations

from django.urls import path

from trellis.agenda import views

app_name = "agenda"
urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:event_id>/answer/", views.answer, name="answer"),
    path("feed/", views.feed_settings, name="feed-settings"),
    path("feed/new/", views.new_feed, name="new-feed"),
    path("feed/end/", views.end_feed, name="end-feed"),
    path("<str:token>.ics", views.feed, name="feed"),
]
