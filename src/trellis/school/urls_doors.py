"""Names of the doors that lead through a class; part of the names of `school`."""

from __future__ import annotations

from django.urls import path

from trellis.school.doors import links, pages, sheets, views

urlpatterns = [
    path("class/", views.class_code, name="class-code"),
    path("class/names/", views.class_names, name="class-names"),
    path("class/pictures/", views.class_pictures, name="class-pictures"),
    path("classes/<uuid:class_id>/doors/", pages.doors, name="class-doors"),
    path("classes/<uuid:class_id>/doors/code/", pages.new_code, name="new-class-code"),
    path("classes/<uuid:class_id>/doors/cards/", sheets.cards, name="class-cards"),
    path("classes/<uuid:class_id>/doors/pictures/", sheets.pictures, name="new-pictures"),
    path("classes/<uuid:class_id>/doors/cards/<uuid:learner_id>/lost/", pages.lost_card, name="lost-card"),
    path("people/<uuid:learner_id>/pictures/", sheets.pictures_for, name="learner-pictures"),
    path("people/<uuid:person_id>/link/", links.sign_in_link, name="sign-in-link"),
    path("people/<uuid:learner_id>/mentors/", pages.mentors, name="invite-mentor"),
    path("people/<uuid:learner_id>/mentors/<uuid:invitation_id>/withdraw/", pages.withdraw, name="withdraw-invitation"),
    path("people/<uuid:learner_id>/mentorships/<uuid:mentorship_id>/end/", pages.end, name="end-mentorship"),
]
