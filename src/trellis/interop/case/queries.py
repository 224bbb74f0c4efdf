"""Reads: a framework as a CASE package, and the history of imports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KT
from django.utils.translation import gettext as _

from trellis.framework.models import Competency, CompetencyLink, Framework
from trellis.interop.case.columns import association_fields, document_fields, item_fields
from trellis.interop.case.exporting import to_case
from trellis.interop.case.models import FrameworkImport
from trellis.interop.case.package import Association, Fields, Item, Package
from trellis.interop.case.prerequisites import COHERENCE
from trellis.interop.case.shapes import uri_for

MOST_HISTORY = 50
LARGE = 2_000  # rows; up to here an import takes less than two seconds


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
    state_name: str
    title: str
    made_at: datetime
    by: str
    n_changes: int
    n_problems: int
    is_open: bool


def import_history(*, most: int = MOST_HISTORY) -> list[HistoryEntry]:
    """Return the latest imports of the district, newest first; of their files and long reports only the sums."""
    rows = FrameworkImport.objects.select_related("by").defer("content", "choices", "report", "progress")
    told = {name: KT(f"report__{name}") for name in ("title", "items", "links", "n_errors", "n_warnings")}
    return [_entry(row) for row in rows.annotate(**told).order_by("-made_at")[:most]]


def _entry(row: Any) -> HistoryEntry:
    counts = [json.loads(part) if part else {} for part in (row.items, row.links)]
    return HistoryEntry(
        id=row.pk,
        file_name=row.file_name,
        state_name=row.get_state_display(),
        title=row.title or "",
        made_at=row.made_at,
        by=row.by.full_name if row.by else "",
        n_changes=sum(part.get(name, 0) for part in counts for name in ("created", "updated", "returned", "retired")),
        n_problems=int(row.n_errors or 0) + int(row.n_warnings or 0),
        is_open=row.state in {FrameworkImport.State.MAPPING, FrameworkImport.State.PREVIEW},
    )


def frameworks_to_export() -> list[Framework]:
    """Return the frameworks of the district, for the list of downloads."""
    return list(Framework.objects.defer("case_extra", "translations").order_by("title"))


def is_large(upload: FrameworkImport) -> bool:
    """Say whether an import takes longer than somebody should wait for a page."""
    items: dict[str, int] = upload.report.get("items", {})
    return sum(items.get(name, 0) for name in ("created", "updated", "returned", "retired")) > LARGE


@dataclass(frozen=True, slots=True)
class UploadPage:
    """What the page of one import shows."""

    upload: FrameworkImport
    report: dict[str, Any]
    lines: tuple[tuple[str, int], ...]
    is_table: bool
    is_map: bool
    may_apply: bool
    is_going: bool
    is_done: bool
    is_refused: bool
    n_more: int


def upload_page(upload: FrameworkImport) -> UploadPage:
    """Return what there is to say about one import."""
    states, report = FrameworkImport.State, upload.report
    n_found = sum(report.get(name, 0) for name in ("n_errors", "n_warnings", "n_notes"))
    is_map = upload.kind == FrameworkImport.Kind.PREREQUISITES
    return UploadPage(
        upload=upload,
        report=report,
        lines=tuple(_lines(report, is_map=is_map)),
        is_table=upload.kind == FrameworkImport.Kind.TABLE,
        is_map=is_map,
        may_apply=upload.state == states.PREVIEW and not report.get("n_errors", 0),
        is_going=upload.state == states.WAITING,
        is_done=upload.state == states.DONE,
        is_refused=upload.state == states.REFUSED,
        n_more=max(n_found - len(report.get("problems", ())), 0),
    )


def _lines(report: dict[str, Any], *, is_map: bool) -> Iterator[tuple[str, int]]:
    """Yield the counts in words; what is nothing is left out."""
    items, links = report.get("items", {}), report.get("links", {})
    told = [
        (_("Standards found by their code"), items.get("unchanged", 0) if is_map else 0),
        (_("New entries"), items.get("created", 0)),
        (_("Changed entries"), items.get("updated", 0)),
        (_("Entries back in use"), items.get("returned", 0)),
        (_("Entries the source no longer has (kept, out of use)"), items.get("retired", 0)),
        (_("Entries that stay as they are"), 0 if is_map else items.get("unchanged", 0)),
        (_("New connections"), links.get("created", 0)),
        (_("Changed connections"), links.get("updated", 0)),
        (_("Connections the source no longer has"), links.get("retired", 0)),
        (_("Connections that stay as they are"), links.get("unchanged", 0)),
        (_("Connections that wait for another framework"), report.get("n_unresolved", 0)),
    ]
    return ((words, count) for words, count in told if count)
