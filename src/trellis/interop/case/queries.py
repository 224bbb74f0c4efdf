"""Reads: a framework as a CASE package, and the history of imports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.interop.case.columns import association_fields, document_fields, item_fields
from trellis.interop.case.exporting import to_case
from trellis.interop.case.models import FrameworkImport
from trellis.interop.case.package import Association, Fields, Item, Package
from trellis.interop.case.prerequisites import COHERENCE
from trellis.interop.case.shapes import uri_for

MOST_HISTORY = 50


def package_of(framework: Framework) -> Package:
    """Return a framework of the district as a neutral package, in normal form; retired items are left out.

    Prerequisites from the Coherence Map are left out too: they belong to that map and come again from it.
    """
    extra = framework.case_extra
    items = Competency.objects.filter(framework=framework, retired_at__isnull=True).order_by("pk")
    competencies = list(items.defer("search", "statement_html"))
    document = document_fields(framework)
    return Package(
        document=document,
        items=tuple(Item(item_fields(competency)) for competency in competencies),
        associations=tuple(_associations(framework, document, {row.pk for row in competencies})),
        definitions=extra.get("definitions", {}),
        rubrics=tuple(extra.get("rubrics", ())),
        extensions=extra.get("extensions", {}),
    )


def export_framework(framework: Framework) -> Fields:
    """Return a framework as the JSON value of a CASE 1.1 package."""
    return to_case(package_of(framework))


def _associations(framework: Framework, document: Fields, alive: set[UUID]) -> list[Association]:
    links = (
        CompetencyLink.objects.filter(framework=framework)
        .exclude(source=COHERENCE)
        .select_related("origin", "destination")
        .defer(*[f"{end}__{name}" for end in ("origin", "destination") for name in ("search", "case_extra", "notes")])
        .order_by("pk")
    )

    def node(competency: Competency | None) -> Fields:
        if competency is None:
            return {name: document[name] for name in ("title", "identifier", "uri")}
        return {
            "title": competency.code or competency.statement_plain[:80],
            "identifier": competency.case_identifier,
            "uri": competency.case_uri or uri_for(competency.case_identifier),
        }

    return [
        Association(association_fields(link, node))
        for link in links
        # Ends in other frameworks are not ours to leave out; ends that were retired here are.
        if all(
            end is None or end.pk in alive or end.framework_id != framework.pk
            for end in (link.origin, link.destination)
        )
    ]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One import in the history."""

    id: UUID
    file_name: str
    kind: str
    state: str
    state_name: str
    title: str
    made_at: datetime
    by: str
    n_changes: int
    n_problems: int
    is_open: bool


def import_history(*, most: int = MOST_HISTORY) -> list[HistoryEntry]:
    """Return the latest imports of the district, newest first, without their files."""
    rows = FrameworkImport.objects.select_related("by").defer("content", "choices").order_by("-made_at")[:most]
    return [_entry(row) for row in rows]


def _entry(row: FrameworkImport) -> HistoryEntry:
    report = row.report
    counts = [report.get(part, {}) for part in ("items", "links")]
    changes = sum(part.get(name, 0) for part in counts for name in ("created", "updated", "returned", "retired"))
    return HistoryEntry(
        id=row.pk,
        file_name=row.file_name,
        kind=row.get_kind_display(),
        state=row.state,
        state_name=row.get_state_display(),
        title=report.get("title", ""),
        made_at=row.made_at,
        by=row.by.full_name if row.by else "",
        n_changes=changes,
        n_problems=report.get("n_errors", 0) + report.get("n_warnings", 0),
        is_open=row.state in {FrameworkImport.State.MAPPING, FrameworkImport.State.PREVIEW},
    )


def frameworks_to_export() -> list[Framework]:
    """Return the frameworks of the district, for the list of downloads."""
    return list(Framework.objects.defer("case_extra", "translations").order_by("title"))
