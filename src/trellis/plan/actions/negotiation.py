"""Proposals beside a goal, answered clause by clause, and agreement to one version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.models import DecidedBy
from trellis.people.models import Person
from trellis.plan.actions.goals import OPEN_STATES, check_clauses, decide_clauses, rewrite, speak_for_version
from trellis.plan.clauses import as_kept, changed_clauses, clauses_of
from trellis.plan.models import Agreement, Clause, FamilyLink, Goal, GoalVersion, Proposal, ProposedChange, Voice
from trellis.plan.queries.expectations import unanswered_for
from trellis.plan.queries.voices import voices_asked
from trellis.plan.telling import AGREED, COUNTERED, tell_others, tell_proposer


@transaction.atomic
def propose_changes(
    *,
    goal: Goal,
    clauses: Mapping[str, Any],
    reasons: Mapping[str, str],
    voice: str,
    base_version: int,
    by: Person,
    now: datetime,
    link: FamilyLink | None = None,
) -> Proposal:
    """Put other clauses beside a goal; the goal stays as it is until its learner answers.

    ``base_version`` is the version that was read: compared with it, so a change that the learner made meanwhile is not
    proposed back. Raises ``ActionRefused`` for a draft, a goal that is over, or where nothing is different.
    """
    if goal.state not in OPEN_STATES or goal.state == Goal.State.DRAFT:
        raise ActionRefused(_("This goal is not on the table."))
    kept = as_kept(clauses)
    check_clauses(kept, goal.plan)
    base = GoalVersion.objects.get(goal=goal, number=base_version).clauses
    changed = changed_clauses(base, kept)
    if not changed:
        raise ActionRefused(_("Nothing is different yet. Change a part of the goal first."))
    Proposal.objects.filter(goal=goal, by=by, settled_at__isnull=True, withdrawn_at__isnull=True).update(
        withdrawn_at=now
    )
    proposal = Proposal.objects.create(goal=goal, by=by, voice=voice, base_version=base_version, at=now, link=link)
    _keep_changes(proposal, changed, base, kept, reasons)
    context = {"voice": voice, "clauses": [str(clause) for clause in changed]}
    record_moment(at=now, actor=by, verb="counter-proposed", thing=goal, learner=goal.learner, context=context)
    tell_others(goal, COUNTERED, by, now)
    return proposal


def _keep_changes(
    proposal: Proposal,
    changed: tuple[Clause, ...],
    base: Mapping[str, Any],
    kept: Mapping[str, Any],
    reasons: Mapping[str, str],
) -> None:
    ProposedChange.objects.bulk_create(
        ProposedChange(
            proposal=proposal,
            clause=clause,
            old=base.get(clause),
            new=kept[clause],
            reason=reasons.get(clause, "").strip(),
        )
        for clause in changed
    )


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, by: Person, now: datetime) -> None:
    """Take back what one proposed, as long as nobody has answered it."""
    if proposal.settled_at is not None or proposal.changes.exclude(answer=ProposedChange.Answer.OPEN).exists():
        raise ActionRefused(_("This has been answered already."))
    proposal.withdrawn_at = now
    proposal.save(update_fields=["withdrawn_at"])
    record_moment(at=now, actor=by, verb="withdrew", thing=proposal.goal, learner=proposal.goal.learner)


@transaction.atomic
def answer_changes(
    *,
    proposal: Proposal,
    answers: Mapping[str, bool],
    expected: int,
    reason: str = "",
    by: Person,
    now: datetime,
) -> tuple[Clause, ...]:
    """Let the learner take or keep each proposed clause; return the clauses that changed in the goal.

    Taken clauses become the next version, behind which learner and proposer both stand if nothing else differs from
    what was proposed. Raises ``StaleVersion`` where the goal changed since the page was opened.
    """
    goal = proposal.goal
    if proposal.settled_at is not None or proposal.withdrawn_at is not None or goal.state not in OPEN_STATES:
        raise ActionRefused(_("This proposal is no longer open."))
    open_changes = [c for c in proposal.changes.all() if c.answer == ProposedChange.Answer.OPEN and c.clause in answers]
    if not open_changes:
        raise ActionRefused(_("Choose an answer for at least one part."))
    taken = {c.clause: c.new for c in open_changes if answers[c.clause]}
    changed = rewrite(goal, taken, expected=expected, by=by, now=now)
    _write_answers(proposal, open_changes, answers, reason=reason, by=by, now=now)
    moment = record_moment(
        at=now,
        actor=by,
        verb="answered",
        thing=goal,
        learner=goal.learner,
        context={"taken": len(taken), "kept": len(open_changes) - len(taken)},
    )
    decide_clauses(moment, tuple(Clause(c) for c in taken), DecidedBy.TOGETHER)
    decide_clauses(moment, tuple(Clause(c.clause) for c in open_changes if c.clause not in taken), DecidedBy.LEARNER)
    speak_for_version(goal, by, Voice.LEARNER, now)
    if _is_settled(proposal) and _says_what_was_proposed(goal, proposal):
        speak_for_version(goal, proposal.by, proposal.voice, now)
    tell_proposer(proposal, by, now)
    _agree_if_all_do(goal, now.date(), by=by, now=now)
    return changed


def _write_answers(
    proposal: Proposal,
    changes: list[ProposedChange],
    answers: Mapping[str, bool],
    *,
    reason: str,
    by: Person,
    now: datetime,
) -> None:
    for change in changes:
        taken = answers[change.clause]
        change.answer = ProposedChange.Answer.ACCEPTED if taken else ProposedChange.Answer.DECLINED
        change.answer_reason = "" if taken else reason.strip()
        change.answered_by, change.answered_at = by, now
    ProposedChange.objects.bulk_update(changes, ["answer", "answer_reason", "answered_by", "answered_at"])
    if not proposal.changes.filter(answer=ProposedChange.Answer.OPEN).exists():
        proposal.settled_at = now
        proposal.save(update_fields=["settled_at"])


def _is_settled(proposal: Proposal) -> bool:
    return proposal.settled_at is not None


def _says_what_was_proposed(goal: Goal, proposal: Proposal) -> bool:
    """Say whether the goal now stands exactly as its proposer wanted it: what they read, with all their changes."""
    base = GoalVersion.objects.get(goal=goal, number=proposal.base_version).clauses
    wanted = {**base, **{change.clause: change.new for change in proposal.changes.all()}}
    return not changed_clauses(clauses_of(goal), wanted)


@transaction.atomic
def agree(
    *,
    goal: Goal,
    version: int,
    voice: str,
    words: str = "",
    by: Person,
    now: datetime,
    today: date,
    link: FamilyLink | None = None,
) -> bool:
    """Stand behind one version of a goal; return whether all voices that are asked do so now.

    Raises ``ActionRefused`` where the goal has changed since: one agrees to what one has read.
    """
    Goal.objects.select_for_update().get(pk=goal.pk)
    goal.refresh_from_db(fields=["version", "state"])
    if goal.state not in OPEN_STATES or goal.state == Goal.State.DRAFT:
        raise ActionRefused(_("This goal is not on the table."))
    if goal.version != version:
        raise ActionRefused(_("The goal has changed since you opened this page. Read it once more."))
    Agreement.objects.update_or_create(
        goal=goal,
        version=version,
        person=by,
        voice=voice,
        defaults={"at": now, "words": words.strip(), "link": link},
    )
    record_moment(at=now, actor=by, verb="agreed", thing=goal, learner=goal.learner, context={"voice": voice})
    return _agree_if_all_do(goal, today, by=by, now=now)


def _agree_if_all_do(goal: Goal, today: date, *, by: Person, now: datetime) -> bool:
    """Let the goal be agreed once every voice that is asked stands behind the version that it has.

    And once somebody answers for each part of it below the expected stage (see actions/expectations.py).
    """
    spoken = set(Agreement.objects.filter(goal=goal, version=goal.version).values_list("voice", flat=True))
    if not spoken >= voices_asked(goal.learner, today) or unanswered_for(goal, today):
        return False
    if goal.state == Goal.State.PROPOSED:
        goal.state = Goal.State.AGREED
        goal.save(update_fields=["state"])
        tell_others(goal, AGREED, by, now)
    return True
