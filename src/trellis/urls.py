"""The front of the house: each room hangs up its own signs."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("trellis.web.urls")),
    path("", include("trellis.people.urls")),
    path("", include("trellis.school.urls")),
    path("files/", include("trellis.files.urls")),
    path("", include("trellis.talk.urls")),
    path("", include("trellis.notice.urls")),
    path("calendar/", include("trellis.agenda.urls")),
    path("framework/", include("trellis.framework.urls")),
    path("roster/", include("trellis.interop.oneroster.urls")),
    path("framework/exchange/", include("trellis.interop.case.urls")),
    path("", include("trellis.profile.urls")),
    path("", include("trellis.plan.urls")),
    path("", include("trellis.evidence.urls")),
    path("", include("trellis.home.urls")),
]
