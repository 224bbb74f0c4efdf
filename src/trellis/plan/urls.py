"""Addresses of plans, goals, proposals, steps and suggestions."""

from __future__ import annotations

from django.urls import path

from trellis.plan import urls_conferences, urls_frame
from trellis.plan.views import goals, negotiation, plans, steps, suggestions

app_name = "plan"

urlpatterns = [
    path("plan/", plans.mine, name="mine"),
    path("plan/start/", plans.start, name="start"),
    path("plan/new/", goals.new, name="new-goal"),
    path("learners/<uuid:learner_id>/plan/", plans.plan, name="plan"),
    path("learners/<uuid:learner_id>/plan/print/", plans.print_plan, name="print"),
    path("learners/<uuid:learner_id>/plan/suggest/", suggestions.suggest, name="suggest"),
    path("suggestions/<uuid:suggestion_id>/take/", suggestions.take, name="take-suggestion"),
    path("suggestions/<uuid:suggestion_id>/decline/", suggestions.decline, name="decline-suggestion"),
    path("goals/<uuid:goal_id>/", goals.goal, name="goal"),
    path("goals/<uuid:goal_id>/edit/", goals.edit, name="edit-goal"),
    path("goals/<uuid:goal_id>/propose/", goals.propose, name="propose-goal"),
    path("goals/<uuid:goal_id>/reached/", goals.reached, name="goal-reached"),
    path("goals/<uuid:goal_id>/let-go/", goals.let_go, name="goal-let-go"),
    path("goals/<uuid:goal_id>/take-up/", goals.take_up, name="take-up-goal"),
    path("goals/<uuid:goal_id>/throw-away/", goals.throw_away, name="throw-away-draft"),
    path("goals/<uuid:goal_id>/versions/", goals.versions, name="goal-versions"),
    path("goals/<uuid:goal_id>/counter/", negotiation.counter, name="counter"),
    path("goals/<uuid:goal_id>/agree/", negotiation.agree_to, name="agree"),
    path("proposals/<uuid:proposal_id>/answer/", negotiation.answer, name="answer"),
    path("proposals/<uuid:proposal_id>/withdraw/", negotiation.withdraw, name="withdraw"),
    path("goals/<uuid:goal_id>/steps/", steps.add, name="add-step"),
    path("steps/<uuid:step_id>/edit/", steps.edit, name="edit-step"),
    path("steps/<uuid:step_id>/state/", steps.state, name="step-state"),
    path("steps/<uuid:step_id>/move/", steps.move, name="move-step"),
    path("steps/<uuid:step_id>/remove/", steps.remove, name="remove-step"),
    path("steps/<uuid:step_id>/back/", steps.bring_back, name="bring-back-step"),
    *urls_frame.urlpatterns,
    *urls_conferences.urlpatterns,
]
