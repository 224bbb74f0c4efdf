"""What can be done with check-ins: ask, answer, see one's own trend, withdraw what nobody answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Person, School
from trellis.profile.models import Answer, CheckIn
from trellis.profile.questions import SCALE, STEPS, questions_of
from trellis.school.models import SchoolClass

MOST_LETTERS = 2000
MOST_QUESTIONS = 6
MOST_DAYS = 60


@transaction.atomic
def open_check_in(
    *,
    title: str,
    questions: list[dict[str, str]],
    told: str,
    opens_on: date,
    closes_on: date,
    school_class: SchoolClass | None = None,
    school: School | None = None,
    by: Person,
    now: datetime,
) -> CheckIn:
    """Ask a class or a school a short round of questions; ``closes_on`` is the first day without it."""
    if not questions:
        raise ActionRefused(_("Choose a question, or write one."), "ready")
    if len(questions) > MOST_QUESTIONS:
        raise ActionRefused(_("A round is short: at most %(n)s questions.") % {"n": MOST_QUESTIONS}, "own")
    if closes_on <= opens_on:
        raise ActionRefused(_("The last day comes before the first one."), "last_day")
    if (closes_on - opens_on).days > MOST_DAYS:
        raise ActionRefused(_("A round is open for at most %(n)s days.") % {"n": MOST_DAYS}, "last_day")
    check_in = CheckIn.objects.create(
        title=title.strip(),
        author=by,
        school_class=school_class,
        school=school,
        questions=questions,
        told=told,
        opens_on=opens_on,
        closes_on=closes_on,
    )
    context = {"told": str(told), "questions": len(questions)}
    record_moment(at=now, actor=by, verb="check-in.opened", thing=check_in, context=context)
    return check_in


@transaction.atomic
def withdraw_check_in(*, check_in: CheckIn, by: Person, now: datetime) -> None:
    """Take back a round that nobody has answered; an answer is never thrown away."""
    if Answer.objects.filter(check_in=check_in).exists():
        raise ActionRefused(_("Somebody has answered already, so this stays."))
    record_moment(at=now, actor=by, verb="check-in.withdrawn", thing=check_in)
    check_in.delete()


@transaction.atomic
def answer_check_in(*, check_in: CheckIn, learner: Person, values: dict[str, Any], now: datetime) -> Answer:
    """Answer a round, or answer it anew while it is open; others read it once the learner has seen the own trend."""
    kept = _kept(check_in, values)
    if not kept:
        raise ActionRefused(_("Answer one question at least. You need not answer all."))
    answer, _made = Answer.objects.update_or_create(
        check_in=check_in, learner=learner, defaults={"values": kept, "at": now, "seen_at": None}
    )
    record_moment(at=now, actor=learner, verb="check-in.answered", thing=check_in, learner=learner)
    return answer


def _kept(check_in: CheckIn, values: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for question in questions_of(check_in.questions):
        value = values.get(question.key)
        if question.kind == SCALE:
            if isinstance(value, int) and 1 <= value <= STEPS:
                kept[question.key] = value
            continue
        words = str(value or "").strip()
        if len(words) > MOST_LETTERS:
            sentence = _("Say it in at most %(most)s letters. Yours has %(n)s.")
            raise ActionRefused(sentence % {"most": MOST_LETTERS, "n": len(words)}, question.key)
        if words:
            kept[question.key] = words
    return kept


@transaction.atomic
def see_trend(*, learner: Person, now: datetime) -> int:
    """Note that a learner has seen their own answers: only now can those who were told of read them."""
    seen = Answer.objects.filter(learner=learner, seen_at__isnull=True).update(seen_at=now)
    if seen:
        record_moment(at=now, actor=learner, verb="check-in.seen", thing=None, learner=learner, context={"n": seen})
    return seen
