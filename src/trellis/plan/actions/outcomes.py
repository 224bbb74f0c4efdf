"""What a conference decides: words, and where it concerns a goal a proposal in the plan; then everybody confirms."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.agenda.models import Attendance
from trellis.core.actions import ActionRefused, StaleVersion, record_moment
from trellis.core.decisions import record_decision
from trellis.core.models import DecidedBy, Lens, Moment
from trellis.notice.actions import tell
from trellis.people.models import Person
from trellis.plan.actions.conferences import people_of
from trellis.plan.actions.negotiation import agree, answer_changes, propose_changes
from trellis.plan.changes import GoalChange
from trellis.plan.clauses import as_kept, changed_clauses
from trellis.plan.models import (
    Agreement,
    Conference,
    Confirmation,
    Goal,
    GoalVersion,
    Outcome,
    Proposal,
    ProposedChange,
    Topic,
    Voice,
)
from trellis.profile.models import Facet

DECIDED = "plan.conference-decided"
MOST_LETTERS = 2_000


@transaction.atomic
def hold_conference(*, conference: Conference, by: Person, now: datetime, today: date) -> None:
    """Say that one has met. The first decision says it too."""
    if conference.held_at is not None:
        raise ActionRefused(_("You have met already."))
    _hold(conference, now, today)
    record_moment(at=now, actor=by, verb="held", thing=conference, learner=conference.learner)


def _hold(conference: Conference, now: datetime, today: date) -> None:
    if conference.event.cancelled_at is not None:
        raise ActionRefused(_("This has been cancelled."))
    if today < conference.learner.district.today(conference.event.starts_at):
        raise ActionRefused(_("You can write down what you decide from the day on which you meet."))
    if conference.held_at is None:
        conference.held_at = now
        conference.save(update_fields=["held_at"])


@transaction.atomic
def write_outcome(
    *,
    conference: Conference,
    topic: Topic | None,
    words: str,
    decided_by: str,
    change: GoalChange | None,
    voice: str,
    by: Person,
    now: datetime,
    today: date,
) -> Outcome:
    """Write down what was decided; ``decided_by`` is a voice, or empty where it was decided together.

    What it changes in a goal becomes a proposal in the plan. A learner who writes it has answered it by writing: it is
    the next version of the goal at once, behind which the others are asked to stand. What an educator or the family
    writes waits for the learner's answer, as every proposal does. Raises ``StaleVersion`` where the goal has changed.
    """
    words = words.strip()
    if not words:
        raise ActionRefused(_("Say in your own words what you decided."), field="words")
    if len(words) > MOST_LETTERS:
        raise ActionRefused(_("This is too long: at most %(n)s letters fit here.") % {"n": MOST_LETTERS}, field="words")
    _hold(conference, now, today)
    proposal = _propose(change, words, voice, by, now) if change is not None else None
    outcome = Outcome.objects.create(
        conference=conference,
        topic=topic,
        words=words,
        decided_by=decided_by,
        proposal=proposal,
        goal=change.goal if change is not None else None,
        at=now,
    )
    context = {"proposal": proposal is not None}
    moment = record_moment(at=now, actor=by, verb="decided", thing=outcome, learner=conference.learner, context=context)
    if proposal is None:
        _decide(moment, outcome)
    tell(people=people_of(conference), kind=DECIDED, thing=conference, by=by, learner=conference.learner, now=now)
    return outcome


def _propose(change: GoalChange, words: str, voice: str, by: Person, now: datetime) -> Proposal | None:
    """Put the changed clauses beside the goal; None where the decision changes nothing in it."""
    base = GoalVersion.objects.filter(goal=change.goal, number=change.base_version).first()
    if base is None:
        raise StaleVersion(change.goal)
    changed = changed_clauses(base.clauses, as_kept(change.clauses))
    if not changed:
        return None
    proposal = propose_changes(
        goal=change.goal,
        clauses={clause: change.clauses[clause] for clause in changed},
        reasons={changed[0]: words},
        voice=voice,
        base_version=change.base_version,
        by=by,
        now=now,
    )
    if voice == Voice.LEARNER:
        take_all(proposal, expected=change.base_version, by=by, now=now)
    return proposal


def take_all(proposal: Proposal, *, expected: int, by: Person, now: datetime) -> None:
    """Let the learner take every open clause of a proposal; part of actions with their own moment."""
    is_open = proposal.changes.filter(answer=ProposedChange.Answer.OPEN).values_list("clause", flat=True)
    answer_changes(proposal=proposal, answers=dict.fromkeys(is_open, True), expected=expected, by=by, now=now)


def _decide(moment: Moment, outcome: Outcome) -> None:
    """Write whose decision it was; where it began with an interest, it is looked at through that."""
    facet = outcome.topic.facet if outcome.topic is not None else None
    about_interest = facet is not None and facet.kind == Facet.Kind.INTEREST
    record_decision(
        moment=moment,
        lens=Lens.INTERESTS if about_interest else Lens.VOICE,
        decided_by=outcome.decided_by or DecidedBy.TOGETHER,
        basis=["conference"],
    )


@transaction.atomic
def take_outcome(*, outcome: Outcome, conference: Conference, by: Person, now: datetime) -> None:
    """Let the learner take into the plan, whole, what somebody else wrote down.

    Raises ``ActionRefused`` where it is answered, and ``StaleVersion`` where the goal has changed since: then the
    learner answers it part by part in the plan.
    """
    if outcome.proposal is None:
        raise ActionRefused(_("This decision changes no goal."))
    take_all(outcome.proposal, expected=outcome.proposal.base_version, by=by, now=now)
    record_moment(at=now, actor=by, verb="took", thing=outcome, learner=conference.learner)


@transaction.atomic
def confirm_conference(
    *, conference: Conference, person: Person, voice: str, by: Person, now: datetime, today: date
) -> Confirmation:
    """Say that this is what was decided. ``by`` is an educator where ``person`` signed the sheet and has no account.

    Who stood behind a goal before stands behind what the conference changed in it: it is what they confirm. A decision
    that is written later asks for another confirmation.
    """
    if conference.held_at is None:
        raise ActionRefused(_("You have not met yet."))
    if not Attendance.objects.filter(event=conference.event_id, person=person).exists():
        raise ActionRefused(_("Only those who were asked confirm."))
    confirmation, _made = Confirmation.objects.update_or_create(
        conference=conference, person=person, defaults={"voice": voice, "at": now}
    )
    if person.pk == by.pk:
        _stand_behind(conference, person, voice, now, today)
    context = {"voice": voice, "on_paper": person.pk != by.pk}
    record_moment(at=now, actor=by, verb="confirmed", thing=conference, learner=conference.learner, context=context)
    return confirmation


def _stand_behind(conference: Conference, person: Person, voice: str, now: datetime, today: date) -> None:
    """Agree to each goal that differs from what somebody agreed to by the confirmed decision alone."""
    settled = Proposal.objects.filter(outcome__conference=conference, settled_at__isnull=False)
    for proposal in settled.select_related("goal__learner", "goal__plan__term").order_by("at", "pk"):
        goal = proposal.goal
        declined = proposal.changes.exclude(answer=ProposedChange.Answer.ACCEPTED).exists()
        if declined or goal.version != proposal.base_version + 1 or goal.state != Goal.State.PROPOSED:
            continue
        spoken = Agreement.objects.filter(goal=goal, person=person, voice=voice)
        versions = set(spoken.values_list("version", flat=True))
        if proposal.base_version in versions and goal.version not in versions:
            agree(goal=goal, version=goal.version, voice=voice, by=person, now=now, today=today)
