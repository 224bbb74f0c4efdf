"""What the demo school adds to the starter framework: a competency of its own, with what each level looks like."""

from __future__ import annotations

from datetime import datetime

from trellis.framework.actions import describe_levels, write_local_competency
from trellis.framework.models import Competency, Level
from trellis.people.models import Person

PLACE = "PEO"
STATEMENT = "Listen to a place and draw a map of its sounds that lets somebody else hear it."
LEVELS = (
    "With a partner, I name the sounds I hear and show where they come from.",
    "I mark sounds on a map, with signs of my own and a key.",
    "I choose when and where to listen, and somebody who was not there can follow my map.",
    "I help others to listen, and we use our map to ask for something to change.",
)


def add_own_competency(*, by: Person, now: datetime) -> None:
    """Let an educator write a competency and say what its levels look like."""
    place = Competency.objects.select_related("framework").get(code=PLACE, is_local=False)
    written = write_local_competency(
        framework=place.framework,
        parent=place,
        code="PEO.R1",
        statement=STATEMENT,
        education_levels=("05", "06", "07"),
        by=by,
        now=now,
    )
    levels = Level.objects.filter(scale=place.framework.scale_id).values_list("pk", flat=True)
    texts = dict(zip(levels, LEVELS, strict=True))
    describe_levels(competency=written, texts=texts, expected_version=written.version, by=by, now=now)
