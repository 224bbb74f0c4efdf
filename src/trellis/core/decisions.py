"""Who decided what: written down by actions as people decide, corrected by a newer entry, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.compiled import compiled
from trellis.core.models import DecidedBy, Decision, Lens, Moment

PAST_RESULTS = ("past estimate", "past judgement", "past result")
ONLY_THE_PAST = _(
    "This names nothing but past results. They may inform a decision, they cannot make it: say what you see now."
)


def record_decision(
    *,
    moment: Moment,
    lens: Lens | str,
    decided_by: DecidedBy | str,
    reason: str = "",
    basis: Iterable[str] = (),
) -> Decision:
    """Write down a decision that an action has just made; ``moment`` (with its learner) says when, who and what.

    ``basis`` names the kinds of information that were used, such as "interest" or "descriptor". Raises
    ``ActionRefused`` where it names past results alone; the database refuses such a row as well.
    """
    basis = list(basis)
    if basis and set(basis) <= set(PAST_RESULTS):
        raise ActionRefused(ONLY_THE_PAST)
    if moment.learner_id is None or moment.object_id is None:
        raise ValueError("A decision is about a learner and a thing: give both to the moment.")
    return Decision.objects.create(
        at=moment.at,
        moment_id=moment.pk,
        actor_id=moment.actor_id,
        learner_id=moment.learner_id,
        subject_kind=moment.object_kind,
        subject_id=moment.object_id,
        lens=lens,
        decided_by=decided_by,
        reason=reason,
        basis=basis,
    )


def correct_decision(
    *, decision: Decision, decided_by: str, lens: str = "", reason: str, by: models.Model, now: datetime
) -> Decision:
    """Say it was otherwise: a newer entry stands for the old one, which stays readable. One moment.

    Raises ``ActionRefused`` where the entry has been corrected already: correct the newest one.
    """
    if Decision.objects.filter(corrects=decision).exists():
        raise ActionRefused(_("This has been corrected already. Look at the newest entry."))
    moment = record_moment(at=now, actor=by, verb="corrected", thing=decision, context={"decided_by": decided_by})
    return Decision.objects.create(
        at=decision.at,
        moment_id=moment.pk,
        actor_id=by.pk,
        learner_id=decision.learner_id,
        subject_kind=decision.subject_kind,
        subject_id=decision.subject_id,
        lens=lens or decision.lens,
        decided_by=decided_by,
        reason=reason,
        basis=decision.basis,
        corrects=decision,
    )


@compiled
def decisions_about(learner_id: UUID, since: datetime) -> QuerySet[Decision]:
    """Return what holds of the decisions about a learner since then, the newest first: corrected ones are left out."""
    return Decision.objects.filter(learner_id=learner_id, at__gte=since, corrected_by__isnull=True).order_by(
        "-at", "-pk"
    )


def mix_of(decisions: Iterable[Decision]) -> dict[str, dict[str, int]]:
    """Return how many decisions were whose, as ``{lens: {decided_by: count}}`` with every lens in its order."""
    mix: dict[str, dict[str, int]] = {lens: dict.fromkeys(DecidedBy.values, 0) for lens in Lens.values}
    for decision in decisions:
        mix[decision.lens][decision.decided_by] += 1
    return mix
