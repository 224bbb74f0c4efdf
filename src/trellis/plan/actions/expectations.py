"""High expectations: a goal sits lower only within the school's limit, with a reason, a person and an end."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.decisions import record_decision
from trellis.core.models import DecidedBy, Lens
from trellis.framework.models import Framework
from trellis.people.models import Person
from trellis.plan.models import Expectation, ExpectationLimit, Goal
from trellis.plan.queries.expectations import Below, below_expected, too_far


@transaction.atomic
def set_limit(*, framework: Framework, stages_below: int, expected: int, by: Person, now: datetime) -> ExpectationLimit:
    """Say how far below the expected stage a goal may sit in a framework; ``expected`` is 0 where nothing was said."""
    limit, made = ExpectationLimit.objects.get_or_create(framework=framework, defaults={"stages_below": stages_below})
    if not made:
        limit.stages_below = stages_below
        save_version(limit, expected=expected, fields=["stages_below"])
    record_moment(at=now, actor=by, verb="set", thing=limit, context={"stages_below": stages_below})
    return limit


@transaction.atomic
def lower_expectation(
    *,
    goal: Goal,
    competency_id: UUID,
    reason: str,
    until: date,
    by: Person,
    now: datetime,
    today: date,
    renews: Expectation | None = None,
) -> Expectation:
    """Answer for a goal below the expected stage, until a day. Support changes the route, not the summit.

    Raises ``ActionRefused``: without a reason, beyond the school's limit, without an end in this term, or where the
    competency is no lower than expected.
    """
    item = _below(goal, competency_id)
    _check(goal, reason, until, today)
    if renews is not None:
        _end(renews, today)
    if Expectation.objects.filter(goal=goal, competency=competency_id, ended_on__isnull=True).exists():
        raise ActionRefused(_("Somebody answers for this already. Renew or end it first."))
    made = Expectation.objects.create(
        goal=goal,
        learner=goal.learner,
        competency_id=competency_id,
        stages_below=item.stages,
        reason=reason.strip(),
        author=by,
        starts_on=today,
        until=until,
        renews=renews,
        made_at=now,
    )
    context = {"stages": item.stages, "renewed": renews is not None}
    moment = record_moment(at=now, actor=by, verb="lowered", thing=made, learner=goal.learner, context=context)
    record_decision(moment=moment, lens=Lens.OBJECTIVES, decided_by=DecidedBy.EDUCATOR, reason=reason.strip())
    return made


def _check(goal: Goal, reason: str, until: date, today: date) -> None:
    if not reason.strip():
        raise ActionRefused(_("Say why, and what will help the learner on."), field="reason")
    if not today < until <= goal.plan.term.ends_on:
        raise ActionRefused(_("Choose an end inside the term, after today."), field="until")


def _below(goal: Goal, competency_id: UUID) -> Below:
    links = goal.competency_links.values_list("competency_id", flat=True)
    found = next((b for b in below_expected(goal.learner, links) if b.competency_id == competency_id), None)
    if found is None:
        raise ActionRefused(_("This is no lower than what is expected."))
    if found.is_too_far:
        raise ActionRefused(too_far(found))
    return found


@transaction.atomic
def end_expectation(*, expectation: Expectation, by: Person, now: datetime, today: date) -> None:
    """Come back to the expected stage."""
    if expectation.ended_on is not None:
        raise ActionRefused(_("This has ended already."))
    _end(expectation, today)
    record_moment(at=now, actor=by, verb="ended", thing=expectation, learner=expectation.learner)


def _end(expectation: Expectation, today: date) -> None:
    expectation.ended_on = max(today, expectation.starts_on)
    expectation.save(update_fields=["ended_on"])
