"""Reads for the pages on which coordinators say what graduation asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.models import Moment
from trellis.framework.access import visible_competencies
from trellis.framework.models import Competency, CompetencyLink, Requirement, RequirementItem
from trellis.framework.queries_words import natural, shortened, statement_plain, title_of
from trellis.people.access import Standing


@dataclass(frozen=True, slots=True)
class ChosenPart:
    """A competency on the list of what counts; ``points`` is as it was typed."""

    id: UUID
    code: str
    plain: str
    framework_title: str
    points: str
    is_retired: bool

    @property
    def name(self) -> str:
        """Code, or the beginning of the statement where there is none."""
        return self.code or shortened(self.plain, 60)


def points_of(requirement: Requirement) -> dict[UUID, str]:
    """Return what counts for a requirement, with the points as they stand in a form."""
    items = RequirementItem.objects.filter(requirement=requirement).values_list("competency_id", "points")
    return {competency: str(points) for competency, points in items}


def competencies_by_id(standing: Standing, ids: Iterable[UUID]) -> dict[UUID, Competency]:
    """Return those of the competencies that somebody may see, in one query."""
    found = visible_competencies(standing).filter(pk__in=list(ids)).select_related("framework")
    return {row.pk: row for row in found.defer("search", "case_extra", "notes", "framework__case_extra")}


def chosen_parts(standing: Standing, points: Mapping[UUID, str], language: str) -> list[ChosenPart]:
    """Return the list of what counts, by code, in one query."""
    if not points:
        return []
    parts = [
        ChosenPart(
            id=row.pk,
            code=row.code,
            plain=statement_plain(row.statement_plain, row.translations, language),
            framework_title=title_of(row.framework, language),
            points=points[row.pk],
            is_retired=row.retired_at is not None,
        )
        for row in competencies_by_id(standing, points).values()
    ]
    return sorted(parts, key=lambda part: (natural(part.code), part.plain.casefold()))


def local_neighbours(competency: Competency) -> tuple[tuple[UUID, ...], tuple[UUID, ...]]:
    """Return what somebody here said to come before and after a competency, by id."""
    said = CompetencyLink.objects.filter(kind=CompetencyLink.Kind.PRECEDES, source="local").order_by("pk")
    before = said.filter(destination=competency, origin__isnull=False).values_list("origin", flat=True)
    after = said.filter(origin=competency, destination__isnull=False).values_list("destination", flat=True)
    return tuple(key for key in before if key), tuple(key for key in after if key)


def rule_in_words(rule: str, needed: int | None, points: Iterable[str]) -> str:
    """Say a rule as one sentence, “Any 3 of these 8”; empty while it cannot be said, or could not be met.

    >>> rule_in_words("count", 3, ["1"] * 8)
    'Any 3 of these 8'
    """
    typed = [int(each) if each.isdecimal() else 0 for each in points]
    n, total = len(typed), sum(typed)
    if not n or (rule != Requirement.Rule.ALL and not needed):
        return ""
    if rule == Requirement.Rule.ALL:
        return ngettext("This one", "All %(n)s of these", n) % {"n": n}
    if (needed or 0) > (n if rule == Requirement.Rule.COUNT else total):
        return ""
    if rule == Requirement.Rule.COUNT:
        return _("Any %(needed)s of these %(n)s") % {"needed": needed, "n": n}
    sentence = _("At least %(needed)s points from these %(n)s, which have %(total)s points together")
    return sentence % {"needed": needed, "n": n, "total": total}


@dataclass(frozen=True, slots=True)
class Both:
    """A requirement as it stands now, beside what somebody was writing: the rule, and what only one of them has."""

    requirement: Requirement
    rule: str
    only_there: tuple[str, ...]
    only_here: tuple[str, ...]


def both(standing: Standing, requirement: Requirement, points: Mapping[UUID, str], language: str) -> Both:
    """Compare a stored requirement with the parts that were just sent."""
    stored = points_of(requirement)
    names = {part.id: part.name for part in chosen_parts(standing, {**points, **stored}, language)}
    return Both(
        requirement=requirement,
        rule=rule_in_words(requirement.rule, requirement.needed, stored.values()),
        only_there=tuple(name for key, name in names.items() if key in stored and key not in points),
        only_here=tuple(name for key, name in names.items() if key in points and key not in stored),
    )


def removed_requirement(requirement_id: UUID) -> Moment | None:
    """Return the moment in which a requirement was last taken out."""
    return Moment.objects.filter(object_id=requirement_id, verb="requirement.removed").order_by("-pk").first()
