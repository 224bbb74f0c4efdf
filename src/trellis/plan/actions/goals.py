"""Goals: drafted, changed, proposed, reached and let go by the learner whose goals they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, StaleVersion, record_moment, save_version
from trellis.core.decisions import record_decision
from trellis.core.models import DecidedBy, Lens, Moment
from trellis.people.models import Person
from trellis.plan.clauses import (
    LENS,
    MOST_LETTERS,
    MOST_LETTERS_OF_TEXT,
    TEXTS,
    Clauses,
    as_kept,
    changed_clauses,
    clauses_of,
    put_into,
    relink,
)
from trellis.plan.models import Agreement, Clause, Goal, GoalVersion, Plan, Voice
from trellis.plan.queries.expectations import below_expected, too_far
from trellis.plan.telling import CHANGED, PROPOSED, tell_others
from trellis.profile.models import Facet

OPEN_STATES = (Goal.State.DRAFT, Goal.State.PROPOSED, Goal.State.AGREED)
_STARTED_BY = {
    Goal.Origin.COMPETENCY: DecidedBy.FRAMEWORK,
    Goal.Origin.REQUIREMENT: DecidedBy.FRAMEWORK,
    Goal.Origin.CONFERENCE: DecidedBy.TOGETHER,
}


@transaction.atomic
def draft_goal(
    *,
    plan: Plan,
    clauses: Mapping[str, Any],
    origin: str = Goal.Origin.NOTHING,
    facet: Facet | None = None,
    by: Person,
    now: datetime,
) -> Goal:
    """Write down a goal that only its learner sees until it is proposed. Raises ``ActionRefused`` with the clause."""
    kept = as_kept(clauses)
    check_clauses(kept, plan)
    last = Goal.objects.filter(plan=plan).aggregate(last=Max("position"))["last"]
    goal = Goal(
        plan=plan,
        learner=plan.learner,
        origin=origin,
        facet=facet,
        made_at=now,
        position=0 if last is None else last + 1,
    )
    put_into(goal, kept)
    goal.save(force_insert=True)
    relink(goal, kept)
    keep_version(goal, by=by, now=now)
    record_moment(at=now, actor=by, verb="drafted", thing=goal, learner=plan.learner, context={"origin": str(origin)})
    return goal


def check_clauses(kept: Clauses, plan: Plan) -> None:
    """Raise ``ActionRefused`` at the first clause that cannot stand: empty title, too long, a date out of the term."""
    if Clause.TITLE in kept and not kept[Clause.TITLE]:
        raise ActionRefused(_("Say in a few words what you aim for."), field=Clause.TITLE)
    for name in TEXTS:
        most = MOST_LETTERS.get(name, MOST_LETTERS_OF_TEXT)
        if len(kept.get(name) or "") > most:
            raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": most}, field=name)
    for item in below_expected(plan.learner, [UUID(pk) for pk in kept.get(Clause.COMPETENCIES) or ()]):
        if item.is_too_far:
            raise ActionRefused(too_far(item), field=Clause.COMPETENCIES)
    finish_by = kept.get(Clause.FINISH_BY)
    if finish_by:
        day = date.fromisoformat(finish_by)
        if not plan.term.starts_on <= day < plan.term.ends_on:
            raise ActionRefused(
                _("Choose a day inside the term “%(term)s”.") % {"term": plan.term.title}, field=Clause.FINISH_BY
            )


def keep_version(goal: Goal, *, by: Person | None, now: datetime) -> GoalVersion:
    """Keep the clauses of a goal as they stand now, under its version."""
    return GoalVersion.objects.create(goal=goal, number=goal.version, clauses=clauses_of(goal), by=by, at=now)


@transaction.atomic
def change_goal(
    *, goal: Goal, clauses: Mapping[str, Any], expected: int, by: Person, now: datetime
) -> tuple[Clause, ...]:
    """Let the learner rewrite clauses; return those that changed, none without a new version.

    An agreed goal asks the others again, for what changed. Raises ``StaleVersion`` with the stored goal where somebody
    saved first, and ``ActionRefused`` with the clause or where the goal is over.
    """
    _must_be_open(goal)
    kept = as_kept(clauses)
    check_clauses(kept, goal.plan)
    changed = rewrite(goal, kept, expected=expected, by=by, now=now)
    if changed:
        context = {"clauses": [str(clause) for clause in changed]}
        moment = record_moment(at=now, actor=by, verb="changed", thing=goal, learner=goal.learner, context=context)
        if goal.state != Goal.State.DRAFT:
            speak_for_version(goal, by, Voice.LEARNER, now)
            decide_clauses(moment, changed, DecidedBy.LEARNER)
            tell_others(goal, CHANGED, by, now)
    return changed


def rewrite(goal: Goal, kept: Clauses, *, expected: int, by: Person, now: datetime) -> tuple[Clause, ...]:
    """Write clauses as the next version, keep it, and put an agreed goal back on the table; return what changed.

    Part of actions that record their own moment.
    """
    if goal.version != expected:
        raise StaleVersion(Goal.objects.get(pk=goal.pk))
    changed = changed_clauses(clauses_of(goal), kept)
    if not changed:
        return ()
    written: Clauses = {clause: kept[clause] for clause in changed}
    fields = [*put_into(goal, written), "state"]
    if goal.state == Goal.State.AGREED:
        goal.state = Goal.State.PROPOSED
    save_version(goal, expected=expected, fields=fields)
    relink(goal, written)
    keep_version(goal, by=by, now=now)
    return changed


def _must_be_open(goal: Goal) -> None:
    if goal.state not in OPEN_STATES:
        raise ActionRefused(_("This goal is over. Take it up again to change it."))


def speak_for_version(goal: Goal, person: Person, voice: str, now: datetime, words: str = "") -> None:
    """Write down that somebody stands behind the goal as it is now; part of actions with their own moment."""
    Agreement.objects.update_or_create(
        goal=goal, version=goal.version, person=person, voice=voice, defaults={"at": now, "words": words}
    )


def decide_clauses(moment: Moment, clauses: tuple[Clause, ...], decided_by: str, reason: str = "") -> None:
    """Write one decision for each lens that these clauses are looked at through."""
    for lens in dict.fromkeys(LENS[clause] for clause in clauses):
        record_decision(moment=moment, lens=lens, decided_by=decided_by, reason=reason)


@transaction.atomic
def propose_goal(*, goal: Goal, by: Person, now: datetime) -> None:
    """Put a draft on the table: from now on educators and family see it, and the learner stands behind it."""
    changed = Goal.objects.filter(pk=goal.pk, state=Goal.State.DRAFT).update(state=Goal.State.PROPOSED, proposed_at=now)
    if not changed:
        raise ActionRefused(_("This goal is on the table already."))
    goal.state, goal.proposed_at = Goal.State.PROPOSED, now
    moment = record_moment(at=now, actor=by, verb="proposed", thing=goal, learner=goal.learner)
    speak_for_version(goal, by, Voice.LEARNER, now)
    said = tuple(clause for clause, value in clauses_of(goal).items() if value)
    later = tuple(Clause(clause) for clause in said if clause != Clause.TITLE)
    _decide_start(moment, goal)
    decide_clauses(moment, later, DecidedBy.LEARNER)
    tell_others(goal, PROPOSED, by, now)


def _decide_start(moment: Moment, goal: Goal) -> None:
    """Write whose idea the goal was: it follows from what it began with."""
    suggestion = getattr(goal, "suggestion", None)
    if suggestion is not None:
        taken = suggestion.answer == suggestion.Answer.TAKEN
        decided_by = suggestion.voice if taken else DecidedBy.TOGETHER
    else:
        decided_by = _STARTED_BY.get(Goal.Origin(goal.origin), DecidedBy.LEARNER)
    record_decision(moment=moment, lens=Lens.START, decided_by=decided_by, basis=[str(goal.origin)])


@transaction.atomic
def end_goal(*, goal: Goal, state: str, reflection: str, by: Person, now: datetime) -> None:
    """Say that a goal is reached, or let it go with a look back, which says why. The learner decides."""
    _must_be_open(goal)
    words = reflection.strip()
    if state == Goal.State.LET_GO and not words:
        raise ActionRefused(_("Say in your own words why you let it go."), field="reflection")
    before = goal.state
    goal.state, goal.reflection, goal.ended_at = state, words, now
    goal.save(update_fields=["state", "reflection", "ended_at"])
    verb = "reached" if state == Goal.State.REACHED else "let go"
    moment = record_moment(at=now, actor=by, verb=verb, thing=goal, learner=goal.learner, context={"before": before})
    record_decision(moment=moment, lens=Lens.ASSESSMENT, decided_by=DecidedBy.LEARNER, reason=words[:300])


@transaction.atomic
def take_up_goal(*, goal: Goal, by: Person, now: datetime) -> None:
    """Go on with a goal that was over: it is on the table again; also the undo of ending it."""
    if goal.state in OPEN_STATES:
        raise ActionRefused(_("This goal is not over."))
    goal.state, goal.ended_at = Goal.State.PROPOSED, None
    goal.save(update_fields=["state", "ended_at"])
    record_moment(at=now, actor=by, verb="took up", thing=goal, learner=goal.learner)


@transaction.atomic
def throw_away_draft(*, goal: Goal, by: Person, now: datetime) -> None:
    """Delete a draft that nobody else has seen."""
    if goal.state != Goal.State.DRAFT:
        raise ActionRefused(_("Others have seen this goal. You can let it go."))
    record_moment(at=now, actor=by, verb="threw away", thing=goal, learner=goal.learner)
    goal.delete()
