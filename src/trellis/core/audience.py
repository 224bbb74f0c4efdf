"""Who can see something that a person wrote: a value type with its words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """From narrow to wide; the circle is educators, family and mentors together."""

    ME = "me", _("only me")
    EDUCATORS = "educators", _("my educators")
    FAMILY = "family", _("my family")
    CIRCLE = "circle", _("my circle")


# What somebody who stands in this relation to the learner may read; the learner reads everything of their own.
SHOWN_TO: dict[str, tuple[Audience, ...]] = {
    "self": tuple(Audience),
    "educator": (Audience.EDUCATORS, Audience.CIRCLE),
    "family": (Audience.FAMILY, Audience.CIRCLE),
    "mentor": (Audience.CIRCLE,),
}


def audiences_for(relation: str) -> tuple[Audience, ...]:
    """Return the audiences to which somebody in this relation belongs; none for coordinators and everybody else."""
    return SHOWN_TO.get(relation, ())
