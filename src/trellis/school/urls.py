"""Names of the pages of people, classes, schools and terms."""

from __future__ import annotations

from django.urls import include, path

from trellis.school import views, views_calendar, views_dates, views_people

app_name = "school"
urlpatterns = [
    path("", include("trellis.school.urls_doors")),
    path("people/", views_people.people, name="people"),
    path("people/new/", views_people.new_person, name="new-person"),
    path("people/<uuid:person_id>/", views_people.person, name="person"),
    path("people/<uuid:person_id>/edit/", views_people.edit_person, name="edit-person"),
    path("people/<uuid:person_id>/roles/", views_people.give_role, name="give-role"),
    path("people/<uuid:person_id>/guardians/", views_people.link_guardian, name="link-guardian"),
    path("people/<uuid:person_id>/account/", views_people.account, name="person-account"),
    path("roles/<uuid:role_id>/end/", views_people.end_role, name="end-role"),
    path("roles/<uuid:role_id>/reopen/", views_people.reopen_role, name="reopen-role"),
    path("roles/<uuid:role_id>/dates/", views_dates.role_dates, name="role-dates"),
    path("guardianships/<uuid:link_id>/dates/", views_dates.guardianship_dates, name="guardianship-dates"),
    path(
        "people/<uuid:learner_id>/mentorships/<uuid:mentorship_id>/dates/",
        views_dates.mentorship_dates,
        name="mentorship-dates",
    ),
    path("guardianships/<uuid:link_id>/end/", views_people.end_guardianship, name="end-guardianship"),
    path("guardianships/<uuid:link_id>/reopen/", views_people.reopen_guardianship, name="reopen-guardianship"),
    path("classes/", views.classes, name="classes"),
    path("classes/new/", views.new_class, name="new-class"),
    path("classes/<uuid:class_id>/", views.school_class, name="class"),
    path("classes/<uuid:class_id>/edit/", views.edit_class, name="edit-class"),
    path("classes/<uuid:class_id>/join/", views.join, name="join-class"),
    path("enrolments/<uuid:enrolment_id>/end/", views.leave, name="leave-class"),
    path("enrolments/<uuid:enrolment_id>/reopen/", views.come_back, name="come-back"),
    path("schools/", views_calendar.schools, name="schools"),
    path("schools/new/", views_calendar.new_school, name="new-school"),
    path("schools/<uuid:school_id>/edit/", views_calendar.edit_school, name="edit-school"),
    path("terms/new/", views_calendar.new_term, name="new-term"),
    path("terms/<uuid:term_id>/edit/", views_calendar.edit_term, name="edit-term"),
]
