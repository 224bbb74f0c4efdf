"""What can be done in a lesson: plan a question, count a turn, hold a quick check, keep an idea to take up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from random import Random
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.evidence.models import Check, CheckAnswer, Misconception, MisconceptionOf, Question, Turn
from trellis.evidence.queries.lessons import draw_voice, options_of, voices_of
from trellis.people.models import Person
from trellis.school.models import SchoolClass

FEWEST_OPTIONS, MOST_OPTIONS, MOST_LETTERS = 2, 6, 120
QUESTION_FIELDS = ("text", "depth", "on", "competency_id")

# --- Questions ---------------------------------------------------------------------------------------


@transaction.atomic
def plan_question(
    *, school_class: SchoolClass, text: str, depth: str, on: date, competency_id: UUID | None, by: Person, now: datetime
) -> Question:
    """Plan a question for a class."""
    question = Question.objects.create(
        school_class=school_class, text=text.strip(), depth=depth, on=on, competency_id=competency_id, by=by
    )
    record_moment(at=now, actor=by, verb="question.planned", thing=question, context={"depth": str(depth)})
    return question


@transaction.atomic
def change_question(
    *,
    question: Question,
    expected: int,
    text: str,
    depth: str,
    on: date,
    competency_id: UUID | None,
    by: Person,
    now: datetime,
) -> Question:
    """Word a question anew, for another day or depth. Raises ``StaleVersion``."""
    question.text, question.depth, question.on, question.competency_id = text.strip(), depth, on, competency_id
    save_version(question, expected=expected, fields=QUESTION_FIELDS)
    record_moment(at=now, actor=by, verb="question.changed", thing=question)
    return question


@transaction.atomic
def remove_question(*, question: Question, by: Person, now: datetime) -> Question:
    """Take a question out of the plan; it can be brought back."""
    question.removed_at = now
    question.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="question.removed", thing=question)
    return question


@transaction.atomic
def bring_question_back(*, question: Question, by: Person, now: datetime) -> Question:
    """Put a question back into the plan."""
    question.removed_at = None
    question.save(update_fields=["removed_at"])
    record_moment(at=now, actor=by, verb="question.brought-back", thing=question)
    return question


# --- Whose turn it is --------------------------------------------------------------------------------


@transaction.atomic
def take_turn(
    *,
    school_class: SchoolClass,
    learners: Collection[Person],
    kind: str,
    question: Question | None,
    away: Iterable[UUID] = (),
    rng: Random,
    by: Person,
    now: datetime,
) -> Person | None:
    """Count who spoke, passed or spoke with a group, and draw who is called next; None where nobody is there.

    Without ``learners`` nothing is counted and somebody is drawn: the first one, or in place of who is away. Chance is
    handed in.
    """
    if len(learners) > 1 and kind != Turn.Kind.GROUP:
        raise ActionRefused(_("One at a time, unless a group speaks together."))
    Turn.objects.bulk_create(
        Turn(school_class=school_class, learner=one, question=question, kind=kind, by=by, at=now) for one in learners
    )
    context = {"kind": str(kind), "learners": len(learners)}
    record_moment(at=now, actor=by, verb="voice.called", thing=school_class, context=context)
    just_now = {one.pk for one in learners}
    left = [one for one in voices_of(school_class, by.district.today(now)) if one.person.pk not in just_now]
    return draw_voice(left, away, rng)


# --- Checks ------------------------------------------------------------------------------------------


@transaction.atomic
def open_check(
    *,
    school_class: SchoolClass,
    text: str,
    kind: str,
    options: Sequence[str] = (),
    competency_id: UUID | None = None,
    by: Person,
    now: datetime,
) -> Check:
    """Ask the whole class at once. Raises ``ActionRefused`` where there is too little or too much to choose from."""
    kept: list[str] = list(options) if kind == Check.Kind.CHOOSE else []
    if kind == Check.Kind.CHOOSE:
        if not FEWEST_OPTIONS <= len(kept) <= MOST_OPTIONS:
            raise ActionRefused(_("Give them two to six to choose from, one in each line."), "options")
        if len(set(kept)) < len(kept) or max(map(len, kept)) > MOST_LETTERS:
            sentence = _("Each line once, and at most %(n)s letters long.") % {"n": MOST_LETTERS}
            raise ActionRefused(sentence, "options")
    check = Check.objects.create(
        school_class=school_class, text=text.strip(), kind=kind, options=kept, competency_id=competency_id, by=by,
        opened_at=now,
    )  # fmt: skip
    record_moment(at=now, actor=by, verb="check.opened", thing=check, context={"kind": str(kind)})
    return check


@transaction.atomic
def answer_check(*, check: Check, option: int | None, words: str, by: Person, now: datetime) -> CheckAnswer:
    """Answer a check, or answer it anew while it is open. Raises ``ActionRefused``."""
    stored = Check.objects.select_for_update().get(pk=check.pk)
    if stored.closed_at is not None:
        raise ActionRefused(_("This check is closed. Thank you all the same."))
    said = words.replace("\r\n", "\n").strip()
    if options_of(stored):
        if option is None or not 0 <= option < len(options_of(stored)):
            raise ActionRefused(_("Choose one."), "option")
        if stored.kind == Check.Kind.CHOOSE and not said:
            raise ActionRefused(_("Say why. A few words are enough."), "words")
    elif not said:
        raise ActionRefused(_("Say it in a few words."), "words")
    chosen = option if options_of(stored) else None
    values = {"option": chosen, "words": said, "at": now}
    answer, _made = CheckAnswer.objects.update_or_create(check_of=stored, learner=by, defaults=values)
    record_moment(at=now, actor=by, verb="check.answered", thing=stored, learner=by)
    return answer


@transaction.atomic
def show_check(*, check: Check, by: Person, now: datetime) -> Check:
    """Show the class what it thinks, without names."""
    check.shown_at = check.shown_at or now
    check.save(update_fields=["shown_at"])
    record_moment(at=now, actor=by, verb="check.shown", thing=check)
    return check


@transaction.atomic
def close_check(*, check: Check, by: Person, now: datetime) -> Check:
    """Take no more answers."""
    check.closed_at = check.closed_at or now
    check.save(update_fields=["closed_at"])
    record_moment(at=now, actor=by, verb="check.closed", thing=check)
    return check


@transaction.atomic
def open_check_again(*, check: Check, by: Person, now: datetime) -> Check:
    """Take answers again."""
    check.closed_at = None
    check.save(update_fields=["closed_at"])
    record_moment(at=now, actor=by, verb="check.opened-again", thing=check)
    return check


# --- Ideas to take up --------------------------------------------------------------------------------


@transaction.atomic
def keep_idea(*, check: Check, words: str, learners: Collection[UUID], by: Person, now: datetime) -> Misconception:
    """Keep an idea that learners had in a check, for planning groups. Raises ``ActionRefused``."""
    answered = set(CheckAnswer.objects.filter(check_of=check).values_list("learner", flat=True))
    if not learners or not answered.issuperset(learners):
        raise ActionRefused(_("Choose who had it, among those who answered."), "learners")
    idea = Misconception.objects.create(
        school_class_id=check.school_class_id, check_of=check, competency_id=check.competency_id, words=words.strip(),
        by=by, at=now,
    )  # fmt: skip
    MisconceptionOf.objects.bulk_create(MisconceptionOf(misconception=idea, learner_id=key) for key in set(learners))
    record_moment(at=now, actor=by, verb="misconception.kept", thing=idea, context={"learners": len(set(learners))})
    return idea


@transaction.atomic
def settle_idea(*, idea: Misconception, is_settled: bool, by: Person, now: datetime) -> Misconception:
    """Say that an idea was taken up; or that it needs another look."""
    idea.settled_at = now if is_settled else None
    idea.save(update_fields=["settled_at"])
    verb = "misconception.settled" if is_settled else "misconception.taken-up-again"
    record_moment(at=now, actor=by, verb=verb, thing=idea)
    return idea
