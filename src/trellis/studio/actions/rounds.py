"""What can be done with critique rounds: prepare and deal, change a single turn, open, deal to who came late, close."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.people.models import Person
from trellis.studio.dealing import Turn, deal
from trellis.studio.models import Critique, CritiqueRound, CritiqueTurn, Frame
from trellis.studio.queries.rounds import people_of, teams_of
from trellis.studio.telling_critique import tell_of_turn, tell_of_turns

MOST_EACH = 4
NOBODY = _("No draft is there to look at yet. Ask the teams for one first.")


@transaction.atomic
def prepare_round(
    *, frame: Frame, protocol: str, each_gives: int, until: date, seed: int, by: Person, now: datetime, today: date
) -> CritiqueRound:
    """Prepare a round and deal its turns. Nobody sees them before it is opened. Raises ``ActionRefused``."""
    if until < today:
        raise ActionRefused(_("Choose a day from today on."), "until")
    if not 1 <= each_gives <= MOST_EACH:
        raise ActionRefused(_("Between one and four looks each: few words that help."), "each_gives")
    if CritiqueRound.objects.filter(frame=frame, closed_at__isnull=True).exists():
        raise ActionRefused(_("A round of this frame is prepared or open already. Close it first."))
    made = CritiqueRound.objects.create(
        frame=frame, protocol=protocol, each_gives=each_gives, until=until, seed=seed, by=by
    )
    n = _deal(made, today)
    if not n:
        raise ActionRefused(NOBODY)
    context = {"turns": n, "protocol": str(protocol), "each": each_gives}
    record_moment(at=now, actor=by, verb="round.prepared", thing=made, context=context)
    return made


def _deal(of_round: CritiqueRound, today: date, kept: tuple[Turn, ...] = ()) -> int:
    """Deal the turns that are not kept; return how many were made."""
    teams = teams_of(of_round.frame)
    people = [one.pk for one in people_of(of_round.frame, today)]
    dealing = deal(
        {team.draft_id: team.members for team in teams}, people, of_round.each_gives, seed=of_round.seed, kept=kept
    )
    new = set(dealing.turns) - set(kept)
    CritiqueTurn.objects.bulk_create(
        CritiqueTurn(round=of_round, draft_id=draft, giver_id=giver) for draft, giver in sorted(new)
    )
    return len(new)


@transaction.atomic
def deal_again(*, of_round: CritiqueRound, seed: int, by: Person, now: datetime, today: date) -> int:
    """Deal all turns of a prepared round anew. Raises ``ActionRefused`` once it is open."""
    if of_round.opened_at is not None:
        raise ActionRefused(_("It is open: people look at drafts already. Change single turns instead."))
    CritiqueTurn.objects.filter(round=of_round).delete()
    of_round.seed = seed
    of_round.save(update_fields=["seed"])
    n = _deal(of_round, today)
    if not n:
        raise ActionRefused(NOBODY)
    record_moment(at=now, actor=by, verb="round.dealt", thing=of_round, context={"turns": n})
    return n


@transaction.atomic
def deal_to_late(*, of_round: CritiqueRound, by: Person, now: datetime, today: date) -> int:
    """Deal turns for drafts and people that came after the dealing; what was dealt stays. Return how many are new."""
    _check_running(of_round)
    held = CritiqueTurn.objects.filter(round=of_round).select_related("draft")
    newest = {team.project_id: team.draft_id for team in teams_of(of_round.frame)}
    # A look at an earlier version of a draft is a look at that team's work.
    kept = {(newest.get(turn.draft.project_id, turn.draft_id), turn.giver_id): turn for turn in held}
    there = set(CritiqueTurn.objects.filter(round=of_round).values_list("giver", flat=True))
    n = _deal(of_round, today, tuple(kept))
    if not n:
        raise ActionRefused(_("Everybody has their turns already."))
    context = {"turns": n, "late": True}
    record_moment(at=now, actor=by, verb="round.dealt", thing=of_round, context=context)
    if of_round.opened_at is not None:
        tell_of_turns(of_round, Person.objects.filter(critique_turns__round=of_round).exclude(pk__in=there), by, now)
    return n


def _check_running(of_round: CritiqueRound) -> None:
    if of_round.closed_at is not None:
        raise ActionRefused(_("This round is over."))


@transaction.atomic
def give_turn_to(*, turn: CritiqueTurn, giver_id: UUID, by: Person, now: datetime, today: date) -> CritiqueTurn:
    """Let somebody else of the frame's classes look at a draft. Raises ``ActionRefused``."""
    _check_running(turn.round)
    if Critique.objects.filter(turn=turn).exists():
        raise ActionRefused(_("This look is given already, so it stays."))
    giver = next((one for one in people_of(turn.round.frame, today) if one.pk == giver_id), None)
    if giver is None:
        raise ActionRefused(_("Choose somebody who learns in a class of this frame."), "giver")
    if turn.draft.project.members.filter(learner=giver, joined_at__isnull=False, left_at__isnull=True).exists():
        raise ActionRefused(_("Nobody looks at what their own team made."), "giver")
    if CritiqueTurn.objects.filter(round=turn.round, draft=turn.draft, giver=giver).exclude(pk=turn.pk).exists():
        raise ActionRefused(_("This person looks at this draft already."), "giver")
    turn.giver = giver
    turn.save(update_fields=["giver"])
    record_moment(at=now, actor=by, verb="turn.changed", thing=turn)
    if turn.round.opened_at is not None:
        tell_of_turn(turn, by, now)
    return turn


@transaction.atomic
def open_round(*, of_round: CritiqueRound, by: Person, now: datetime) -> CritiqueRound:
    """Open a prepared round: from now on everybody sees the drafts that wait for their look, and is told."""
    _check_running(of_round)
    if of_round.opened_at is not None:
        raise ActionRefused(_("This round is open already."))
    of_round.opened_at = now
    of_round.save(update_fields=["opened_at"])
    givers = Person.objects.filter(critique_turns__round=of_round).distinct()
    record_moment(at=now, actor=by, verb="round.opened", thing=of_round, context={"people": givers.count()})
    tell_of_turns(of_round, givers, by, now)
    return of_round


@transaction.atomic
def close_round(*, of_round: CritiqueRound, by: Person, now: datetime) -> CritiqueRound:
    """Close a round: what was said stays, drafts of others are no longer seen. It can be opened again."""
    _check_running(of_round)
    of_round.closed_at = now
    of_round.save(update_fields=["closed_at"])
    record_moment(at=now, actor=by, verb="round.closed", thing=of_round)
    return of_round


@transaction.atomic
def reopen_round(*, of_round: CritiqueRound, by: Person, now: datetime) -> CritiqueRound:
    """Open a closed round again, unless another began meanwhile."""
    if of_round.closed_at is None:
        raise ActionRefused(_("This round is open already."))
    if CritiqueRound.objects.filter(frame=of_round.frame, closed_at__isnull=True).exists():
        raise ActionRefused(_("A round of this frame is prepared or open already. Close it first."))
    of_round.closed_at = None
    of_round.save(update_fields=["closed_at"])
    record_moment(at=now, actor=by, verb="round.reopened", thing=of_round)
    return of_round
