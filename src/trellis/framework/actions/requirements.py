"""Graduation requirements: sets of competencies with a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.framework.models import Competency, Requirement, RequirementItem
from trellis.people.models import Person


class RequirementCannotBeMet(ActionRefused):
    """The rule asks for more than its competencies can give, or for nothing at all."""

    def __init__(self) -> None:
        super().__init__(_("The competencies you chose cannot add up to this number."), field="needed")


@dataclass(frozen=True, slots=True)
class PartDraft:
    """A competency that is to count, with its points."""

    competency: Competency
    points: int = 1


@transaction.atomic
def create_requirement(
    *,
    title: str,
    description: str,
    rule: str,
    needed: int | None,
    parts: Sequence[PartDraft],
    by: Person,
    now: datetime,
) -> Requirement:
    """Add a requirement at the end of the graduation profile."""
    needed = _check(rule, needed, parts)
    last = Requirement.objects.aggregate(last=Max("position"))["last"]
    requirement = Requirement.objects.create(
        title=title.strip(),
        description=description.strip(),
        rule=rule,
        needed=needed,
        position=(last or 0) + 1,
    )
    _set_parts(requirement, parts)
    record_moment(at=now, actor=by, verb="requirement.created", thing=requirement, context={"n_parts": len(parts)})
    return requirement


@transaction.atomic
def edit_requirement(
    *,
    requirement: Requirement,
    title: str,
    description: str,
    rule: str,
    needed: int | None,
    parts: Sequence[PartDraft],
    expected_version: int,
    by: Person,
    now: datetime,
) -> Requirement:
    """Change a requirement as a whole; raise ``StaleVersion`` if somebody saved it since."""
    requirement.needed = _check(rule, needed, parts)
    requirement.title = title.strip()
    requirement.description = description.strip()
    requirement.rule = rule
    requirement.translations = {}  # a translation of the old words would say something else
    fields = ("title", "description", "rule", "needed", "translations")
    save_version(requirement, expected=expected_version, fields=fields)
    requirement.items.all().delete()
    _set_parts(requirement, parts)
    record_moment(at=now, actor=by, verb="requirement.edited", thing=requirement, context={"n_parts": len(parts)})
    return requirement


@transaction.atomic
def remove_requirement(*, requirement: Requirement, by: Person, now: datetime) -> None:
    """Take a requirement out of the graduation profile."""
    record_moment(at=now, actor=by, verb="requirement.removed", thing=requirement)
    requirement.delete()


def _check(rule: str, needed: int | None, parts: Sequence[PartDraft]) -> int | None:
    """Return how many are needed under this rule, or refuse what nobody could ever meet."""
    distinct = len({part.competency.pk for part in parts})
    if not parts or distinct != len(parts) or any(part.points < 1 for part in parts):
        raise RequirementCannotBeMet
    if rule == Requirement.Rule.ALL:
        return None
    reachable = distinct if rule == Requirement.Rule.COUNT else sum(part.points for part in parts)
    if needed is None or not 0 < needed <= reachable:
        raise RequirementCannotBeMet
    return needed


def _set_parts(requirement: Requirement, parts: Sequence[PartDraft]) -> None:
    RequirementItem.objects.bulk_create(
        RequirementItem(
            district_id=requirement.district_id,
            requirement=requirement,
            competency=part.competency,
            points=part.points,
        )
        for part in parts
    )
