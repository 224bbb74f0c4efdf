"""What can be done: bring a framework in, add what comes before what, and walk an upload through to its end."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.database import refresh_statistics
from trellis.core.scope import current_district_id, district_scope
from trellis.framework.models import Framework
from trellis.interop.case.applying import OnProgress, apply_plan, lock_frameworks
from trellis.interop.case.coherence import read_coherence_map
from trellis.interop.case.models import FrameworkImport
from trellis.interop.case.package import Package
from trellis.interop.case.planning import Plan, plan_import
from trellis.interop.case.prerequisites import MapChange, compare_map, write_map
from trellis.interop.case.problems import NotAFramework, Problems
from trellis.interop.case.queries import is_large
from trellis.interop.case.reports import Counts, FrameworkReport, findings, refusal
from trellis.interop.case.smartlevel import guess_mapping, read_table
from trellis.interop.case.sources import Choices, Source, content_of, read_source, what_it_is
from trellis.interop.case.tables import Heading
from trellis.people.models import Person

State = FrameworkImport.State


class ImportIsOver(ActionRefused):
    """The upload was applied or put aside before."""

    def __init__(self) -> None:
        super().__init__(_("This file was dealt with before. Choose it again to import it once more."))


def import_framework(
    *,
    district_id: UUID,
    source: Source | Package,
    by: Person | None,
    now: datetime,
    dry_run: bool = False,
    choices: Choices | None = None,
    on_progress: OnProgress | None = None,
) -> FrameworkReport:
    """Bring a framework in, or with ``dry_run`` say what that would change. All of it or nothing of it.

    ``source`` is a file (a path or its bytes: CASE package, or CSV by its name or by ``choices``) or a ``Package``.
    What cannot be imported is not raised but reported: ``report.refused``, with the place of each problem.
    """
    chosen, tell = choices or Choices(), on_progress or _silent
    tell("reading", 0, 1)
    package, problems = (source, Problems()) if isinstance(source, Package) else read_source(source, chosen)
    tell("reading", 1, 1)
    if package is None:
        return refusal("", problems)
    with district_scope(district_id, by.pk if by else None):
        lock_frameworks(district_id)
        plan = plan_import(package, problems, licence=chosen.licence, attribution=chosen.attribution, kind=chosen.kind)
        if problems.stop:
            return refusal(package.title, problems)
        report = _report(plan, problems, dry_run=dry_run)
        if not dry_run:
            apply_plan(plan, now, tell)
            if report.changes:
                refresh_statistics()  # a framework that just arrived is fast at once, not when the server next counts
            context = {"n_items": len(package.items), "n_changes": report.changes}
            record_moment(at=now, actor=by, verb="framework.imported", thing=plan.framework, context=context)
    return report


def _report(plan: Plan, problems: Problems, *, dry_run: bool) -> FrameworkReport:
    licence = plan.framework.licence or plan.framework.attribution
    if not licence:
        problems.warning("/CFDocument/licenseURI", "", _("No licence is given. Say who allows what, and where."))
    return FrameworkReport(
        title=plan.framework.title,
        applied=not dry_run,
        items=plan.item_counts(),
        links=plan.link_counts(),
        n_unresolved=plan.n_unresolved,
        licence=licence,
        framework_id=None if plan.is_new and dry_run else plan.framework.pk,
        **findings(problems),
    )


def import_prerequisites(
    *,
    district_id: UUID,
    source: Source,
    by: Person | None,
    now: datetime,
    framework: Framework | None = None,
    dry_run: bool = False,
) -> FrameworkReport:
    """Add what comes before what, from the Coherence Map, to the framework that has its codes.

    Without ``framework`` the one with the most of these codes is taken. The same map again changes nothing; edges that
    a newer map no longer has are taken away, edges from elsewhere are never touched.
    """
    problems = Problems()
    content = content_of(source, problems)
    found = read_coherence_map(content) if content is not None else (None, problems)
    edges, problems = found
    if edges is None:
        return refusal("", problems)
    with district_scope(district_id, by.pk if by else None):
        lock_frameworks(district_id)
        change = compare_map(edges, framework, problems)
        if change is None or problems.stop:
            return refusal("", problems)
        if not dry_run:
            write_map(change)
            refresh_statistics()
            context = {"n_created": len(change.fresh), "n_removed": len(change.gone)}
            record_moment(at=now, actor=by, verb="prerequisites.imported", thing=change.framework, context=context)
        return _map_report(change, problems, dry_run=dry_run)


def _map_report(change: MapChange, problems: Problems, *, dry_run: bool) -> FrameworkReport:
    return FrameworkReport(
        title=change.framework.title,
        applied=not dry_run,
        items=Counts(unchanged=change.n_matched),
        links=Counts(created=len(change.fresh), unchanged=change.n_same, retired=len(change.gone)),
        framework_id=change.framework.pk,
        **findings(problems),
    )


@transaction.atomic
def upload_framework(
    *, file_name: str, content: bytes, choices: Mapping[str, Any], by: Person, now: datetime
) -> FrameworkImport:
    """Keep a file that a coordinator brought and look at it; nothing of it is imported yet."""
    kind = FrameworkImport.Kind(what_it_is(file_name, content))
    upload = FrameworkImport(
        kind=kind,
        state=State.PREVIEW,
        file_name=file_name[-255:],
        content=gzip.compress(content, 1),
        choices=dict(choices),
        by=by,
        made_at=now,
    )
    if kind == FrameworkImport.Kind.TABLE:
        _prepare_table(upload, content)
    else:
        _look(upload, by=by, now=now)
    upload.save(force_insert=True)
    record_moment(at=now, actor=by, verb="framework.uploaded", thing=upload, context={"kind": str(kind)})
    return upload


def _prepare_table(upload: FrameworkImport, content: bytes) -> None:
    """Guess what the columns mean; the coordinator corrects it before anything else is said about the file."""
    problems = Problems()
    try:
        table = read_table(content, problems)
    except NotAFramework as refused:
        problems.error(refused.problem.place, refused.problem.value, refused.problem.what_to_do)
    if problems.stop:
        _settle(upload, refusal(upload.file_name, problems))
        return
    upload.state = State.MAPPING
    upload.choices = {**upload.choices, "heads": list(table.heads), "mapping": guess_mapping(table)}
    upload.choices["examples"] = [" · ".join(table.examples(column)) for column in range(len(table.heads))]


@transaction.atomic
def map_columns(
    *, upload: FrameworkImport, title: str, creator: str, mapping: Mapping[str, int], by: Person, now: datetime
) -> FrameworkReport:
    """Say what the columns of a table mean and what the framework is called; look at what results."""
    _refuse_when_over(upload)
    upload.choices = {**upload.choices, "mapping": dict(mapping), "title": title, "creator": creator}
    upload.state = State.PREVIEW
    report = _look(upload, by=by, now=now, final=False)
    upload.save(update_fields=["choices", "state", "report", "content", "finished_at", "framework"])
    record_moment(at=now, actor=by, verb="framework.mapped", thing=upload)
    return report


def _look(upload: FrameworkImport, *, by: Person, now: datetime, final: bool = True) -> FrameworkReport:
    report = _run(upload, by=by, now=now, dry_run=True)
    if report.refused and final:
        _settle(upload, report, now)
    elif report.refused:
        upload.state, upload.report = State.MAPPING, report.as_json()
    else:
        upload.report = report.as_json()
    return report


def _run(
    upload: FrameworkImport, *, by: Person | None, now: datetime, dry_run: bool, on_progress: OnProgress | None = None
) -> FrameworkReport:
    content = gzip.decompress(bytes(upload.content))
    district_id = current_district_id()
    if upload.kind == FrameworkImport.Kind.PREREQUISITES:
        return import_prerequisites(district_id=district_id, source=content, by=by, now=now, dry_run=dry_run)
    return import_framework(
        district_id=district_id,
        source=content,
        by=by,
        now=now,
        dry_run=dry_run,
        choices=_choices(upload),
        on_progress=on_progress,
    )


def _choices(upload: FrameworkImport) -> Choices:
    stored = upload.choices
    heading = None
    if upload.kind == FrameworkImport.Kind.TABLE:
        heading = Heading(stored.get("title", ""), stored.get("creator", ""), "", stored.get("language", ""))
    return Choices(
        kind=stored.get("kind", ""),
        licence=stored.get("licence", ""),
        attribution=stored.get("attribution", ""),
        heading=heading,
        mapping=stored.get("mapping", {}) if heading else {},
    )


def _settle(upload: FrameworkImport, report: FrameworkReport, now: datetime | None = None) -> None:
    """Write the outcome into the history and let the file go."""
    upload.state = State.REFUSED if report.refused else State.DONE
    upload.report, upload.content, upload.finished_at = report.as_json(), b"", now or upload.made_at
    upload.framework_id = report.framework_id


@transaction.atomic
def apply_upload(
    *, upload: FrameworkImport, by: Person | None, now: datetime, on_progress: OnProgress | None = None
) -> FrameworkReport:
    """Import a file that was looked at before. The district may have changed since: all is checked again."""
    _refuse_when_over(upload)
    report = _run(upload, by=by, now=now, dry_run=False, on_progress=on_progress)
    _settle(upload, report, now)
    upload.save(update_fields=["state", "report", "content", "finished_at", "framework"])
    return report


def accept_upload(*, upload: FrameworkImport, by: Person, now: datetime) -> FrameworkReport | None:
    """Import what was looked at, at once; a large framework is left to the worker, and None comes back."""
    if not is_large(upload):
        return apply_upload(upload=upload, by=by, now=now)
    queue_upload(upload=upload, by=by, now=now)
    return None


@transaction.atomic
def queue_upload(*, upload: FrameworkImport, by: Person, now: datetime) -> None:
    """Leave a large file to the worker; the page of the upload tells how far it is."""
    _refuse_when_over(upload)
    upload.state = State.WAITING
    upload.save(update_fields=["state"])
    # By name: the job calls actions, so actions cannot import it.
    job = app.configure_task("case.finish_import", lock=f"frameworks {upload.district_id}")
    job.defer(district_id=str(upload.district_id), upload_id=str(upload.pk))
    record_moment(at=now, actor=by, verb="framework.queued", thing=upload)


@transaction.atomic
def drop_upload(*, upload: FrameworkImport, by: Person, now: datetime) -> None:
    """Put a file aside without importing it."""
    _refuse_when_over(upload)
    upload.state, upload.content, upload.finished_at = State.DROPPED, b"", now
    upload.save(update_fields=["state", "content", "finished_at"])
    record_moment(at=now, actor=by, verb="framework.dropped", thing=upload)


@transaction.atomic
def take_back_from_queue(*, upload: FrameworkImport, now: datetime) -> None:
    """Let the coordinator answer again, after the worker could not finish."""
    upload.state, upload.progress = State.PREVIEW, {}
    upload.save(update_fields=["state", "progress"])
    record_moment(at=now, actor=None, verb="framework.not-finished", thing=upload)


def _refuse_when_over(upload: FrameworkImport) -> None:
    if upload.state in {State.DONE, State.REFUSED, State.DROPPED}:
        raise ImportIsOver


def _silent(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""
