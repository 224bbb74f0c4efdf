"""Who is told what about an artefact: a team-mate that it is theirs too, who was asked, who was answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from trellis.evidence.models import Artefact, Authorship, Feedback, FeedbackRequest
from trellis.evidence.telling_sealing import coordinators_of
from trellis.notice.actions import tell
from trellis.people.models import Person
from trellis.school.access import educators_of
from trellis.talk.models import Message

ARTEFACT = "evidence.artefact"
SHOWN_WITH = "evidence.shown-with"
ASKED, GIVEN, HELPED = "evidence.feedback-asked", "evidence.feedback-given", "evidence.feedback-helped"
REPORTED = "evidence.feedback-reported"
JUDGED_TOGETHER = "evidence.judged-together"
ON_THE_AGENDA = "evidence.on-the-agenda"
SAID = "evidence.said"


def tell_of_artefact(artefact: Artefact, kind: str, people: Iterable[Person], by: Person, now: datetime) -> None:
    """Tell people something about an artefact that they see. Part of the action that did it."""
    told, title = list(people), artefact.title or artefact.words
    tell(people=told, kind=kind, thing=artefact, title=title, by=by, learner=_learner_of(artefact), now=now)


def tell_of_request(request: FeedbackRequest, now: datetime) -> None:
    """Tell whom a learner asks for feedback."""
    tell_of_artefact(request.artefact, ASKED, [request.asked], request.asked_by, now)


def tell_of_feedback(feedback: Feedback, now: datetime) -> None:
    """Tell those whose artefact it is that somebody gave them feedback."""
    tell_of_artefact(feedback.artefact, GIVEN, _authors(feedback.artefact), feedback.by, now)


def tell_what_helped(feedback: Feedback, by: Person, now: datetime) -> None:
    """Tell who gave feedback that it was answered."""
    tell_of_artefact(feedback.artefact, HELPED, [feedback.by], by, now)


def tell_of_report(feedback: Feedback, by: Person, now: datetime) -> int:
    """Ask the educators of the learner to look at feedback; never whoever wrote it. Return how many were asked.

    Where no other educator is there, whoever runs the school is asked.
    """
    on = by.district.today(now)
    found = [one for one in educators_of(by, on) if one.pk != feedback.by_id]
    found = found or [one for one in coordinators_of(by, now) if one.pk != feedback.by_id]
    tell_of_artefact(feedback.artefact, REPORTED, found, by, now)
    return len(found)


def tell_of_words(message: Message, now: datetime) -> None:
    """Tell those whose artefact it is, and who spoke before, that somebody said something about it."""
    thread = message.thread
    if thread.subject_kind != ARTEFACT:
        return
    artefact = Artefact.objects.filter(pk=thread.subject_id).first()
    if artefact is None or artefact.shared_at is None:
        return
    spoke = Person.objects.filter(pk__in=thread.messages.exclude(author=None).values("author"))
    tell(
        people={one.pk: one for one in (*_authors(artefact), *spoke)}.values(),
        kind=SAID,
        thing=artefact,
        title=artefact.title or artefact.words,
        by=message.author,
        by_name=message.author_name,
        learner=thread.learner,
        now=now,
    )


def _authors(artefact: Artefact) -> list[Person]:
    return list(Person.objects.filter(authorships__artefact=artefact))


def _learner_of(artefact: Artefact) -> Person | None:
    first = Authorship.objects.filter(artefact=artefact).select_related("learner").order_by("learner__given_name")
    return next((one.learner for one in first[:1]), None)
