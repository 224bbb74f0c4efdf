"""What to put for the parameters of sealing when every URL is walked: a past of Ada's that Tom opened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.evidence.pasts import learnt, make_past, make_purpose, open_it
from tests.people import Cast

from trellis.evidence.actions.announcing import announce
from trellis.evidence.actions.sealing import ask_fresh_start


def sealed_samples(cast: Cast) -> dict[str, Any]:
    """Return an announcement of Tom's, an opening of his, a purpose, and a fresh start that Ada asked for."""
    past = make_past(cast)
    told = announce(
        school_class=cast.ada_class,
        title="A map",
        words="",
        on=past.today + timedelta(days=3),
        competencies=[learnt()],
        by=cast.tom,
        now=past.now,
        today=past.today,
    )
    fresh = ask_fresh_start(learner=cast.ada, before_on=cast.term.starts_on, why="", now=past.now, today=past.today)
    return {
        "announcement_id": told.pk,
        "evidence:judge-announced:competency_id": past.competency.pk,
        "opening_id": open_it(cast, past, by=cast.tom).pk,
        "purpose_id": make_purpose().pk,
        "fresh_start_id": fresh.pk,
    }
