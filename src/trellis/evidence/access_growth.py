"""Who sees what grows: the learner, and today's educators and family of that learner. Never two learners together."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from trellis.evidence.access import Reader, get_reader_for
from trellis.evidence.models import Reflection
from trellis.people.models import Person
from trellis.plan import access as plan_access
from trellis.plan.models import Goal, Voice
from trellis.school.ties import EDUCATOR, FAMILY, SELF

GROWTH_TIES = frozenset({SELF, EDUCATOR, FAMILY})
_VOICES = {SELF: Voice.LEARNER, EDUCATOR: Voice.EDUCATOR, FAMILY: Voice.FAMILY}


def get_growth_reader_for(person: Person, learner_id: UUID, on: date) -> Reader:
    """Return how ``person`` reads what grows in a learner: themselves, who teaches or advises them, their family.

    404 to everybody else; a mentor reads what they are shown, not the whole.
    """
    reader = get_reader_for(person, learner_id, on)
    if reader.ties.isdisjoint(GROWTH_TIES):
        raise Http404
    return reader


def visible_goals_of(reader: Reader) -> QuerySet[Goal]:
    """Return the goals that this reader sees in the learner's plan: drafts are the learner's own."""
    voices = tuple(str(_VOICES[tie]) for tie in (SELF, EDUCATOR, FAMILY) if tie in reader.ties)
    return plan_access.visible_goals(plan_access.Reader(reader.person, reader.learner, voices))


def get_own_reflection(person: Person, reflection_id: UUID) -> Reflection:
    """Return an entry of one's own journal, also one that was taken away; 404 to everybody else."""
    found = Reflection.objects.filter(pk=reflection_id, learner=person).first()
    if found is None:
        raise Http404
    return found
