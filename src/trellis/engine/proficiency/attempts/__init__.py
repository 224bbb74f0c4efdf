"""How likely a learner answers an item right: fitted over many answers, or carried on from answer to answer."""

from __future__ import annotations

from trellis.engine.proficiency.attempts.levels import as_answers, estimate_from_attempts
from trellis.engine.proficiency.attempts.model import AttemptModel, fit, predict
from trellis.engine.proficiency.attempts.online import Known, Online
from trellis.engine.proficiency.attempts.rows import Attempts

__all__ = ["AttemptModel", "Attempts", "Known", "Online", "as_answers", "estimate_from_attempts", "fit", "predict"]
