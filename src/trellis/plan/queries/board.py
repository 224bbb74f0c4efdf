"""The page of a plan: one sentence that says where it stands, what waits, what goes on, what is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.compiled import compiled
from trellis.people.models import Person
from trellis.plan.access import Reader
from trellis.plan.models import Plan, Suggestion
from trellis.plan.queries.cards import GoalCard
from trellis.plan.queries.load import goals_of_plan, load
from trellis.plan.queries.making import make_cards
from trellis.plan.queries.people import Participants, participants
from trellis.school.access import classes_attended
from trellis.school.models import ClassTerm, Term
from trellis.talk.queries import unread_of
from trellis.web.words import join_words


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A plan of the learner, by its term."""

    term_id: UUID
    title: str
    starts_on: date
    last_day: date
    is_this: bool


@dataclass(frozen=True, slots=True)
class SuggestionLine:
    """A goal that somebody suggests."""

    id: UUID
    title: str
    why: str
    by: str
    by_id: UUID
    at: Any
    answer: str
    reason: str
    goal_id: UUID | None
    is_mine: bool

    @property
    def is_open(self) -> bool:
        """The learner has not answered."""
        return self.answer == Suggestion.Answer.OPEN


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the page of one plan."""

    term: PlanLink
    is_now: bool
    sentence: str
    waiting: tuple[GoalCard, ...]
    going: tuple[GoalCard, ...]
    drafts: tuple[GoalCard, ...]
    over: tuple[GoalCard, ...]
    suggestions: tuple[SuggestionLine, ...]
    others: tuple[PlanLink, ...]
    people: Participants

    @property
    def is_empty(self) -> bool:
        """Nothing is in the plan yet."""
        return not (self.waiting or self.going or self.drafts or self.over)


def plans_of(learner: Person) -> list[Plan]:
    """Return the plans of a learner, the newest term first. One query."""
    return _plans(learner)


@compiled
def _plans(learner: Person) -> QuerySet[Plan]:
    return Plan.objects.filter(learner=learner).select_related("term").order_by("-term__starts_on", "pk")


def choose_plan(plans: Sequence[Plan], on: date, term_id: UUID | None = None) -> Plan | None:
    """Return the plan that was asked for, else that of the term that is now."""
    if term_id is not None:
        return next((plan for plan in plans if plan.term_id == term_id), None)
    return next((plan for plan in plans if is_now(plan.term, on)), None)


def is_now(term: Term, on: date) -> bool:
    """The term holds this day."""
    return term.starts_on <= on < term.ends_on


def term_for(learner: Person, on: date) -> Term | None:
    """Return the term that a new plan is for, those of the learner's own classes first.

    The shortest that holds this day (a term before its school year), else the next to come.
    """
    coming = _terms(learner, on)
    now = [term for term in coming if term.starts_on <= on]
    found: Term | None
    if now:
        found = min(now, key=lambda term: (not term.mine, term.ends_on - term.starts_on, str(term.pk)))
    else:
        found = min(coming, key=lambda term: (not term.mine, term.starts_on, str(term.pk)), default=None)
    return found


@compiled
def _terms(learner: Person, on: date) -> QuerySet[Any]:
    own = ClassTerm.objects.filter(term=OuterRef("pk"), school_class__in=classes_attended(learner, on).values("pk"))
    return Term.objects.filter(ends_on__gt=on).exclude(kind=Term.Kind.GRADING_PERIOD).annotate(mine=Exists(own))


def plan_board(reader: Reader, plan: Plan, plans: Sequence[Plan], on: date) -> Board:
    """Return the page of a plan: ten queries, however many goals it has."""
    people = participants(reader, on)
    goals = [goal for goal in goals_of_plan(plan.pk) if reader.is_learner or goal.state != goal.State.DRAFT]
    loaded = load(goals)
    loaded.unread = unread_of(reader.person, [goal.pk for goal in goals])
    cards = make_cards(loaded, reader, people)
    suggestions = suggestions_in(reader, people)
    links = [plan_link(other, on) for other in plans]
    return Board(
        term=plan_link(plan, on),
        is_now=is_now(plan.term, on),
        sentence=_sentence(cards, reader, people, suggestions),
        waiting=tuple(card for card in cards if card.waits_for_me),
        going=tuple(card for card in cards if not (card.waits_for_me or card.is_draft or card.is_over)),
        drafts=tuple(card for card in cards if card.is_draft),
        over=tuple(card for card in cards if card.is_over),
        suggestions=suggestions,
        others=tuple(link for link in links if link.term_id != plan.term_id),
        people=people,
    )


def plan_link(plan: Plan, on: date) -> PlanLink:
    """Return a plan as a link to it."""
    term = plan.term
    return PlanLink(term.pk, term.title, term.starts_on, term.ends_on - timedelta(days=1), is_now(term, on))


def suggestions_in(reader: Reader, people: Participants) -> tuple[SuggestionLine, ...]:
    """Return what was suggested: to the learner what is open, to others what they suggested with its answer."""
    rows = _open_suggestions(reader.learner) if reader.is_learner else _own(reader.learner, reader.person)
    return tuple(
        SuggestionLine(
            id=row.pk,
            title=row.title,
            why=row.why,
            by=people.called(row.by_id, row.by.first_name),
            by_id=row.by_id,
            at=row.at,
            answer=row.answer,
            reason=row.reason,
            goal_id=row.goal_id,
            is_mine=row.by_id == reader.person.pk,
        )
        for row in rows
    )


@compiled
def _open_suggestions(learner: Person) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(learner=learner, answer=Suggestion.Answer.OPEN).select_related("by").order_by("at")


@compiled
def _own(learner: Person, person: Person) -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(learner=learner, by=person).select_related("by").order_by("-at")[:10]


def _sentence(
    cards: Sequence[GoalCard], reader: Reader, people: Participants, suggestions: Sequence[SuggestionLine]
) -> str:
    parts = [_stands(cards, reader, people)]
    n = sum(card.n_changes for card in cards if not card.is_over)
    if n:
        parts.append(ngettext("One change is on the table.", "%(n)s changes are on the table.", n) % {"n": n})
    waiting = sum(line.is_open for line in suggestions)
    if reader.is_learner and waiting:
        said = ngettext("One suggestion waits for you.", "%(n)s suggestions wait for you.", waiting)
        parts.append(said % {"n": waiting})
    return " ".join(parts)


def _stands(cards: Sequence[GoalCard], reader: Reader, people: Participants) -> str:
    shown = [card for card in cards if not (card.is_draft or card.is_over)]
    if shown:
        return _shown_stand(shown, people)
    n = sum(card.is_draft for card in cards)
    if n:
        return ngettext(
            "One draft. Nobody else sees it before you propose it.",
            "%(n)s drafts. Nobody else sees them before you propose them.",
            n,
        ) % {"n": n}
    if cards:
        return _("Every goal of this plan is reached or let go.")
    if reader.is_learner:
        return _("Nothing is in it yet. One goal that matters to you is a good beginning.")
    return _("Nothing is on the table yet.")


def _shown_stand(shown: Sequence[GoalCard], people: Participants) -> str:
    n, n_agreed = len(shown), sum(card.is_agreed for card in shown)
    if n_agreed == n:
        return _agreed_by(shown, people)
    if n_agreed:
        return _("%(n)s of %(all)s goals are agreed.") % {"n": n_agreed, "all": n}
    return ngettext("One goal is on the table.", "%(all)s goals are on the table.", n) % {"all": n}


def _agreed_by(cards: Sequence[GoalCard], people: Participants) -> str:
    names: dict[UUID | None, str] = {}
    for card in cards:
        for voice in card.voices:
            if voice.agrees:
                names.setdefault(voice.person_id, voice.name)
    last = max((card.agreed_at for card in cards if card.agreed_at), default=None)
    # The reader stands first, as in "you, Tom and Ruth".
    ordered = sorted(names, key=lambda pk: pk != people.reader_id)
    # Translators: Django date format for a day and month, such as "3 October".
    day = date_format(localtime(last), _("j F")) if last else ""
    return _("Agreed by %(names)s on %(day)s.") % {"names": join_words(names[pk] for pk in ordered), "day": day}
