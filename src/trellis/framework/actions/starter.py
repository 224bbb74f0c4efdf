"""Adopting the starter framework: everything or nothing, and again without doubling anything.

A newer edition updates the starter's own words. What the school has reworded stays as the school left it: a
scale with its descriptors, or a requirement, counts as reworded once its version is above 1.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from django.db import models
from django.db.models import F

from trellis.core.actions import record_moment
from trellis.core.database import refresh_statistics
from trellis.core.models import Versioned
from trellis.core.scope import district_scope
from trellis.framework.models import (
    Competency,
    CompetencyLink,
    Descriptor,
    Framework,
    Level,
    Requirement,
    RequirementItem,
    Scale,
)
from trellis.framework.starter import (
    LANGUAGES,
    Heading,
    StarterCompetency,
    StarterContent,
    StarterFramework,
    Text,
    load_starter,
)
from trellis.framework.statements import plain_statement, render_statement
from trellis.people.models import District, Person

SOURCE = "starter"
ALL_GRADES = [f"{grade:02d}" for grade in range(1, 13)]

Row = TypeVar("Row", bound=models.Model)
Values = dict[str, Any]


def adopt_starter_framework(*, district_id: UUID, by: Person | None, now: datetime) -> tuple[Framework, ...]:
    """Write the starter content into the district in its language, the other languages as translations.

    Returns the academic framework and the learning skills. Doing it again brings both up to date.
    """
    content = load_starter()
    with district_scope(district_id, by.pk if by is not None else None):
        # The lock keeps two coordinators who press the button together from writing it twice.
        district = District.objects.select_for_update().get(pk=district_id)
        tongue = Tongue(district.language if district.language in LANGUAGES else LANGUAGES[0])
        frameworks, competencies = _adopt_frameworks(content, tongue, now)
        _adopt_links(content, frameworks, competencies)
        _adopt_scale(content, tongue, frameworks, competencies)
        _adopt_requirements(content, tongue, competencies)
        counts = {"n_competencies": len(competencies), "n_requirements": len(content.requirements)}
        record_moment(at=now, actor=by, verb="starter.adopted", thing=frameworks[0], context=counts)
        refresh_statistics()  # the first pages of a new school are fast at once
        return tuple(frameworks)


@dataclass(frozen=True, slots=True)
class Tongue:
    """The language in which the district keeps its texts; the others travel along as translations."""

    language: str

    def values(self, **texts: Text) -> Values:
        """Return ``texts`` as column values with a ``translations`` column beside them."""
        others = [language for language in LANGUAGES if language != self.language]
        return {
            **{name: getattr(text, self.language) for name, text in texts.items()},
            "translations": {
                language: {name: getattr(text, language) for name, text in texts.items()} for language in others
            },
        }


def bring_up_to_date(
    found: models.QuerySet[Row],
    wanted: Mapping[Hashable, Values],
    key: Callable[[Row], Hashable],
    *,
    count_versions: bool = True,
) -> dict[Hashable, Row]:
    """Make the rows that are missing and change the ones that differ; return all wanted rows by their key."""
    rows = {key(row): row for row in found if key(row) in wanted}
    changed: list[Row] = []
    for name, values in wanted.items():
        row = rows.get(name)
        if row is not None and any(getattr(row, column) != value for column, value in values.items()):
            for column, value in values.items():
                setattr(row, column, value)
            if count_versions and isinstance(row, Versioned):
                row.version += 1
            changed.append(row)
    made = {name: found.model(**values) for name, values in wanted.items() if name not in rows}
    found.bulk_create(made.values())
    if changed:
        columns = {column for values in wanted.values() for column in values}
        if issubclass(found.model, Versioned):
            columns.add("version")
        found.bulk_update(changed, sorted(columns))
    return {**rows, **made}


def _adopt_frameworks(
    content: StarterContent, tongue: Tongue, now: datetime
) -> tuple[list[Framework], dict[str, Competency]]:
    wanted: dict[Hashable, Values] = {
        starter.head.identifier: _framework_values(starter, tongue) for starter in content.frameworks
    }
    stored = bring_up_to_date(
        Framework.objects.filter(case_identifier__in=wanted), wanted, lambda row: row.case_identifier
    )
    competencies: dict[str, Competency] = {}
    for starter in content.frameworks:
        competencies.update(_adopt_competencies(starter, stored[starter.head.identifier], tongue, now))
    return [stored[starter.head.identifier] for starter in content.frameworks], competencies


def _framework_values(starter: StarterFramework, tongue: Tongue) -> Values:
    head = starter.head
    return {
        "kind": head.kind,
        "creator": head.creator,
        "licence": head.licence,
        "licence_url": head.licence_url,
        "attribution": head.attribution,
        "language": tongue.language,
        "adoption_status": "Adopted",
        "case_identifier": head.identifier,
        "retired_at": None,
        **tongue.values(title=head.title, description=head.about),
    }


def _adopt_competencies(
    starter: StarterFramework, framework: Framework, tongue: Tongue, now: datetime
) -> dict[str, Competency]:
    """Store headings and competencies of one framework; retire what this edition no longer has."""
    item_type = "Field" if framework.kind == Framework.Kind.ACADEMIC else "Family"
    entries: list[Heading | StarterCompetency] = [*starter.headings, *starter.competencies]
    wanted: dict[Hashable, Values] = {}
    for entry in entries:
        words = _heading_words(entry, item_type, tongue) if isinstance(entry, Heading) else _words(entry, tongue)
        wanted[entry.identifier] = {
            "framework_id": framework.pk,
            "case_identifier": entry.identifier,
            "code": entry.code,
            "language": tongue.language,
            "statement_html": render_statement(words["statement"]),
            "statement_plain": plain_statement(words["statement"]),
            "keywords": _keywords(entry),
            "retired_at": None,
            **words,
        }
    theirs = Competency.objects.filter(framework=framework, is_local=False)
    stored = bring_up_to_date(theirs, wanted, lambda row: row.case_identifier)
    gone = theirs.filter(retired_at__isnull=True).exclude(case_identifier__in=wanted)
    gone.update(retired_at=now, version=F("version") + 1)
    return {row.code: row for row in stored.values()}


def _keywords(entry: Heading | StarterCompetency) -> Values:
    """Return the words that only the search reads, every language of them."""
    return {language: getattr(entry.keywords, language) for language in LANGUAGES} if entry.keywords else {}


def _heading_words(heading: Heading, item_type: str, tongue: Tongue) -> Values:
    return {
        "item_type": item_type,
        "education_levels": ALL_GRADES,
        **tongue.values(statement=heading.title, notes=heading.about),
    }


def _words(competency: StarterCompetency, tongue: Tongue) -> Values:
    texts = {"statement": competency.statement}
    if competency.title is not None:
        texts["short_statement"] = competency.title
    return {
        "item_type": competency.item_type,
        "education_levels": list(competency.bands) or ALL_GRADES,
        **tongue.values(**texts),
    }


def _adopt_links(content: StarterContent, frameworks: list[Framework], competencies: dict[str, Competency]) -> None:
    for starter, framework in zip(content.frameworks, frameworks, strict=True):
        triples: list[tuple[str, str, str | None, int | None]] = [
            (CompetencyLink.Kind.CHILD_OF, heading.code, None, place)
            for place, heading in enumerate(starter.headings, 1)
        ]
        triples += [
            (CompetencyLink.Kind.CHILD_OF, entry.code, entry.heading, place)
            for place, entry in enumerate(starter.competencies, 1)
        ]
        if starter is content.academic:
            triples += [(link.kind, link.origin, link.destination, None) for link in content.links]
        wanted: dict[Hashable, Values] = {}
        for kind, origin, destination, sequence in triples:
            identifier = str(uuid5(UUID(starter.head.identifier), f"{origin} {kind} {destination or ''}"))
            wanted[identifier] = {
                "framework_id": framework.pk,
                "case_identifier": identifier,
                "kind": kind,
                "case_type": _CASE_TYPES[kind],
                "origin_id": competencies[origin].pk,
                "destination_id": competencies[destination].pk if destination else None,
                "sequence": sequence,
                "source": SOURCE,
            }
        found = CompetencyLink.objects.filter(framework=framework, source=SOURCE)
        found.exclude(case_identifier__in=wanted).delete()
        bring_up_to_date(found, wanted, lambda row: row.case_identifier)


_CASE_TYPES: dict[str, str] = {
    CompetencyLink.Kind.CHILD_OF: "isChildOf",
    CompetencyLink.Kind.PRECEDES: "precedes",
    CompetencyLink.Kind.RELATED: "isRelatedTo",
}


def _adopt_scale(
    content: StarterContent, tongue: Tongue, frameworks: list[Framework], competencies: dict[str, Competency]
) -> None:
    titles = {getattr(content.scale.title, language) for language in LANGUAGES}
    scale = frameworks[0].scale
    if scale is not None and (scale.version > 1 or scale.title not in titles):
        return
    values = tongue.values(title=content.scale.title)
    if scale is None:
        if Scale.objects.filter(title__in=titles).exists():
            return  # adopted before and then put aside: the school tells proficiency without it
        scale = Scale.objects.create(**values)
        for framework in frameworks:
            framework.scale = scale
            framework.save(update_fields=["scale"])
    else:
        Scale.objects.filter(pk=scale.pk).update(**values)
    levels = bring_up_to_date(
        Level.objects.filter(scale=scale),
        {
            level.position: {
                "scale_id": scale.pk,
                "position": level.position,
                **tongue.values(title=level.name, descriptor=level.descriptor),
            }
            for level in content.scale.levels
        },
        lambda row: row.position,
    )
    _adopt_descriptors(content, tongue, levels, competencies)


def _adopt_descriptors(
    content: StarterContent,
    tongue: Tongue,
    levels: dict[Hashable, Level],
    competencies: dict[str, Competency],
) -> None:
    wanted: dict[Hashable, Values] = {}
    for entry in content.described():
        for position, text in enumerate(entry.descriptors, 1):
            ids = (levels[position].pk, competencies[entry.code].pk)
            wanted[ids] = {"level_id": ids[0], "competency_id": ids[1], **tongue.values(text=text)}
    found = Descriptor.objects.filter(level__in=[level.pk for level in levels.values()])
    bring_up_to_date(found, wanted, lambda row: (row.level_id, row.competency_id))


def _adopt_requirements(content: StarterContent, tongue: Tongue, competencies: dict[str, Competency]) -> None:
    identifiers = [starter.identifier for starter in content.requirements]
    found = Requirement.objects.filter(identifier__in=identifiers)
    reworded = set(found.filter(version__gt=1).values_list("identifier", flat=True))
    wanted: dict[Hashable, Values] = {
        starter.identifier: {
            "identifier": starter.identifier,
            "rule": starter.rule,
            "needed": starter.needed,
            "position": position,
            **tongue.values(title=starter.title, description=starter.about),
        }
        for position, starter in enumerate(content.requirements, 1)
        if starter.identifier not in reworded
    }
    stored = bring_up_to_date(found, wanted, lambda row: row.identifier, count_versions=False)
    items: dict[Hashable, Values] = {}
    for starter in content.requirements:
        for part in starter.parts if starter.identifier in stored else ():
            ids = (stored[starter.identifier].pk, competencies[part.code].pk)
            items[ids] = {"requirement_id": ids[0], "competency_id": ids[1], "points": part.points}
    there = RequirementItem.objects.filter(requirement__in=[row.pk for row in stored.values()])
    by_ids = {(row.requirement_id, row.competency_id): row.pk for row in there}
    there.filter(pk__in=[row for ids, row in by_ids.items() if ids not in items]).delete()
    bring_up_to_date(there.all(), items, lambda row: (row.requirement_id, row.competency_id))
