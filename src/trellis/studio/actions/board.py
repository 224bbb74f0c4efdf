"""What can be done on the board of a frame: take up a suggested mini-lesson, let it go, and take either back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.evidence.actions.lessons import plan_question, remove_question
from trellis.evidence.models import Question
from trellis.people.models import Person
from trellis.school.models import SchoolClass
from trellis.studio.models import Frame, MiniLesson

MOST_LETTERS = 500


@transaction.atomic
def plan_mini_lesson(
    *,
    frame: Frame,
    kind: str,
    key: str,
    words: str,
    text: str,
    school_class: SchoolClass,
    on: date,
    by: Person,
    now: datetime,
    today: date,
) -> MiniLesson:
    """Take a suggestion up: it stands among the planned questions of a class on that day. Raises ``ActionRefused``.

    ``text`` is the question as the educator words it, ``words`` what was suggested.
    """
    text = text.strip()
    if not text:
        raise ActionRefused(_("Say what the mini-lesson asks."), "text")
    if len(text) > MOST_LETTERS:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS}, "text")
    if on < today:
        raise ActionRefused(_("Choose a day from today on."), "on")
    _check_open(frame, kind, key)
    competency = UUID(key) if kind == MiniLesson.Kind.COMPETENCY else None
    depth = Question.Depth.EXPLAIN
    question = plan_question(
        school_class=school_class, text=text, depth=depth, on=on, competency_id=competency, by=by, now=now
    )
    return MiniLesson.objects.create(
        frame=frame,
        kind=kind,
        key=key,
        words=words[:MOST_LETTERS],
        answer=MiniLesson.Answer.PLANNED,
        question=question,
        by=by,
        at=now,
    )


@transaction.atomic
def decline_mini_lesson(*, frame: Frame, kind: str, key: str, words: str, by: Person, now: datetime) -> MiniLesson:
    """Let a suggestion go: it is not made again."""
    _check_open(frame, kind, key)
    declined = MiniLesson.Answer.DECLINED
    made = MiniLesson.objects.create(
        frame=frame, kind=kind, key=key, words=words[:MOST_LETTERS], answer=declined, by=by, at=now
    )
    record_moment(at=now, actor=by, verb="mini-lesson.declined", thing=made, context={"kind": str(kind)})
    return made


def _check_open(frame: Frame, kind: str, key: str) -> None:
    if MiniLesson.objects.select_for_update().filter(frame=frame, kind=kind, key=key).exists():
        raise ActionRefused(_("This was answered already."))


@transaction.atomic
def take_answer_back(*, answer: MiniLesson, by: Person, now: datetime) -> None:
    """Make a suggestion open again; what was planned because of it is taken out of the plan."""
    if answer.question is not None and answer.question.removed_at is None:
        remove_question(question=answer.question, by=by, now=now)
    else:
        record_moment(at=now, actor=by, verb="mini-lesson.reopened", thing=answer, context={"kind": str(answer.kind)})
    answer.delete()
