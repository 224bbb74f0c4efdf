"""What can be done with an uploaded roster: look at it, apply it, put it aside."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from trellis.core.actions import ActionRefused, record_moment
from trellis.core.scope import current_district_id
from trellis.interop.oneroster.actions import import_roster
from trellis.interop.oneroster.models import RosterImport
from trellis.interop.oneroster.reports import RosterReport
from trellis.interop.oneroster.staging import Progress
from trellis.interop.oneroster.uploads import SMALL_BYTES, forget_files, keep_files, kept_path
from trellis.people.models import Person

State = RosterImport.State


@transaction.atomic
def upload_roster(*, files: Sequence[UploadedFile[Any]], by: Person, now: datetime) -> RosterImport:
    """Keep an uploaded roster and look at it: at once if it is small, else by the worker."""
    size = sum(file.size or 0 for file in files)
    name = (files[0].name or "")[:255] if len(files) == 1 else _("%(n)s files") % {"n": len(files)}
    found = RosterImport.objects.create(
        made_by_id=by.pk, made_at=now, file_name=name, upload=keep_files(files), progress={"size": size}
    )
    record_moment(at=now, actor=by, verb="roster.uploaded", thing=found)
    if size <= SMALL_BYTES:
        preview_import(found=found, now=now)
    else:
        _defer("oneroster.look", found)
    return found


def _defer(task: str, found: RosterImport, **choices: bool) -> None:
    job = app.configure_task(task, queue="imports", lock=f"roster {found.district_id}")
    job.defer(district_id=str(found.district_id), import_id=str(found.pk), **choices)


def preview_import(*, found: RosterImport, now: datetime, on_progress: Progress | None = None) -> RosterReport:
    """Read an uploaded roster and compare it with the district; change nothing but what is known about it."""
    report = import_roster(
        district_id=current_district_id(), source=kept_path(found.upload), by=None, now=now, dry_run=True,
        file_name=found.file_name, on_progress=on_progress,
    )  # fmt: skip
    _keep_report(found, report, State.REFUSED if report.is_refused else State.PREVIEWED, now)
    return report


def _keep_report(found: RosterImport, report: RosterReport, state: str, now: datetime) -> None:
    found.report, found.dialect, found.state = report.as_json(), report.dialect, state
    if state in (State.REFUSED, State.APPLIED):
        found.finished_at = now
        transaction.on_commit(partial(forget_files, found.upload))
    found.save(update_fields=["report", "dialect", "state", "finished_at"])


@transaction.atomic
def start_applying(*, found: RosterImport, many_may_leave: bool, by: Person, now: datetime) -> RosterReport | None:
    """Apply a roster that was looked at: at once if it is small (its report is returned), else by the worker."""
    if found.state != State.PREVIEWED:
        raise ActionRefused(_("This roster does not wait any more."))
    if found.progress.get("size", SMALL_BYTES + 1) <= SMALL_BYTES:
        return apply_import(found=found, now=now, many_may_leave=many_may_leave, by=by)
    found.state = State.APPLYING
    found.save(update_fields=["state"])
    record_moment(at=now, actor=by, verb="roster.queued", thing=found)
    _defer("oneroster.apply", found, many_may_leave=many_may_leave)
    return None


def apply_import(
    *, found: RosterImport, now: datetime, many_may_leave: bool = False, by: Person | None = None,
    on_progress: Progress | None = None,
) -> RosterReport:  # fmt: skip
    """Apply an uploaded roster. Read anew, because the district may have changed since the preview."""
    if by is None and found.made_by_id is not None:
        by = Person.objects.filter(pk=found.made_by_id).first()
    report = import_roster(
        district_id=current_district_id(), source=kept_path(found.upload), by=by, now=now,
        many_may_leave=many_may_leave, file_name=found.file_name, on_progress=on_progress,
    )  # fmt: skip
    state = State.APPLIED if report.applied else State.REFUSED if report.is_refused else State.PREVIEWED
    _keep_report(found, report, state, now)
    return report


@transaction.atomic
def discard_import(*, found: RosterImport, by: Person, now: datetime) -> None:
    """Put an uploaded roster aside; its files are removed."""
    if found.state not in (State.PREVIEWED, State.READING):
        raise ActionRefused(_("This roster does not wait any more."))
    give_back(found=found, state=State.DISCARDED, now=now)
    record_moment(at=now, actor=by, verb="roster.discarded", thing=found)


def give_back(*, found: RosterImport, state: str, now: datetime) -> None:
    """Let an import wait again after a failure, or end it."""
    found.state = state
    if state == State.DISCARDED:
        found.finished_at = now
        transaction.on_commit(partial(forget_files, found.upload))
    found.save(update_fields=["state", "finished_at"])
