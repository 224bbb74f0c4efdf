"""Names of the doors and of the account's own pages."""

from __future__ import annotations

from django.urls import include, path

from trellis.people import views

pages = [
    path("account/", views.account, name="account"),
    path("account/called/", views.called, name="called"),
    path("account/password/reset/", views.reset_password, name="reset-password"),
    path("account/email/", views.email, name="email"),
    path("account/email/<str:token>/", views.confirm_email, name="confirm-email"),
    path("account/preferences/", views.preferences, name="preferences"),
    path("account/demo/", views.enter_demo, name="enter-demo"),
    path("card/<str:token>/", views.card, name="card"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
]
urlpatterns = [
    path("", include((pages, "people"))),
    path("account/", include("allauth.urls")),
]
