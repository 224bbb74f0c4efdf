"""Who hears that a past was opened, what is said about it, of fresh starts, and of announced judgements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from trellis.evidence.models import Announcement, FreshStart, Judgement, Opening, OpeningWord
from trellis.notice.actions import tell
from trellis.people.access import guardians_of
from trellis.people.models import Guardianship, Person, Role
from trellis.school.models import Enrolment

OPENED, ENDED, SAID, OBJECTED = "evidence.opened", "evidence.closed", "evidence.opening-said", "evidence.objected"
FRESH_ASKED, FRESH_ANSWERED = "evidence.fresh-asked", "evidence.fresh-answered"
ANNOUNCED, JUDGED = "evidence.announced", "evidence.judged"


def home_of(learner: Person, now: datetime) -> list[Person]:
    """Return the learner and those who answer for them at home."""
    return [learner, *guardians_of(learner, learner.district.today(now))]


def coordinators_of(learner: Person, now: datetime) -> list[Person]:
    """Return who runs the learner's school or the district today."""
    on = learner.district.today(now)
    schools = Role.objects.live(on).filter(person=learner, school__isnull=False).values("school")
    running = Role.objects.live(on).filter(kind=Role.Kind.COORDINATOR)
    here = running.filter(school__in=schools) | running.filter(school__isnull=True)
    return list(Person.objects.filter(pk__in=here.values("person"), left_on__isnull=True))


def tell_home(opening: Opening, kind: str, by: Person, now: datetime) -> None:
    """Tell learner and family that somebody opened or closed the past; part of the action that did it."""
    people = home_of(opening.learner, now)
    tell(people=people, kind=kind, thing=opening, by=by, learner=opening.learner, now=now)


def tell_of_word(word: OpeningWord, now: datetime) -> None:
    """Tell the others that somebody asked, objected or answered; an objection is told to coordinators too."""
    opening = word.opening
    people = home_of(opening.learner, now)
    if opening.reader is not None:
        people.append(opening.reader)
    kind = SAID
    if word.kind == OpeningWord.Kind.OBJECT:
        kind = OBJECTED
        people += coordinators_of(opening.learner, now)
    tell(people=people, kind=kind, thing=opening, by=word.by, learner=opening.learner, now=now)


def tell_of_fresh_start(fresh: FreshStart, people: Iterable[Person], kind: str, by: Person, now: datetime) -> None:
    """Tell coordinators that it is asked for, or the learner and family how it was answered."""
    tell(people=people, kind=kind, thing=fresh, by=by, learner=fresh.learner, now=now)


def tell_of_announcement(announcement: Announcement, by: Person, now: datetime, today: date) -> None:
    """Tell the learners of the class and their families what will be judged."""
    places = Enrolment.objects.live(today).filter(
        school_class=announcement.school_class_id, role=Enrolment.Role.LEARNER
    )
    learners = places.values("person")
    homes = Guardianship.objects.live(today).filter(learner__in=learners).values("guardian")
    found = Person.objects.filter(left_on__isnull=True)
    people = found.filter(pk__in=learners) | found.filter(pk__in=homes)
    tell(people=people, kind=ANNOUNCED, thing=announcement, title=announcement.title, by=by, now=now)


def tell_of_judgement(judgement: Judgement, by: Person, now: datetime) -> None:
    """Tell learner and family that somebody judged; what it says stands behind the seal, on the page."""
    announcement = judgement.announcement
    assert announcement is not None  # noqa: S101 - the database says so of every judgement OF
    tell(
        people=home_of(judgement.learner, now),
        kind=JUDGED,
        thing=announcement,
        title=announcement.title,
        by=by,
        learner=judgement.learner,
        now=now,
    )
