"""Feedback: ask somebody, give it in words that help, say what helped; decline, withdraw. Reports are in reports.py."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.audience import Audience
from trellis.evidence.actions.judging import judge_as_asked
from trellis.evidence.models import Artefact, Feedback, FeedbackRequest, Judgement, Voice
from trellis.evidence.telling import tell_of_feedback, tell_of_request, tell_what_helped
from trellis.framework.models import Competency, Level
from trellis.people.models import Person

MOST_LETTERS = 2_000
MOST_ASKED = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A level that an educator names because the learner asked for one."""

    competency: Competency
    level: Level
    reason: str


@transaction.atomic
def ask_for_feedback(
    *,
    artefact: Artefact,
    people: Collection[Person],
    question: str = "",
    wants_level: bool = False,
    by: Person,
    now: datetime,
) -> list[FeedbackRequest]:
    """Ask classmates or educators what works and what could be next. Who was asked already is not asked twice.

    ``people`` are those whom the learner may ask (``queries.feedback.people_to_ask``). Raises ``ActionRefused``.
    """
    if artefact.shared_at is None:
        raise ActionRefused(_("This is a draft. Show it first, then ask."), "people")
    if artefact.audience == Audience.ME:
        raise ActionRefused(_("Only you can see this. Choose who can see it first, then ask."), "people")
    if not people:
        raise ActionRefused(_("Choose whom you ask."), "people")
    waiting = FeedbackRequest.objects.filter(artefact=artefact, withdrawn_at__isnull=True)
    there = set(waiting.values_list("asked", flat=True))
    new = [person for person in people if person.pk not in there]
    if len(there) + len(new) > MOST_ASKED:
        sentence = _("Ask at most %(n)s people. Few words that help are worth more.") % {"n": MOST_ASKED}
        raise ActionRefused(sentence, "people")
    question = question.strip()[:300]
    requests = [
        FeedbackRequest(
            artefact=artefact, asked_by=by, asked=person, question=question, wants_level=wants_level, at=now
        )
        for person in new
    ]
    FeedbackRequest.objects.bulk_create(requests)
    context = {"asked": len(new), "level": wants_level}
    record_moment(at=now, actor=by, verb="feedback.asked", thing=artefact, learner=by, context=context)
    for request in requests:
        tell_of_request(request, now)
    return requests


@transaction.atomic
def withdraw_request(*, request: FeedbackRequest, by: Person, now: datetime) -> None:
    """Ask no longer: a classmate who was asked does not see the artefact any more."""
    request.withdrawn_at = now
    request.save(update_fields=["withdrawn_at"])
    record_moment(at=now, actor=by, verb="feedback.unasked", thing=request, learner=by)


@transaction.atomic
def decline_request(*, request: FeedbackRequest, by: Person, now: datetime) -> None:
    """Say "not now" to a request; nobody has to say why."""
    request.declined_at = now
    request.save(update_fields=["declined_at"])
    record_moment(at=now, actor=by, verb="feedback.declined", thing=request, learner=request.asked_by)


@transaction.atomic
def give_feedback(
    *,
    artefact: Artefact,
    learner: Person,
    works: str,
    following: str,
    offer: str = "",
    named: Named | None = None,
    is_educator: bool,
    by: Person,
    now: datetime,
) -> Feedback:
    """Say what works, what could be next, and what one offers. A level goes along only where it was asked for.

    ``is_educator``: they teach or advise the learner; others speak as peers and never name a level.
    """
    texts = {"works": works.strip(), "next": following.strip(), "offer": offer.strip()}
    _check_texts(texts)
    request = FeedbackRequest.objects.filter(artefact=artefact, asked=by, withdrawn_at__isnull=True).first()
    judgement = None
    if named is not None and is_educator:
        judgement = _judged(request=request, learner=learner, named=named, texts=texts, by=by, now=now)
    if named is not None and judgement is None:
        raise ActionRefused(_("No level was asked for. Words help more."), "level")
    feedback = Feedback.objects.create(
        artefact=artefact,
        by=by,
        voice=Voice.EDUCATOR if is_educator else Voice.PEER,
        request=request if request is not None and not hasattr(request, "feedback") else None,
        judgement=judgement,
        at=now,
        **texts,
    )
    context = {"voice": str(feedback.voice), "asked": request is not None, "level": judgement is not None}
    record_moment(at=now, actor=by, verb="feedback.given", thing=feedback, learner=learner, context=context)
    tell_of_feedback(feedback, now)
    return feedback


def _judged(
    *, request: FeedbackRequest | None, learner: Person, named: Named, texts: dict[str, str], by: Person, now: datetime
) -> Judgement | None:
    if request is None:
        return None
    reason = named.reason or texts["works"]
    given: dict[str, Any] = {"competency": named.competency, "level": named.level, "reason": reason}
    return judge_as_asked(request=request, learner=learner, by=by, now=now, **given)


def _check_texts(texts: dict[str, str]) -> None:
    if not texts["works"]:
        raise ActionRefused(_("Begin with what works."), "works")
    if not texts["next"]:
        raise ActionRefused(_("Say what could be next: one small step."), "next")
    for name, text in texts.items():
        if len(text) > MOST_LETTERS:
            sentence = _("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS}
            raise ActionRefused(sentence, name)


@transaction.atomic
def say_what_helped(*, feedback: Feedback, helped: str, words: str = "", by: Person, now: datetime) -> None:
    """Say what helped, so that whoever gave it learns too. It can be said anew."""
    if helped not in Feedback.Helped.values or helped == Feedback.Helped.OPEN:
        raise ActionRefused(_("Choose what helped."), "helped")
    is_new = feedback.helped_at is None
    feedback.helped, feedback.helped_words, feedback.helped_at = helped, words.strip()[:500], now
    feedback.save(update_fields=["helped", "helped_words", "helped_at"])
    record_moment(at=now, actor=by, verb="feedback.answered", thing=feedback, learner=by)
    if is_new:
        tell_what_helped(feedback, by, now)
