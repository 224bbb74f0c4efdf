"""Whose voices a plan asks, from what the school decided and who is there today."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from trellis.core.compiled import compiled
from trellis.people.access import guardians_of
from trellis.people.models import Person, Role
from trellis.plan.models import PlanPolicy, Voice


def voices_asked(learner: Person, on: date) -> frozenset[str]:
    """Return the voices that must agree: learner, educator, and a family that is there where the school asks it."""
    asked = {str(Voice.LEARNER), str(Voice.EDUCATOR)}
    if _family_asked(learner, on):
        asked.add(str(Voice.FAMILY))
    return frozenset(asked)


@compiled
def _family_asked(learner: Person, on: date) -> QuerySet[Person]:
    not_asking = PlanPolicy.objects.filter(asks_family=False).values("school")
    asking = Role.objects.live(on).filter(person=OuterRef("pk"), kind=Role.Kind.LEARNER).exclude(school__in=not_asking)
    guardians = guardians_of(learner, on)
    return Person.objects.filter(Q(pk=learner.pk), Exists(asking), Exists(guardians)).only("pk")
