"""The page of one goal: its card, what changed since one agreed, its history, and what was answered lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from trellis.core.compiled import compiled
from trellis.plan.access import Reader
from trellis.plan.clauses import Clauses, changed_clauses, clauses_of
from trellis.plan.models import Agreement, Goal, GoalVersion, ProposedChange, Suggestion
from trellis.plan.queries.cards import ClauseLine, GoalCard
from trellis.plan.queries.load import load
from trellis.plan.queries.making import make_cards
from trellis.plan.queries.people import Participants, participants
from trellis.plan.queries.words import Names, changed_html, clause_html, clause_words, label_of, names_of


@dataclass(frozen=True, slots=True)
class Answered:
    """What the learner answered to a clause that somebody proposed."""

    label: str
    html: SafeString
    taken: bool
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class GoalPage:
    """Everything on the page of one goal."""

    card: GoalCard
    people: Participants
    since: tuple[ClauseLine, ...]
    since_version: int | None
    agreed_now: bool
    answered: tuple[Answered, ...]
    suggestion: Suggestion | None
    interest: str


def goal_page(goal: Goal, reader: Reader, on: date) -> GoalPage:
    """Return the page of a goal; eleven queries at most."""
    people = participants(reader, on)
    loaded = load([goal])
    [card] = make_cards(loaded, reader, people)
    mine = _newest_of(goal, reader)
    since: tuple[ClauseLine, ...] = ()
    if mine is not None and mine != goal.version:
        since = differences(goal, mine, loaded.clauses_of(goal), loaded.names)
    suggestion = next(iter(_suggestion(goal)), None) if goal.origin == Goal.Origin.SUGGESTION else None
    return GoalPage(
        card=card,
        people=people,
        since=since,
        since_version=mine,
        agreed_now=mine == goal.version,
        answered=tuple(_answered(goal, people, loaded.names)),
        suggestion=suggestion,
        interest=_words_of_interest(goal, reader),
    )


def _newest_of(goal: Goal, reader: Reader) -> int | None:
    found: list[int] = _versions_agreed(goal, reader.person)
    return found[0] if found else None


@compiled
def _versions_agreed(goal: Goal, person: Any) -> QuerySet[Agreement, int]:
    found = Agreement.objects.filter(goal=goal, person=person).order_by("-version")
    return found.values_list("version", flat=True)[:1]


def _words_of_interest(goal: Goal, reader: Reader) -> str:
    """The interest it began with, to its learner; who else may read it is up to the profile."""
    if goal.facet_id is None or not reader.is_learner or goal.facet is None:
        return ""
    return goal.facet.words


@compiled
def _suggestion(goal: Goal) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(goal=goal).select_related("by")


def version_clauses(goal: Goal, number: int) -> Clauses | None:
    """Return the clauses of one version, None where there is no such version."""
    found: Clauses | None = (
        GoalVersion.objects.filter(goal=goal, number=number).values_list("clauses", flat=True).first()
    )
    return found


def differences(goal: Goal, version: int, now: Clauses, names: Names) -> tuple[ClauseLine, ...]:
    """Return what is different in a goal since a version."""
    before = version_clauses(goal, version)
    if before is None:
        return ()
    names_of([before, now], names)
    return tuple(_difference(before, now, names))


def _difference(before: Mapping[str, Any], after: Clauses, names: Names) -> Iterable[ClauseLine]:
    for name in changed_clauses(before, after):
        yield ClauseLine(name, label_of(name), changed_html(name, before.get(name), after.get(name), names))


def _answered(goal: Goal, people: Participants, names: Names) -> Iterable[Answered]:
    rows = _answers(goal)
    names_of([{row.clause: row.new} for row in rows] + [{row.clause: row.old} for row in rows], names)
    for row in rows:
        yield Answered(
            label=label_of(row.clause),
            html=changed_html(row.clause, row.old, row.new, names),
            taken=row.answer == ProposedChange.Answer.ACCEPTED,
            reason=row.answer_reason,
            by=people.called(row.proposal.by_id, row.proposal.by.first_name),
            at=row.answered_at,
        )


@compiled
def _answers(goal: Goal) -> QuerySet[ProposedChange]:
    return (
        ProposedChange.objects.filter(proposal__goal=goal, answered_at__isnull=False)
        .select_related("proposal__by")
        .order_by("-answered_at", "pk")[:6]
    )


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version: who wrote it, when, what was different, and who agreed to it."""

    number: int
    by: str
    at: datetime
    changes: tuple[ClauseLine, ...]
    agreed: tuple[str, ...]
    is_first: bool


def history(goal: Goal, reader: Reader, on: date) -> tuple[VersionLine, ...]:
    """Return every version of a goal, the newest first, each with what it changed. Five queries."""
    people = participants(reader, on)
    rows = list(GoalVersion.objects.filter(goal=goal).select_related("by").order_by("number"))
    names = names_of([row.clauses for row in rows])
    agreed: dict[int, list[str]] = {}
    agreements = Agreement.objects.filter(goal=goal).select_related("person").order_by("at")
    for one in agreements:
        agreed.setdefault(one.version, []).append(people.called(one.person_id, one.person.first_name))
    lines, before = [], None
    for row in rows:
        changes = _difference(before, row.clauses, names) if before is not None else _all(row.clauses, names)
        by = people.called(row.by_id, row.by.first_name) if row.by else ""
        lines.append(
            VersionLine(row.number, by, row.at, tuple(changes), tuple(agreed.get(row.number, ())), before is None)
        )
        before = row.clauses
    return tuple(reversed(lines))


def _all(clauses: Clauses, names: Names) -> Iterable[ClauseLine]:
    for name, value in clauses.items():
        if value:
            yield ClauseLine(name, label_of(name), clause_html(name, value, names))


@dataclass(frozen=True, slots=True)
class BothTexts:
    """A clause that two people wrote at once."""

    label: str
    stored: str
    yours: str


def both_texts(stored: Clauses, yours: Clauses, only: Iterable[str]) -> tuple[BothTexts, ...]:
    """Return both texts of each clause in ``only``."""
    names = names_of([stored, yours])
    return tuple(
        BothTexts(label_of(n), clause_words(n, stored.get(n), names), clause_words(n, yours.get(n), names))
        for n in only
    )


def stored_clauses(goal: Goal) -> Clauses:
    """Return the clauses of a goal as they stand now, for the form that changes them."""
    return clauses_of(goal)
