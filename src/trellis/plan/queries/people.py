"""Reads about the people of a plan: who has a voice in it today, and what the reader calls them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.people.access import guardians_of
from trellis.people.models import Person, Role
from trellis.plan.access import Reader
from trellis.plan.models import PlanPolicy, Voice
from trellis.school.access import educators_of


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody with a voice in a plan today."""

    id: UUID
    name: str
    full_name: str
    voice: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Participants:
    """The people of one plan as one reader sees them, and whose voices the school asks."""

    reader_id: UUID
    learner: Participant
    others: tuple[Participant, ...]
    asks_family: bool

    @property
    def voices(self) -> tuple[str, ...]:
        """The voices that must agree today; a family is asked where it is there and the school asks it."""
        family = self.asks_family and any(one.voice == Voice.FAMILY for one in self.others)
        return (Voice.LEARNER, Voice.EDUCATOR, *((Voice.FAMILY,) if family else ()))

    def called(self, person_id: UUID | None, name: str) -> str:
        """Return what the page calls somebody: the reader is "you"."""
        return _("you") if person_id == self.reader_id else name

    @property
    def seen_by(self) -> list[str]:
        """The names of all who see the plan, the reader first."""
        everybody = (self.learner, *self.others)
        names = [_("You")] if any(one.id == self.reader_id for one in everybody) else []
        seen = {self.reader_id}
        for one in everybody:
            if one.id not in seen:
                seen.add(one.id)
                names.append(one.name)
        return names


def participants(reader: Reader, on: date) -> Participants:
    """Return who has a voice in a learner's plan on this day, and whether the school asks the family. One query."""
    rows = _voices(reader.learner, on)
    asks = any(row["asked"] for row in rows)
    others = []
    for row in rows:
        name = row["called"] or row["given_name"]
        for voice, holds in ((Voice.EDUCATOR, row["is_educator"]), (Voice.FAMILY, row["is_family"])):
            if holds:
                others.append(Participant(row["pk"], name, f"{name} {row['family_name']}".strip(), voice))
    learner = reader.learner
    own = Participant(learner.pk, learner.first_name, learner.full_name, Voice.LEARNER)
    return Participants(reader.person.pk, own, tuple(others), asks)


@compiled
def _voices(learner: Person, on: date) -> QuerySet[Person, Any]:
    """Educators and family; each row also says whether a school of the learner asks the family."""
    here = {"pk": OuterRef("pk")}
    educators, guardians = educators_of(learner, on), guardians_of(learner, on)
    not_asking = PlanPolicy.objects.filter(asks_family=False).values("school")
    asking = Role.objects.live(on).filter(person=learner, kind=Role.Kind.LEARNER).exclude(school__in=not_asking)
    return (
        Person.objects.filter(pk__in=educators.values("pk").union(guardians.values("pk")))
        .annotate(
            is_educator=Exists(educators.filter(**here)),
            is_family=Exists(guardians.filter(**here)),
            asked=Exists(asking),
        )
        .order_by("-is_educator", "given_name", "pk")
        .values("pk", "called", "given_name", "family_name", "is_educator", "is_family", "asked")
    )
