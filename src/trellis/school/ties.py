"""Ties between two people today: what a profile and a plan ask before they show anything.

Part of this room's access (see access.py): a tie is a live relation, never a role and never the running of a school.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from trellis.core.compiled import compiled
from trellis.people.access import children_of, mentees_of
from trellis.people.models import Person, Role
from trellis.school.access import learners_of

SELF, EDUCATOR, FAMILY, MENTOR = "self", "educator", "family", "mentor"


def ties_to(person: Person, learner: Person, on: date) -> frozenset[str]:
    """Return how ``person`` is tied to ``learner`` on this day: of self, educator, family, mentor; none is empty.

    Coordinating the school is no tie: who runs a school reads nobody's profile or plan. One query.
    """
    if person.pk == learner.pk:
        return frozenset({SELF})
    found = _ties(person, learner, on)
    return frozenset(tie for tie, holds in found[0].items() if holds) if found else frozenset()


@compiled
def _ties(person: Person, learner: Person, on: date) -> QuerySet[Person, Any]:
    here = {"pk": OuterRef("pk")}
    return Person.objects.filter(pk=learner.pk, left_on__isnull=True).values(
        educator=Exists(learners_of(person, on).filter(**here)),
        family=Exists(children_of(person, on).filter(**here)),
        mentor=Exists(mentees_of(person, on).filter(**here)),
    )


def get_tied_learner(person: Person, learner_id: UUID, on: date, *ties: str) -> tuple[Person, frozenset[str]]:
    """Return the learner with this id and the ties of ``person`` to them; 404 unless one of ``ties`` holds."""
    learner = person if person.pk == learner_id else next(iter(_person(learner_id)), None)
    if learner is None:
        raise Http404
    held = ties_to(person, learner, on)
    if held.isdisjoint(ties):
        raise Http404
    return learner, held


@compiled
def _person(person_id: UUID) -> QuerySet[Person]:
    return Person.objects.filter(pk=person_id).select_related("district")


def learns(person: Person, on: date) -> bool:
    """Say whether somebody is a learner on this day: only learners have a profile and a plan of their own."""
    return bool(_learner_roles(person, on))


@compiled
def _learner_roles(person: Person, on: date) -> QuerySet[Role, UUID]:
    return Role.objects.live(on).filter(person=person, kind=Role.Kind.LEARNER).values_list("pk", flat=True)[:1]
