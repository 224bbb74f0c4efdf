"""The plan that three voices make: goals and steps, what is negotiated, and conferences."""

from trellis.plan.models.conferences import Conference, Confirmation, Outcome, Topic
from trellis.plan.models.goals import Goal, GoalCompetency, GoalRequirement, GoalVersion, Plan, Step, Suggestion
from trellis.plan.models.negotiation import Agreement, Clause, FamilyLink, Proposal, ProposedChange, Voice
from trellis.plan.models.policy import Expectation, ExpectationLimit, OwnExpectation, PlanPolicy

__all__ = [
    "Agreement",
    "Clause",
    "Conference",
    "Confirmation",
    "Expectation",
    "ExpectationLimit",
    "FamilyLink",
    "Goal",
    "GoalCompetency",
    "GoalRequirement",
    "GoalVersion",
    "Outcome",
    "OwnExpectation",
    "Plan",
    "PlanPolicy",
    "Proposal",
    "ProposedChange",
    "Step",
    "Suggestion",
    "Topic",
    "Voice",
]
