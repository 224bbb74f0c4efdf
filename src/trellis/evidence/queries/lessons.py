"""Reads for lessons: questions by depth, whose voice was heard, checks with what the class thinks, ideas to take up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from random import Random
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.utils.translation import gettext as _

from trellis.core.compiled import compiled
from trellis.evidence.access import sealed_before
from trellis.evidence.access_lessons import class_learners, open_checks
from trellis.evidence.models import Check, CheckAnswer, Misconception, MisconceptionOf, Question, Turn
from trellis.framework.models import Competency
from trellis.people.models import Person
from trellis.school.models import SchoolClass

FEWEST = 5  # answers that are shown by option; a sentence says that there are fewer
MOST_PAST = 40


def competencies_by_id(ids: Sequence[UUID]) -> list[Competency]:
    """Return competencies by their ids."""
    return list(Competency.objects.filter(pk__in=ids).defer("search", "case_extra", "notes")) if ids else []


# --- Questions ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Depth:
    """The questions of one depth, those to come first."""

    value: str
    label: str
    questions: tuple[Question, ...]


def questions_of(school_class: SchoolClass, on: date) -> tuple[tuple[Depth, ...], tuple[Question, ...]]:
    """Return the questions to come by depth, and those that were asked before this day, the latest first."""
    found = _questions(school_class, sealed_before(on))
    coming = [one for one in found if one.on >= on]
    depths = tuple(
        Depth(value, str(label), tuple(one for one in coming if one.depth == value))
        for value, label in Question.Depth.choices
    )
    return depths, tuple(reversed([one for one in found if one.on < on]))[:MOST_PAST]


@compiled
def _questions(school_class: SchoolClass, since: date) -> QuerySet[Question]:
    found = Question.objects.filter(school_class=school_class, removed_at__isnull=True, on__gte=since)
    return found.order_by("on", "pk")


def question_of(school_class: SchoolClass, asked: str) -> Question | None:
    """Return the question that a page names, if it is one of this class."""
    try:
        key = UUID(asked)
    except ValueError:
        return None
    return Question.objects.filter(pk=key, school_class=school_class, removed_at__isnull=True).first()


# --- Whose voice was heard ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heard:
    """A learner: when they were heard last this term, whether they passed today."""

    person: Person
    last_at: datetime | None
    passed_today: bool


def voices_of(school_class: SchoolClass, on: date) -> list[Heard]:
    """Return a class in the order of names with when each was heard; speaking for or with a group counts. 3 queries."""
    spoke = Q(kind__in=(Turn.Kind.SPOKE, Turn.Kind.GROUP))
    turns = Turn.objects.filter(school_class=school_class, at__date__gte=sealed_before(on)).values("learner")
    rows = turns.annotate(
        last=Max("at", filter=spoke), passed=Count("pk", filter=Q(kind=Turn.Kind.PASSED, at__date=on))
    )
    found = {learner: (last, bool(passed)) for learner, last, passed in rows.values_list("learner", "last", "passed")}
    return [Heard(one, *found.get(one.pk, (None, False))) for one in class_learners(school_class, on)]


def draw_voice(heard: Sequence[Heard], away: Iterable[UUID], rng: Random) -> Person | None:
    """Draw who is called: by chance among those who were not heard for longest; None where nobody is there.

    First those who were not heard at all this term; then the third who waited longest, so that nobody can tell who is
    next, and nobody is forgotten. Who passed today is left in peace until all others have been called.
    """
    gone = set(away)
    here = [one for one in heard if one.person.pk not in gone]
    asked = [one for one in here if not one.passed_today] or here
    if not asked:
        return None
    never = [one for one in asked if one.last_at is None]
    oldest = sorted((one for one in asked if one.last_at is not None), key=lambda one: (one.last_at, one.person.pk))
    longest = never or oldest[: (len(oldest) + 2) // 3]
    return rng.choice(longest).person


# --- Checks ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """An option and how many chose it; None where fewer than five did."""

    words: str
    n: int | None


@dataclass(frozen=True, slots=True)
class Result:
    """What a class thinks, without names: options with counts, and sentences in the order of the alphabet.

    ``enough`` is false below five answers; then nothing else is told.
    """

    enough: bool
    options: tuple[Counted, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def most(self) -> int:
        """The largest count, for drawing."""
        return max((one.n or 0 for one in self.options), default=0)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its name, for educators alone."""

    learner_id: UUID
    name: str
    option: str
    words: str


def options_of(check: Check) -> list[str]:
    """Return what can be chosen in a check; nothing where words are asked for."""
    if check.kind == Check.Kind.THUMBS:
        return [_("I could explain it"), _("I am getting there"), _("Not yet, please help me")]
    return list(check.options) if check.kind == Check.Kind.CHOOSE else []


def result_of(check: Check) -> Result:
    """Return what the class thinks, as everybody may see it."""
    rows = list(CheckAnswer.objects.filter(check_of=check).values_list("option", "words"))
    if len(rows) < FEWEST:
        return Result(enough=False)
    chosen = [option for option, _words in rows]
    counts = [(words, chosen.count(place)) for place, words in enumerate(options_of(check))]
    options = tuple(Counted(words, n if n >= FEWEST else None) for words, n in counts)
    return Result(
        enough=True, options=options, words=tuple(sorted({words for _option, words in rows if words}, key=str.casefold))
    )


def answers_of(check: Check) -> tuple[Answered, ...]:
    """Return who answered what, in the order of names; for educators alone."""
    rows = CheckAnswer.objects.filter(check_of=check).select_related("learner")
    options = options_of(check)
    found = rows.order_by("learner__given_name", "learner__family_name", "pk")
    return tuple(
        Answered(one.learner_id, one.learner.full_name, "" if one.option is None else options[one.option], one.words)
        for one in found
    )


def own_answer(check: Check, person: Person) -> CheckAnswer | None:
    """Return what somebody answered."""
    return CheckAnswer.objects.filter(check_of=check, learner=person).first()


def checks_of(school_class: SchoolClass, on: date) -> list[Check]:
    """Return the checks of this term, the latest first, with how many answered."""
    found = Check.objects.filter(school_class=school_class, opened_at__date__gte=sealed_before(on))
    return list(found.annotate(n_answers=Count("answers")).order_by("-opened_at", "-pk")[:MOST_PAST])


@dataclass(frozen=True, slots=True)
class Waiting:
    """A check that is open to somebody."""

    id: UUID
    text: str
    class_title: str


def waiting_checks(person: Person, on: date) -> list[Waiting]:
    """Return the checks that wait for a learner's answer."""
    return [Waiting(*row) for row in _waiting_checks(person, on)]


@compiled
def _waiting_checks(person: Person, on: date) -> QuerySet[Check, tuple[UUID, str, str]]:
    answered = CheckAnswer.objects.filter(learner=person).values("check_of")
    found = open_checks(person, on).exclude(pk__in=answered).order_by("opened_at", "pk")
    return found.values_list("pk", "text", "school_class__title")


# --- Ideas to take up --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea that a lesson can take up, and who had it, in the order of names."""

    id: UUID
    words: str
    at: datetime
    people: tuple[tuple[UUID, str], ...]


def ideas_of(school_class: SchoolClass, on: date) -> tuple[Idea, ...]:
    """Return the ideas of a class that are not settled yet, with who learns there still. Two queries."""
    found = _open_ideas(school_class, sealed_before(on))
    held: dict[UUID, list[tuple[UUID, str]]] = {}
    for one in _holders([one.pk for one in found]):
        held.setdefault(one.misconception_id, []).append((one.learner_id, one.learner.full_name))
    return tuple(Idea(one.pk, one.words, one.at, tuple(held.get(one.pk, ()))) for one in found)


@compiled
def _open_ideas(school_class: SchoolClass, since: date) -> QuerySet[Misconception]:
    found = Misconception.objects.filter(school_class=school_class, settled_at__isnull=True)
    return found.filter(at__date__gte=since).order_by("-at", "-pk")


@compiled
def _holders(ideas: list[UUID]) -> QuerySet[MisconceptionOf]:
    found = MisconceptionOf.objects.filter(misconception__any_of=ideas).select_related("learner")
    return found.order_by("learner__given_name", "learner__family_name", "pk")
