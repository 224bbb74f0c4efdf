"""Where a learner stands in a competency, how sure that is, and why. Judgements and answers in, `Estimates` out."""

from __future__ import annotations

from trellis.engine.arrays import UnusableInput
from trellis.engine.proficiency.ageing import estimate, half_life_for
from trellis.engine.proficiency.estimates import NOT_ENOUGH, Estimates
from trellis.engine.proficiency.readiness import Readiness, Reason, ready_for
from trellis.engine.proficiency.rules import RULES, Rule, apply_rule
from trellis.engine.proficiency.seen import PURPOSES, UNKNOWN_JUDGE, Answers, OwnVoiceRefused, Seen

__all__ = [
    "NOT_ENOUGH",
    "PURPOSES",
    "RULES",
    "UNKNOWN_JUDGE",
    "Answers",
    "Estimates",
    "OwnVoiceRefused",
    "Readiness",
    "Reason",
    "Rule",
    "Seen",
    "UnusableInput",
    "apply_rule",
    "estimate",
    "half_life_for",
    "ready_for",
]
