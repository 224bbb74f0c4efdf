"""What becomes of rows of the room `profile` on erasure and export."""

from __future__ import annotations

from trellis.core.registries import delete_by, register_personal_data, rows_by
from trellis.profile.models import (
    Answer,
    CheckIn,
    Facet,
    FacetVersion,
    NoticedStrength,
)

register_personal_data(
    Facet,
    erase=delete_by(Facet, "learner"),
    export=rows_by(Facet, "learner"),
    reason="the learner in their own words",
)

register_personal_data(
    FacetVersion,
    erase=delete_by(FacetVersion, "learner"),
    export=rows_by(FacetVersion, "learner"),
    reason="what the entries said before",
)

register_personal_data(
    NoticedStrength,
    erase=delete_by(NoticedStrength, "learner", "by"),
    export=rows_by(NoticedStrength, "learner", "by"),
    reason="a strength of one person in the words of another goes with either",
)

register_personal_data(
    CheckIn,
    erase=delete_by(CheckIn, "author"),
    export=rows_by(CheckIn, "author"),
    reason="the questions go with who asked them, and the answers with the questions",
)

register_personal_data(
    Answer,
    erase=delete_by(Answer, "learner"),
    export=rows_by(Answer, "learner"),
    reason="how the learner said they were",
)
