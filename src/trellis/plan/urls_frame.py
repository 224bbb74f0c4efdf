"""Addresses around the frame of a plan: decisions, graduation, expectations, policy, and links for families."""

from __future__ import annotations

from django.urls import path

from trellis.plan.views import expectations, family_links, graduation, mix

urlpatterns = [
    path("learners/<uuid:learner_id>/decisions/", mix.decisions, name="decisions"),
    path("learners/<uuid:learner_id>/decisions/<uuid:decision_id>/", mix.correct, name="correct-decision"),
    path("graduation/", graduation.mine, name="my-graduation"),
    path("learners/<uuid:learner_id>/graduation/", graduation.graduation, name="graduation"),
    path("graduation/<uuid:requirement_id>/own/", graduation.own, name="own-expectation"),
    path("expectations/", expectations.index, name="expectations"),
    path("expectations/<uuid:expectation_id>/end/", expectations.end, name="end-expectation"),
    path("goals/<uuid:goal_id>/lower/<uuid:competency_id>/", expectations.lower, name="lower"),
    path("policy/plans/", expectations.policy, name="policy"),
    path("policy/plans/schools/<uuid:school_id>/", expectations.school_policy, name="school-policy"),
    path("policy/plans/frameworks/<uuid:framework_id>/", expectations.limit, name="limit"),
    path("learners/<uuid:learner_id>/plan/<uuid:term_id>/family/", family_links.links, name="family-links"),
    path("family-links/<uuid:link_id>/confirm/", family_links.confirm, name="confirm-family-link"),
    path("family-links/<uuid:link_id>/close/", family_links.revoke, name="revoke-family-link"),
    path("with/<str:token>/", family_links.with_family, name="with"),
]
