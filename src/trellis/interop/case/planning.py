"""What an import would change: the package compared with the rows of the district. Reads, never writes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.core.ids import many_uuid7
from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.interop.case.checking import circular_associations
from trellis.interop.case.columns import competency_columns, framework_columns, kind_of, with_renderings
from trellis.interop.case.package import Association, Item, Package
from trellis.interop.case.problems import Problems, step
from trellis.interop.case.reports import Counts

CASE = "case"
MOST_SEQUENCE = 2**31 - 1


@dataclass(slots=True)
class Plan:
    """Rows to write: ``fresh`` are new, ``changed`` replace what stands there, ``retired`` and ``removed`` by id."""

    framework: Framework
    is_new: bool
    framework_fields: list[str] = field(default_factory=list)
    fresh: list[Competency] = field(default_factory=list)
    changed: list[Competency] = field(default_factory=list)
    retired: list[UUID] = field(default_factory=list)
    n_same: int = 0
    n_returned: int = 0
    fresh_links: list[CompetencyLink] = field(default_factory=list)
    changed_links: list[CompetencyLink] = field(default_factory=list)
    removed_links: list[UUID] = field(default_factory=list)
    n_same_links: int = 0
    n_unresolved: int = 0

    def item_counts(self) -> Counts:
        """Return the counts of competencies for the report."""
        updated = len(self.changed) - self.n_returned
        return Counts(len(self.fresh), updated, self.n_same, self.n_returned, len(self.retired))

    def link_counts(self) -> Counts:
        """Return the counts of connections for the report."""
        created, updated, gone = len(self.fresh_links), len(self.changed_links), len(self.removed_links)
        return Counts(created, updated, self.n_same_links, 0, gone)


def plan_import(package: Package, problems: Problems, **chosen: str) -> Plan:
    """Compare ``package`` with the district in scope; ``chosen`` are columns that the coordinator set by hand."""
    plan = _plan_framework(package, {name: value for name, value in chosen.items() if value})
    ids = _plan_competencies(package, plan, problems)
    _plan_links(package, plan, ids)
    return plan


def _plan_framework(package: Package, chosen: dict[str, str]) -> Plan:
    columns = {**framework_columns(package), **chosen}
    found = Framework.objects.filter(case_identifier=package.identifier).first()
    if found is None:
        return Plan(Framework(case_identifier=package.identifier, **columns), is_new=True)
    columns["retired_at"] = None
    changed = [name for name, value in columns.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, columns[name])
    return Plan(found, is_new=False, framework_fields=changed)


def _stored(package: Package, framework: Framework, *, is_new: bool) -> dict[str, dict[str, Any]]:
    theirs = Q(case_identifier__in=[item.identifier for item in package.items])
    condition = theirs if is_new else theirs | Q(framework_id=framework.pk)
    rows = Competency.objects.filter(condition).values(
        "id", "case_identifier", "framework_id", "framework__title", "case_extra", "licence", "retired_at", "version",
        "is_local", "written_by_id", "translations",
    )  # fmt: skip
    return {str(row["case_identifier"]): dict(row) for row in rows}


def _plan_competencies(package: Package, plan: Plan, problems: Problems) -> dict[str, UUID]:
    """Fill in what becomes of each competency; return the ids of all of them by CASE identifier."""
    stored = _stored(package, plan.framework, is_new=plan.is_new)
    new_ids = many_uuid7(len(package.items))
    ids: dict[str, UUID] = {}
    for item in package.items:
        row = stored.get(item.identifier)
        ids[item.identifier] = row["id"] if row else next(new_ids)
        if row is None:
            plan.fresh.append(_competency(item, plan.framework, {"id": ids[item.identifier]}))
        elif row["framework_id"] != plan.framework.pk:
            _belongs_elsewhere(item, row["framework__title"], problems)
        elif row["case_extra"] == item.fields and row["retired_at"] is None:
            plan.n_same += 1
        else:
            plan.n_returned += row["retired_at"] is not None
            plan.changed.append(_competency(item, plan.framework, _kept(row)))
    plan.retired = [
        row["id"]
        for identifier, row in stored.items()
        if identifier not in ids and not row["is_local"] and row["retired_at"] is None
    ]
    return ids


def _kept(row: dict[str, Any]) -> dict[str, Any]:
    """Return what an update keeps of the stored row."""
    names = ("id", "is_local", "written_by_id", "translations")
    return {**{name: row[name] for name in names}, "version": row["version"] + 1}


def _competency(item: Item, framework: Framework, kept: dict[str, Any]) -> Competency:
    columns = with_renderings(competency_columns(item.fields))
    return Competency(framework=framework, case_identifier=item.identifier, **columns, **kept)


def _belongs_elsewhere(item: Item, title: str, problems: Problems) -> None:
    problems.error(
        step(item.place, "identifier"),
        item.identifier,
        _("This item already belongs to the framework “{title}”. An item has one framework.").format(title=title),
    )


def _plan_links(package: Package, plan: Plan, ids: dict[str, UUID]) -> None:
    known = {**_elsewhere(package, plan.framework, ids), **ids}
    circular = circular_associations(package)
    stored = {} if plan.is_new else _stored_links(plan.framework)
    new_ids = many_uuid7(len(package.associations))
    seen: set[str] = set()
    for association in package.associations:
        columns = _link_columns(association, package, known, circular)
        seen.add(association.identifier)
        plan.n_unresolved += bool(columns["unresolved"])
        row = stored.get(association.identifier)
        if row is None:
            plan.fresh_links.append(
                CompetencyLink(
                    id=next(new_ids), framework=plan.framework, case_identifier=association.identifier, **columns
                )
            )
        elif all(row[name] == value for name, value in columns.items()):
            plan.n_same_links += 1
        else:
            plan.changed_links.append(_changed_link(row, association, plan.framework, columns))
    gone = set(plan.retired) | _retired_before(plan, stored.values())
    plan.removed_links = [
        row["id"]
        for identifier, row in stored.items()
        # A retired competency keeps its place, so that whoever meets it can see where it belonged.
        if identifier not in seen and row["source"] == CASE and not gone & {row["origin_id"], row["destination_id"]}
    ]


def _changed_link(
    row: dict[str, Any], association: Association, framework: Framework, columns: dict[str, Any]
) -> CompetencyLink:
    return CompetencyLink(
        id=row["id"],
        framework=framework,
        source=row["source"],
        case_identifier=association.identifier,
        **columns,
    )


def _elsewhere(package: Package, framework: Framework, ids: dict[str, UUID]) -> dict[str, UUID]:
    """Find the ends that lie in other frameworks of the district, or were written here."""
    ends = {end for association in package.associations for end in (association.origin, association.destination)}
    missing = ends - ids.keys() - {package.identifier}
    if not missing:
        return {}
    found = Competency.objects.filter(case_identifier__in=missing)
    # An item that this very package no longer has is on its way out of use: what points at it waits for its return.
    found = found.exclude(framework_id=framework.pk, is_local=False)
    return dict(found.values_list("case_identifier", "id"))


def _stored_links(framework: Framework) -> dict[str, dict[str, Any]]:
    rows = CompetencyLink.objects.filter(framework=framework).exclude(case_identifier="").values()
    return {str(row["case_identifier"]): dict(row) for row in rows}


def _retired_before(plan: Plan, links: Iterable[dict[str, Any]]) -> set[UUID]:
    if not links:
        return set()
    retired = Competency.objects.filter(framework=plan.framework, retired_at__isnull=False)
    return set(retired.values_list("id", flat=True)) - {competency.pk for competency in plan.changed}


def _link_columns(
    association: Association, package: Package, known: dict[str, UUID], circular: frozenset[str]
) -> dict[str, Any]:
    kind = kind_of(association.type)
    unresolved: dict[str, Any] = {}
    if association.identifier in circular:
        kind, unresolved = CompetencyLink.Kind.OTHER, {"circle": True}
    for end, identifier in (("origin", association.origin), ("destination", association.destination)):
        if identifier not in known and identifier != package.identifier:
            unresolved[end] = identifier
    return {
        "kind": str(kind),
        "case_type": association.type[:60],
        "origin_id": known.get(association.origin),
        "destination_id": known.get(association.destination),
        "sequence": association.sequence,
        "unresolved": unresolved,
        "case_extra": association.fields,
    }
