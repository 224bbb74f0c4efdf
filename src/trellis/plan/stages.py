"""Stages of school: how far below the expected one something sits. Plain arithmetic on grades; above is free."""

from __future__ import annotations

from collections.abc import Iterable

from trellis.framework.queries_words import GRADE_PLACES


def stages_below(grades: Iterable[str], education_levels: Iterable[str]) -> int:
    """Return how many stages a competency sits below a learner's grades, 0 for at or above or where none is named.

    A competency meant for several grades counts with its highest, a learner in several with the lowest.
    """
    learner = [GRADE_PLACES[grade] for grade in grades if grade in GRADE_PLACES]
    meant = [GRADE_PLACES[level] for level in education_levels if level in GRADE_PLACES]
    if not learner or not meant:
        return 0
    return max(0, min(learner) - max(meant))
