"""Writes a plan: everything or nothing, in bulk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import F

from trellis.framework.models import Competency, CompetencyLink
from trellis.interop.case.planning import Plan

Row = TypeVar("Row")
OnProgress = Callable[[str, int, int], None]
BATCH = 1_000
_COMPETENCY_COLUMNS = (
    "case_uri", "case_extra", "code", "statement", "statement_html", "statement_plain", "short_statement", "notes",
    "item_type", "education_levels", "language", "licence", "retired_at", "version",
)  # fmt: skip
_LINK_COLUMNS = ("kind", "case_type", "origin", "destination", "sequence", "unresolved", "case_extra")


def lock_frameworks(district_id: UUID) -> None:
    """Let one import at a time change the frameworks of a district; the lock ends with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 2))", [str(district_id)])


def apply_plan(plan: Plan, now: datetime, on_progress: OnProgress) -> None:
    """Write all rows of ``plan``; the caller holds the transaction."""
    _save_framework(plan)
    _write_competencies(plan, now, on_progress)
    _write_links(plan, on_progress)
    _join_waiting_links(plan.fresh)


def _save_framework(plan: Plan) -> None:
    if plan.is_new:
        plan.framework.save(force_insert=True)
    elif plan.framework_fields:
        plan.framework.version += 1
        plan.framework.save(update_fields=[*plan.framework_fields, "version"])


def _write_competencies(plan: Plan, now: datetime, on_progress: OnProgress) -> None:
    total, done = len(plan.fresh) + len(plan.changed), 0
    for batch in _batches(plan.fresh):
        Competency.objects.bulk_create(batch)
        done += len(batch)
        on_progress("items", done, total)
    for batch in _batches(plan.changed):
        Competency.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["id"], update_fields=_COMPETENCY_COLUMNS
        )
        done += len(batch)
        on_progress("items", done, total)
    if plan.retired:
        Competency.objects.filter(pk__in=plan.retired).update(retired_at=now, version=F("version") + 1)


def _write_links(plan: Plan, on_progress: OnProgress) -> None:
    total, done = len(plan.fresh_links) + len(plan.changed_links), 0
    CompetencyLink.objects.filter(pk__in=plan.removed_links).delete()
    for batch in _batches(plan.fresh_links):
        CompetencyLink.objects.bulk_create(batch)
        done += len(batch)
        on_progress("connections", done, total)
    for batch in _batches(plan.changed_links):
        CompetencyLink.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["id"], update_fields=_LINK_COLUMNS
        )
        done += len(batch)
        on_progress("connections", done, total)


def _join_waiting_links(fresh: Sequence[Competency]) -> None:
    """Join connections of other frameworks that waited for one of the new competencies."""
    ids = {competency.case_identifier: competency.pk for competency in fresh}
    if not ids:
        return
    framework_id = fresh[0].framework_id
    joined = []
    for link in CompetencyLink.objects.exclude(unresolved={}).exclude(framework_id=framework_id):
        for end in ("origin", "destination"):
            if link.unresolved.get(end) in ids:
                setattr(link, f"{end}_id", ids[link.unresolved.pop(end)])
                joined.append(link)
    CompetencyLink.objects.bulk_update(joined, ["origin", "destination", "unresolved"], batch_size=BATCH)


def _batches(rows: Sequence[Row]) -> list[Sequence[Row]]:
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]
