"""Graduation requirements: sets of competencies with a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from trellis.core.actions import ActionRefused, record_moment, save_version
from trellis.core.models import Moment
from trellis.framework.models import Competency, Requirement, RequirementItem
from trellis.people.models import Person


class RequirementCannotBeMet(ActionRefused):
    """The rule asks for more than its competencies can give, or for nothing at all; the sentence says which."""


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
def move_requirement(*, requirement: Requirement, up: bool, by: Person, now: datetime) -> None:
    """Let a requirement change places with the one before or after it; at the ends nothing changes.

    Whatever moved counts as the school's own from now on, so that a newer edition of the starter leaves it there.
    """
    after = list(Requirement.objects.select_for_update())
    place = next(place for place, row in enumerate(after) if row.pk == requirement.pk)
    other = place - 1 if up else place + 1
    if 0 <= other < len(after):
        after[place], after[other] = after[other], after[place]
    for position, row in enumerate(after, 1):
        if row.position != position:
            row.position, row.version = position, max(row.version, 2)
            row.save(update_fields=["position", "version"])
    record_moment(at=now, actor=by, verb="requirement.moved", thing=requirement, context={"up": up})


@transaction.atomic
def remove_requirement(*, requirement: Requirement, by: Person, now: datetime) -> None:
    """Take a requirement out of the graduation profile; the moment keeps its words, so that it can be brought back."""
    kept = ("title", "description", "translations", "rule", "needed", "position", "identifier", "version")
    context = {name: getattr(requirement, name) for name in kept}
    context["parts"] = [[str(item.competency_id), item.points] for item in requirement.items.all()]
    record_moment(at=now, actor=by, verb="requirement.removed", thing=requirement, context=context)
    requirement.delete()


@transaction.atomic
def bring_back_requirement(*, removed: Moment, by: Person, now: datetime) -> Requirement:
    """Undo ``remove_requirement``: make it again as it was; doing it twice changes nothing."""
    words = dict(removed.context)
    parts = dict(words.pop("parts"))
    words["version"] += 1
    # Where the starter was adopted meanwhile, it has brought its own back already.
    again = Requirement.objects.filter(identifier=words["identifier"]).exclude(identifier="").first()
    requirement, made = (
        (again, False) if again else Requirement.objects.get_or_create(pk=str(removed.object_id), defaults=words)
    )
    if made:
        there = Competency.objects.filter(pk__in=parts)
        _set_parts(requirement, [PartDraft(competency, parts[str(competency.pk)]) for competency in there])
    record_moment(at=now, actor=by, verb="requirement.brought-back", thing=requirement)
    return requirement


def _check(rule: str, needed: int | None, parts: Sequence[PartDraft]) -> int | None:
    """Return how many are needed under this rule, or refuse what nobody could ever meet."""
    distinct = len({part.competency.pk for part in parts})
    if not parts:
        raise RequirementCannotBeMet(_("Choose at least one competency that counts."))
    if distinct != len(parts) or any(part.points < 1 for part in parts):
        raise RequirementCannotBeMet(_("Each competency counts once, with at least one point."))
    if rule == Requirement.Rule.ALL:
        return None
    if needed is None or needed < 1:
        raise RequirementCannotBeMet(_("Say how many are needed: at least 1."), field="needed")
    reachable = distinct if rule == Requirement.Rule.COUNT else sum(part.points for part in parts)
    if needed > reachable:
        sentence = _("What you chose adds up to %(n)s, so nobody could reach %(needed)s. Ask for fewer or choose more.")
        raise RequirementCannotBeMet(sentence % {"n": reachable, "needed": needed}, field="needed")
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
