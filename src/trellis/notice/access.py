"""Whose notices: one's own, and about a learner only as long as one is tied to them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from trellis.notice.models import Digest, Notice
from trellis.people.access import children_of, mentees_of
from trellis.people.models import Person
from trellis.school.access import learners_of


def visible_notices(person: Person, on: date) -> QuerySet[Notice]:
    """Return the notices of ``person``; those about a learner go when the tie to the learner ends."""
    return Notice.objects.filter(
        Q(learner__isnull=True)
        | Q(learner=person)
        | Q(learner__in=learners_of(person, on).values("pk"))
        | Q(learner__in=children_of(person, on).values("pk"))
        | Q(learner__in=mentees_of(person, on).values("pk")),
        person=person,
    )


def get_notice_for(person: Person, notice_id: UUID, on: date) -> Notice:
    """Return a notice of one's own; 404 for everybody else's and for those that are gone."""
    found = visible_notices(person, on).filter(pk=notice_id).first()
    if found is None:
        raise Http404
    return found


def own_digest(person: Person) -> Digest:
    """Return how somebody wants to hear of notices: what they chose, else an unsaved row of what is usual."""
    return Digest.objects.filter(person=person).first() or Digest(person=person)
