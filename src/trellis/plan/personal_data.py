"""What becomes of rows of the room `plan` on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.plan.models import (
    Agreement,
    Conference,
    Confirmation,
    Expectation,
    FamilyLink,
    Goal,
    GoalVersion,
    Outcome,
    OwnExpectation,
    Plan,
    Proposal,
    ProposedChange,
    Step,
    Suggestion,
    Topic,
)

register_personal_data(
    Plan,
    erase=delete_by(Plan, "learner"),
    export=rows_by(Plan, "learner"),
    reason="the learner’s plan",
)

register_personal_data(
    Goal,
    erase=delete_by(Goal, "learner"),
    export=rows_by(Goal, "learner"),
    reason="what the learner aimed for",
)

register_personal_data(
    GoalVersion,
    erase=delete_by(GoalVersion, "goal__learner"),
    export=rows_by(GoalVersion, "goal__learner"),
    reason="how goals changed",
)

register_personal_data(
    Step,
    erase=delete_by(Step, "goal__learner"),
    export=rows_by(Step, "goal__learner"),
    reason="the steps on the way",
)

register_personal_data(
    Suggestion,
    erase=delete_by(Suggestion, "learner", "by"),
    export=rows_by(Suggestion, "learner", "by"),
    reason="a suggestion goes with either of the two",
)

register_personal_data(
    FamilyLink,
    erase=delete_by(FamilyLink, "guardian", "plan__learner", "asked_by"),
    export=rows_by(FamilyLink, "guardian", "plan__learner"),
    reason="a way in for a guardian; its secret is a hash",
)

register_personal_data(
    Proposal,
    erase=delete_by(Proposal, "by", "goal__learner"),
    export=rows_by(Proposal, "by", "goal__learner"),
    reason="what somebody put beside a goal",
)

register_personal_data(
    ProposedChange,
    erase=delete_by(ProposedChange, "proposal__by", "proposal__goal__learner"),
    export=rows_by(ProposedChange, "proposal__by", "proposal__goal__learner"),
    reason="the clauses of proposals",
)

register_personal_data(
    Agreement,
    erase=delete_by(Agreement, "person", "goal__learner"),
    export=rows_by(Agreement, "person", "goal__learner"),
    reason="who agreed to what",
)

register_personal_data(
    Expectation,
    erase=delete_by(Expectation, "learner", "author"),
    export=rows_by(Expectation, "learner", "author"),
    reason="a lowered expectation goes with the learner, and with who answered for it",
)

register_personal_data(
    Conference,
    erase=delete_by(Conference, "learner"),
    export=rows_by(Conference, "learner"),
    reason="meetings about the plan",
)

register_personal_data(
    Topic,
    erase=delete_by(Topic, "conference__learner"),
    export=rows_by(Topic, "conference__learner"),
    reason="what was talked about",
)

register_personal_data(
    Outcome,
    erase=delete_by(Outcome, "conference__learner"),
    export=rows_by(Outcome, "conference__learner"),
    reason="what was decided there",
)

register_personal_data(
    Confirmation,
    erase=delete_by(Confirmation, "person", "conference__learner"),
    export=rows_by(Confirmation, "person", "conference__learner"),
    reason="who confirmed it",
)

register_personal_data(
    OwnExpectation,
    erase=delete_by(OwnExpectation, "learner"),
    export=rows_by(OwnExpectation, "learner"),
    reason="what the learner expects of themselves",
)
