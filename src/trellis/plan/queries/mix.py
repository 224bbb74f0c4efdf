"""Who decided what: the decisions in a learner's plan by lens, as a picture and as a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse

from trellis.core.compiled import compiled
from trellis.core.decisions import decisions_about, mix_of
from trellis.core.models import DecidedBy, Decision, Lens
from trellis.people.models import Person
from trellis.plan.access import Reader
from trellis.plan.beside import named_subjects
from trellis.plan.models import Goal

LOOKED_BACK = timedelta(days=370)
NAMELESS = ("", "")  # what is gone, or hidden from this reader
WIDTH = 100  # of a bar, in hundredths of the picture


@dataclass(frozen=True, slots=True)
class Bar:
    """How much somebody decided: a word, how often, and the length of the bar from 0 to 100."""

    decided_by: str
    label: str
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class LensRow:
    """One lens and how often it was whose decision, in the order of ``DecidedBy``."""

    label: str
    counts: tuple[Bar, ...]

    @property
    def total(self) -> int:
        """How many decisions were seen through this lens."""
        return sum(bar.count for bar in self.counts)


@dataclass(frozen=True, slots=True)
class Mix:
    """The picture *approach mix*: in all, and lens by lens."""

    bars: tuple[Bar, ...]
    rows: tuple[LensRow, ...]

    @property
    def total(self) -> int:
        """How many decisions there are."""
        return sum(bar.count for bar in self.bars)


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One decision in the list."""

    id: UUID
    at: datetime
    lens: str
    decided_by: str
    decided_by_label: str
    by: str
    about: str
    url: str
    reason: str
    is_corrected: bool


def mix_for(learner: Person, now: datetime) -> Mix:
    """Return who decided what about a learner in the last year. One query."""
    counted: dict[str, dict[str, int]] = {lens: dict.fromkeys(DecidedBy.values, 0) for lens in Lens.values}
    for lens, decided_by, n in _counts(learner.pk, now - LOOKED_BACK):
        counted[lens][decided_by] = n
    return _mix(counted)


@compiled
def _counts(learner_id: UUID, since: datetime) -> QuerySet[Decision, tuple[str, str, int]]:
    held = Decision.objects.filter(learner_id=learner_id, at__gte=since, corrected_by__isnull=True)
    return held.values_list("lens", "decided_by").annotate(n=Count("pk")).order_by("lens", "decided_by")


def _mix(counted: dict[str, dict[str, int]]) -> Mix:
    totals = {kind: sum(row[kind] for row in counted.values()) for kind in DecidedBy.values}
    rows = tuple(LensRow(str(Lens(lens).label), _bars(counts)) for lens, counts in counted.items())
    return Mix(_bars(totals), rows)


def _bars(counts: dict[str, int]) -> tuple[Bar, ...]:
    most = max(counts.values(), default=0) or 1
    return tuple(Bar(kind, str(DecidedBy(kind).label), n, round(WIDTH * n / most)) for kind, n in counts.items())


def decision_lines(reader: Reader, now: datetime) -> tuple[Mix, tuple[DecisionLine, ...]]:
    """Return the mix and every decision behind it, the newest first, as far as the reader sees their goals."""
    decisions = decisions_about(reader.learner.pk, now - LOOKED_BACK)
    goals = _titles(reader.learner, [decision.subject_id for decision in decisions])
    named = {pk: (title, reverse("plan:goal", args=[pk])) for pk, title in goals}
    named |= named_subjects((decision.subject_kind, decision.subject_id) for decision in decisions)
    people = dict(_names([decision.actor_id for decision in decisions if decision.actor_id]))
    lines = tuple(
        DecisionLine(
            id=decision.pk,
            at=decision.at,
            lens=str(Lens(decision.lens).label),
            decided_by=decision.decided_by,
            decided_by_label=str(DecidedBy(decision.decided_by).label),
            by=people.get(decision.actor_id, "") if decision.actor_id else "",
            about=named.get(decision.subject_id, NAMELESS)[0],
            url=named.get(decision.subject_id, NAMELESS)[1],
            reason=decision.reason,
            is_corrected=decision.corrects_id is not None,
        )
        for decision in decisions
    )
    return _mix(mix_of(decisions)), lines


@compiled
def _titles(learner: Person, goals: list[UUID]) -> QuerySet[Goal, tuple[UUID, str]]:
    return (
        Goal.objects.filter(learner=learner, pk__any_of=goals)
        .exclude(state=Goal.State.DRAFT)
        .values_list("pk", "title")
    )


@compiled
def _names(people: list[UUID]) -> QuerySet[Person, tuple[UUID, str]]:
    return Person.objects.filter(pk__any_of=people).values_list("pk", "given_name")


def decision_of(reader: Reader, decision_id: UUID) -> Decision | None:
    """Return a decision about the reader's learner."""
    return Decision.objects.filter(pk=decision_id, learner_id=reader.learner.pk).first()
