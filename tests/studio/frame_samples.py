"""A frame of Tom's with all its parts, for the walk over every URL."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from tests.people import Cast
from tests.studio.making import make_frame

from trellis.core.scope import change_scope
from trellis.studio.actions import criteria
from trellis.studio.actions.frames import Decided
from trellis.studio.models import Criterion, Phase


def frame_samples(cast: Cast) -> dict[str, Any]:
    """An open frame, a phase, a criterion, and a variation for Ben."""
    now = timezone.now()
    change_scope(cast.district.pk, cast.tom.pk)
    frame = make_frame(cast, now, title="Sounds and people")
    decided = {"product": Decided(mode="choose", options=("A song", "A drawing"))}
    variation = criteria.vary(
        frame=frame, title="For Ben", reason="He sings", learners=[cast.ben], decided=decided, by=cast.tom, now=now
    )
    change_scope(cast.district.pk)
    return {
        "frame_id": frame.pk,
        "phase_id": Phase.objects.filter(frame=frame).order_by("position")[0].pk,
        "criterion_id": Criterion.objects.filter(frame=frame).order_by("position")[0].pk,
        "variation_id": variation.pk,
    }
