"""Opening a plan, and what a school decides about plans."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.core.actions import record_moment, save_version
from trellis.people.models import Person, School
from trellis.plan.models import Plan, PlanPolicy
from trellis.school.models import Term


@transaction.atomic
def open_plan(*, learner: Person, term: Term, by: Person | None, now: datetime) -> Plan:
    """Return the learner's plan for a term, made if it is not there yet."""
    plan, made = Plan.objects.get_or_create(learner=learner, term=term, defaults={"opened_at": now})
    if made:
        record_moment(at=now, actor=by, verb="opened", thing=plan, learner=learner)
    return plan


@transaction.atomic
def settle_policy(
    *,
    school: School,
    asks_family: bool,
    conference_every_days: int,
    spoken_every_days: int,
    expected: int,
    by: Person,
    now: datetime,
) -> PlanPolicy:
    """Say how plans work at a school; ``expected`` is the version the page showed, 0 where there was none."""
    values: dict[str, Any] = {
        "asks_family": asks_family,
        "conference_every_days": conference_every_days,
        "spoken_every_days": spoken_every_days,
    }
    policy, made = PlanPolicy.objects.get_or_create(school=school, defaults=values)
    if not made:
        for name, value in values.items():
            setattr(policy, name, value)
        save_version(policy, expected=expected, fields=list(values))
    record_moment(at=now, actor=by, verb="settled", thing=policy, context={"asks_family": asks_family})
    return policy
