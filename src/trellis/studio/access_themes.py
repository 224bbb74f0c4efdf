"""Who takes part in choosing themes: whoever learns in the class, and whoever leads its lessons. Nobody else.

Classmates see that a concern is there and its words; whose it is, who leads the lessons sees alone.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404

from trellis.evidence.access_lessons import leads, takes_part
from trellis.people.access import EDUCATOR, Standing
from trellis.people.models import Person
from trellis.school.access import get_class_for
from trellis.school.models import SchoolClass
from trellis.studio.models import Stance, Theme, ThemeRound, ThemeVoice


def get_themes_class_for(
    person: Person, standing: Standing, class_id: UUID, on: date, to: str = "see"
) -> tuple[SchoolClass, bool]:
    """Return a class and whether one leads its lessons; 404 to who neither leads nor learns there.

    ``to="lead"`` (open a round, decide): who leads, else 403.
    """
    leading = EDUCATOR in standing.kinds and leads(person, class_id, on)
    if not leading and not takes_part(person, class_id, on):
        raise Http404
    if to == "lead" and not leading:
        raise PermissionDenied
    return get_class_for(person, standing, class_id, on), leading


def get_theme_round_for(
    person: Person, standing: Standing, round_id: UUID, on: date, to: str = "see"
) -> tuple[ThemeRound, bool]:
    """Return a round and whether one leads it; 404 to who neither leads nor learns in its class.

    ``to="take part"`` (propose, say what one thinks): who learns there. ``to="lead"``: who leads. Else 403.
    """
    found = ThemeRound.objects.select_related("school_class__school").filter(pk=round_id).first()
    if found is None:
        raise Http404
    _school_class, leading = get_themes_class_for(person, standing, found.school_class_id, on)
    if (to == "lead" and not leading) or (to == "take part" and leading):
        raise PermissionDenied
    return found, leading


def get_theme_for(person: Person, standing: Standing, theme_id: UUID, on: date, to: str = "see") -> tuple[Theme, bool]:
    """Return a theme and whether one leads its round; 404 to who neither leads nor learns in its class.

    ``to="change"`` (word anew, take away): who proposed it, and who leads. ``to="bring back"``: the same, also where it
    was taken away, which is 404 to all others and to everything else. ``to="take part"``: who learns there. Else 403.
    """
    found = Theme.objects.select_related("round__school_class").filter(pk=theme_id).first()
    if found is None:
        raise Http404
    _round, leading = get_theme_round_for(person, standing, found.round_id, on)
    may_change = leading or found.by_id == person.pk
    if found.removed_at is not None and (to != "bring back" or not may_change):
        raise Http404
    if (to in {"change", "bring back"} and not may_change) or (to == "take part" and leading):
        raise PermissionDenied
    return found, leading


def get_concern_for(person: Person, standing: Standing, voice_id: UUID, on: date, to: str = "answer") -> ThemeVoice:
    """Return a concern, to answer it for who leads the round, ``to="keep"`` for whose it is; 404 to everybody else."""
    found = ThemeVoice.objects.select_related("theme__round", "learner").filter(pk=voice_id).first()
    if found is None or found.stance != Stance.CONCERN:
        raise Http404
    _theme, leading = get_theme_for(person, standing, found.theme_id, on)
    if not (leading if to == "answer" else found.learner_id == person.pk):
        raise Http404
    return found
