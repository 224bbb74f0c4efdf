"""What is done at the door of a sealed past: opening, reading, ending, asking, objecting; fresh starts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.reading import note_reading, reading
from trellis.evidence.access import sealed_before
from trellis.evidence.models import FreshStart, Opening, OpeningWord, SealPurpose
from trellis.evidence.queries.policy import LONGEST, policy_for
from trellis.evidence.telling_sealing import (
    ENDED,
    FRESH_ANSWERED,
    FRESH_ASKED,
    OPENED,
    coordinators_of,
    home_of,
    tell_home,
    tell_of_fresh_start,
    tell_of_word,
)
from trellis.framework.models import Framework
from trellis.people.models import Person

FEWEST_LETTERS = 20


@transaction.atomic
def open_past(
    *,
    learner: Person,
    purpose: SealPurpose,
    sentence: str,
    framework: Framework | None,
    from_on: date,
    to_on: date,
    days: int | None = None,
    by: Person,
    now: datetime,
    today: date,
) -> Opening:
    """Open part of a learner's past to ``by``: for a purpose, in their words, one subject or all, for some days.

    ``to_on`` is the first day that stays closed; ``days`` is what the school decided where nobody says otherwise.
    Learner and family are told. Raises ``ActionRefused`` for too few words, too many days, or a retired purpose.
    """
    lasts = policy_for(learner, today).opening_days if days is None else days
    _check_asked(purpose, sentence, lasts, is_backwards=to_on <= from_on)
    opening = Opening.objects.create(
        reader=by,
        learner=learner,
        purpose=purpose,
        sentence=sentence.strip(),
        framework=framework,
        from_on=from_on,
        to_on=to_on,
        opened_at=now,
        until=today + timedelta(days=lasts - 1),
    )
    context = {"days": lasts, "one_subject": framework is not None}
    record_moment(at=now, actor=by, verb="opened", thing=opening, learner=learner, context=context)
    tell_home(opening, OPENED, by, now)
    return opening


def _check_asked(purpose: SealPurpose, sentence: str, days: int, *, is_backwards: bool) -> None:
    if purpose.retired_at is not None:
        raise ActionRefused(_("This purpose is no longer on the school’s list."), field="purpose")
    if len(sentence.strip()) < FEWEST_LETTERS:
        raise ActionRefused(_("Say in a sentence what you want to find out. The learner reads it."), field="sentence")
    if not 1 <= days <= LONGEST:
        raise ActionRefused(_("An opening lasts between 1 and %(n)s days.") % {"n": LONGEST}, field="days")
    if is_backwards:
        raise ActionRefused(_("The last day comes before the first one."), field="to")


@contextmanager
def read_past(*, opening: Opening, by: Person, now: datetime) -> Iterator[None]:
    """Write down, for good, that the past is read through this opening; in the block the database shows it.

    The entry of the log is committed before the block begins, on a connection of its own. No moment: the log is one.
    """
    purpose = f"{opening.purpose}: {opening.sentence}"
    entry = note_reading(
        reader_id=by.pk, learner_id=opening.learner_id, kind=log_kind(opening), purpose=purpose, now=now
    )
    with reading(entry):
        yield


def log_kind(opening: Opening) -> str:
    """Return what entries of the log that belong to an opening are called; the database compares it."""
    return f"opening:{opening.pk}"


@transaction.atomic
def end_opening(*, opening: Opening, by: Person, now: datetime, today: date) -> None:
    """Close what was opened, before its last day. Learner and family are told."""
    stored = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    if stored.ended_at is not None or today > stored.until:
        raise ActionRefused(_("This is closed already."))
    opening.ended_at = now
    opening.save(update_fields=["ended_at"])
    record_moment(at=now, actor=by, verb="closed", thing=opening, learner=opening.learner)
    tell_home(opening, ENDED, by, now)


@transaction.atomic
def say_about_opening(*, opening: Opening, kind: str, words: str, by: Person, now: datetime) -> OpeningWord:
    """Ask why, object, or answer. An objection needs no reason; a question and an answer have words."""
    if not words.strip() and kind != OpeningWord.Kind.OBJECT:
        raise ActionRefused(_("Write a few words."), field="words")
    said = OpeningWord.objects.create(opening=opening, by=by, kind=kind, words=words.strip(), at=now)
    record_moment(at=now, actor=by, verb="said", thing=said, learner=opening.learner, context={"kind": str(kind)})
    tell_of_word(said, now)
    return said


@transaction.atomic
def ask_fresh_start(*, learner: Person, before_on: date, why: str, now: datetime, today: date) -> FreshStart:
    """Let a learner ask that what was judged before a day be sealed for good, to everybody but them and the family."""
    if before_on > sealed_before(today):
        raise ActionRefused(_("This term is still going on. Choose a day before it began."), field="before_on")
    try:
        with transaction.atomic():
            asked = FreshStart.objects.create(learner=learner, before_on=before_on, why=why.strip(), asked_at=now)
    except IntegrityError:
        raise ActionRefused(_("You have asked already. Somebody at your school will answer.")) from None
    record_moment(at=now, actor=learner, verb="asked", thing=asked, learner=learner)
    tell_of_fresh_start(asked, coordinators_of(learner, now), FRESH_ASKED, learner, now)
    return asked


@transaction.atomic
def answer_fresh_start(*, fresh: FreshStart, grant: bool, answer: str, by: Person, now: datetime) -> FreshStart:
    """Grant a fresh start, or say why not. What is granted stays so: no opening reaches behind it."""
    stored = FreshStart.objects.select_for_update().get(pk=fresh.pk)
    if stored.granted_at is not None or stored.declined_at is not None:
        raise ActionRefused(_("Somebody answered this already."))
    if not grant and not answer.strip():
        raise ActionRefused(_("Say why not, so that the learner can answer you."), field="answer")
    fresh.granted_at, fresh.declined_at = (now, None) if grant else (None, now)
    fresh.answered_by, fresh.answer = by, answer.strip()
    fresh.save(update_fields=["granted_at", "declined_at", "answered_by", "answer"])
    verb = "granted" if grant else "declined"
    record_moment(at=now, actor=by, verb=verb, thing=fresh, learner=fresh.learner)
    tell_of_fresh_start(fresh, home_of(fresh.learner, now), FRESH_ANSWERED, by, now)
    return fresh
