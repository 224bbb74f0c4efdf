"""Addresses of profiles and check-ins."""

from __future__ import annotations

from django.urls import path

from trellis.profile import views, views_check_ins, views_others, views_tags

app_name = "profile"

urlpatterns = [
    path("me/", views.me, name="me"),
    path("me/add/", views.add, name="add"),
    path("me/put-away/", views.put_away_page, name="put-away-page"),
    path("me/print/", views.print_me, name="print"),
    path("me/entries/<uuid:facet_id>/", views.edit, name="entry"),
    path("me/entries/<uuid:facet_id>/audience/", views.audience, name="audience"),
    path("me/entries/<uuid:facet_id>/put-away/", views.put_away, name="put-away"),
    path("me/entries/<uuid:facet_id>/bring-back/", views.bring_back, name="bring-back"),
    path("me/entries/<uuid:facet_id>/still-true/", views.say_still_true, name="still-true"),
    path("me/noticed/<uuid:noticed_id>/", views.answer_noticed, name="answer-noticed"),
    path("me/noticed/<uuid:noticed_id>/back/", views.reopen_noticed, name="reopen-noticed"),
    path("me/check-ins/", views_check_ins.mine, name="my-check-ins"),
    path("me/check-ins/<uuid:check_in_id>/", views_check_ins.answer, name="answer"),
    path("learners/<uuid:learner_id>/profile/", views_others.profile, name="profile"),
    path("learners/<uuid:learner_id>/profile/noticed/", views_others.notice, name="notice"),
    path("check-ins/", views_check_ins.index, name="check-ins"),
    path("check-ins/new/", views_check_ins.new, name="new-check-in"),
    path("check-ins/<uuid:check_in_id>/", views_check_ins.check_in, name="check-in"),
    path("check-ins/<uuid:check_in_id>/withdraw/", views_check_ins.withdraw, name="withdraw-check-in"),
    path("profile-words/", views_tags.tags, name="tags"),
    path("profile-words/<uuid:tag_id>/", views_tags.edit, name="tag"),
    path("profile-words/<uuid:tag_id>/retire/", views_tags.retire, name="retire-tag"),
    path("profile-words/<uuid:tag_id>/use-again/", views_tags.use_again, name="use-tag-again"),
]
