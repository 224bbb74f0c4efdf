"""Who changes the parts of a frame, and who proposes and voices criteria."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from trellis.people.access import EDUCATOR, Standing
from trellis.people.models import Person
from trellis.studio.access import get_frame_for, leads, may_answer
from trellis.studio.models import Criterion, Phase, Theme, Variation


def require_educator(standing: Standing) -> None:
    """Answer 404 to everybody for whom the pages that write frames do not exist."""
    if EDUCATOR not in standing.kinds:
        raise Http404


def get_phase_for(person: Person, standing: Standing, phase_id: UUID, on: date) -> Phase:
    """Return a phase, to change it: who leads its frame, else 403; 404 where the frame is invisible."""
    found = Phase.objects.filter(pk=phase_id).first()
    if found is None:
        raise Http404
    found.frame = get_frame_for(person, standing, found.frame_id, on, to="lead")
    return found


def get_criterion_for(person: Person, standing: Standing, criterion_id: UUID, on: date, to: str) -> Criterion:
    """Return a criterion. ``to="change"``: who leads its frame; ``"voice"``: learners of its classes. Else 403, 404."""
    found = Criterion.objects.select_related("competency").filter(pk=criterion_id).first()
    if found is None:
        raise Http404
    found.frame = get_frame_for(person, standing, found.frame_id, on)
    if to == "change" and not leads(person, found.frame, on):
        raise PermissionDenied
    if to == "voice" and not may_answer(person, found.frame, on):
        raise PermissionDenied
    return found


def get_variation_for(person: Person, standing: Standing, variation_id: UUID, on: date) -> Variation:
    """Return a variation, to change it; 404 to everybody who does not lead its frame: classmates never learn of it."""
    found = Variation.objects.filter(pk=variation_id).first()
    if found is None:
        raise Http404
    found.frame = get_frame_for(person, standing, found.frame_id, on)
    if not leads(person, found.frame, on):
        raise Http404
    return found


def get_theme_to_frame(theme_id: str, frames_classes: set[UUID]) -> Theme | None:
    """Return the theme that a class chose, for an educator of that class; None for every other."""
    try:
        key = UUID(theme_id)
    except ValueError:
        return None
    found = Theme.objects.filter(pk=key, became=Theme.Became.CHOSEN, frame__isnull=True).select_related("round").first()
    return found if found is not None and found.round.school_class_id in frames_classes else None
