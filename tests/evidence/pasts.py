"""A past for Ada: what Tom judged before this term and what she showed then; Mira, who is new to her."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from tests.people import Cast

from trellis.core.scope import change_scope
from trellis.evidence.actions.sealing import open_past
from trellis.evidence.models import (
    About,
    AnnouncedCompetency,
    Announcement,
    Artefact,
    Authorship,
    Judgement,
    Opening,
    SealPurpose,
)
from trellis.framework.models import Competency, Level
from trellis.school import actions as school
from trellis.school.models import Enrolment

SAID, SHOWN = "Tom said this before the term: MARK-7f3a", "What Ada showed before: MARK-9c1e"
WHY = "I want to find out which maps she has made already."


@dataclass(frozen=True, slots=True)
class Past:
    """What lies behind the seal, and the day it is."""

    judgement: Judgement
    artefact: Artefact
    competency: Competency
    level: Level
    now: datetime
    today: date


def learnt() -> Competency:
    """Return something to be able to do whose framework has levels."""
    found = Competency.objects.select_related("framework__scale").filter(framework__scale__isnull=False)
    return found.order_by("code", "pk")[0]


def make_past(cast: Cast) -> Past:
    """Let Tom judge Ada, and Ada show something, before this term began."""
    now = timezone.now()
    then = datetime.combine(cast.term.starts_on, now.timetz()) - timedelta(days=20)
    competency = learnt()
    level = Level.objects.filter(scale=competency.framework.scale_id).order_by("position")[1]
    change_scope(cast.district.pk, cast.tom.pk)
    announcement = Announcement.objects.create(
        school_class=cast.ada_class, title="Maps", on=then.date(), by=cast.tom, announced_at=then - timedelta(days=9)
    )
    AnnouncedCompetency.objects.create(announcement=announcement, competency=competency)
    judgement = Judgement.objects.create(
        purpose="of",
        voice="educator",
        learner=cast.ada,
        by=cast.tom,
        competency=competency,
        level=level,
        reason=SAID,
        announcement=announcement,
        at=then,
    )
    change_scope(cast.district.pk, cast.ada.pk)
    artefact = Artefact.objects.create(
        kind="text",
        title="A map",
        words=SHOWN,
        happened_on=then.date(),
        made_by=cast.ada,
        made_at=then,
        shared_at=then,
    )
    Authorship.objects.create(artefact=artefact, learner=cast.ada)
    About.objects.create(artefact=artefact, competency=competency)
    change_scope(cast.district.pk)
    return Past(judgement, artefact, competency, level, now, cast.district.today(now))


def let_in_mira(cast: Cast) -> None:
    """Mira begins to teach Ada's class today."""
    now = timezone.now()
    school.enrol(
        person=cast.mira,
        school_class=cast.ada_class,
        role=Enrolment.Role.EDUCATOR,
        starts_on=cast.district.today(now),
        by=None,
        now=now,
    )


def make_purpose() -> SealPurpose:
    """A purpose from the list."""
    made, _new = SealPurpose.objects.get_or_create(words="To plan support that goes on")
    return made


def open_it(cast: Cast, past: Past, **changes: Any) -> Opening:
    """Mira opens all of Ada's past, unless ``changes`` say otherwise."""
    asked: dict[str, Any] = {
        "learner": cast.ada,
        "purpose": make_purpose(),
        "sentence": WHY,
        "framework": None,
        "from_on": past.today - timedelta(days=400),
        "to_on": past.today + timedelta(days=1),
        "by": cast.mira,
        "now": past.now,
        "today": past.today,
        **changes,
    }
    change_scope(cast.district.pk, asked["by"].pk)
    opening = open_past(**asked)
    change_scope(cast.district.pk)
    return opening
