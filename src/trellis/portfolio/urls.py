"""Addresses of showcases."""

from __future__ import annotations

from django.urls import path

from trellis.portfolio import views, views_links, views_things

app_name = "portfolio"

urlpatterns = [
    path("showcases/", views.mine, name="showcases"),
    path("showcases/new/", views.new, name="new"),
    path("learners/<uuid:learner_id>/showcases/", views.of_learner, name="of-learner"),
    path("showcases/<uuid:showcase_id>/", views.showcase, name="showcase"),
    path("showcases/<uuid:showcase_id>/change/", views.change, name="change"),
    path("showcases/<uuid:showcase_id>/open/", views.open_to, name="open"),
    path("showcases/<uuid:showcase_id>/take-away/", views.take_away, name="take-away"),
    path("showcases/<uuid:showcase_id>/bring-back/", views.bring_back, name="bring-back"),
    path("showcases/<uuid:showcase_id>/add/", views_things.add, name="add"),
    path("showcases/<uuid:showcase_id>/write/", views_things.write, name="write"),
    path("showcases/<uuid:showcase_id>/files/<uuid:file_id>/", views_things.file, name="file"),
    path("showcases/things/<uuid:item_id>/", views_things.say_it, name="say"),
    path("showcases/things/<uuid:item_id>/move/", views_things.move, name="move"),
    path("showcases/things/<uuid:item_id>/take-out/", views_things.remove, name="take-out"),
    path("showcases/things/<uuid:item_id>/put-back/", views_things.restore, name="put-back"),
    path("showcases/<uuid:showcase_id>/links/", views_links.links, name="links"),
    path("showcases/links/<uuid:link_id>/close/", views_links.close, name="close-link"),
    path("showcases/<uuid:showcase_id>/copy/", views_links.copy, name="copy"),
    path("showcases/<uuid:showcase_id>/copies/<uuid:copy_id>/", views_links.copy_part, name="copy-state"),
    path("showcase/<str:token>/", views_links.by_link, name="by-link"),
    path("showcase/<str:token>/files/<uuid:file_id>/", views_links.file_by_link, name="file-by-link"),
]
