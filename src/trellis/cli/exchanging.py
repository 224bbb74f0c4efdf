"""Commands that bring rosters and frameworks in and give them out."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from typing import IO
from uuid import UUID

import click

from trellis.cli.districts import find_district
from trellis.cli.house import HouseError, ensure_tables, open_house
from trellis.cli.progress import Bars
from trellis.cli.reporting import show_framework_report, show_roster_report

IN_PATH = click.Path(path_type=Path, exists=True)
OUT_PATH = click.Path(path_type=Path)
of_district = click.option("--district", help="Name or identifier of the district, where there are several.")
only_look = click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
how_many = click.option("--problems", "n_shown", default=20, show_default=True, help="How many problems to print.")


@click.group("import")
def import_group() -> None:
    """Bring a roster or a framework in: all of it or nothing of it."""


@import_group.command("roster")
@click.argument("path", type=IN_PATH)
@of_district
@only_look
@how_many
@click.option("--many-may-leave", is_flag=True, help="Go on even if more than a fifth of the people would leave.")
def import_roster(*, path: Path, district: str | None, dry_run: bool, n_shown: int, many_may_leave: bool) -> None:
    """Bring in the roster at PATH, a folder or zip of OneRoster 1.1 or 1.2 or School Data Sync files."""
    with open_house() as embedded:
        ensure_tables(embedded)
        from django.utils import timezone

        from trellis.interop.oneroster.actions import import_roster as bring_in

        with Bars() as bars:
            report = bring_in(
                district_id=find_district(district, embedded),
                source=path.resolve(),
                by=None,
                now=timezone.now(),
                dry_run=dry_run,
                many_may_leave=many_may_leave,
                on_progress=bars.tell,
            )
        show_roster_report(report, dry_run=dry_run, n_shown=n_shown)
        sys.exit(0 if (dry_run and not report.is_refused) or report.applied else 1)


@import_group.command("framework")
@click.argument("path", type=IN_PATH)
@of_district
@only_look
@how_many
@click.option("--licence", default="", help="Who allows what, where the file does not say it.")
@click.option("--attribution", default="", help="Whom to name, where the file does not say it.")
def import_framework(
    *, path: Path, district: str | None, dry_run: bool, n_shown: int, licence: str, attribution: str
) -> None:
    """Bring in the framework at PATH: a CASE 1.0 or 1.1 package, or a table (CSV)."""
    with open_house() as embedded:
        ensure_tables(embedded)
        from django.utils import timezone

        from trellis.interop.case.actions import import_framework as bring_in
        from trellis.interop.case.sources import Choices

        with Bars() as bars:
            report = bring_in(
                district_id=find_district(district, embedded),
                source=path,
                by=None,
                now=timezone.now(),
                dry_run=dry_run,
                choices=Choices(licence=licence, attribution=attribution),
                on_progress=bars.tell,
            )
        show_framework_report(report, n_shown=n_shown)
        sys.exit(1 if report.refused else 0)


@import_group.command("prerequisites")
@click.argument("path", type=IN_PATH)
@of_district
@only_look
@how_many
def import_prerequisites(*, path: Path, district: str | None, dry_run: bool, n_shown: int) -> None:
    """Add what comes before what, from the Coherence Map at PATH, to the framework that has its codes."""
    with open_house() as embedded:
        ensure_tables(embedded)
        from django.utils import timezone

        from trellis.interop.case.actions import import_prerequisites as bring_in

        report = bring_in(
            district_id=find_district(district, embedded), source=path, by=None, now=timezone.now(), dry_run=dry_run
        )
        show_framework_report(report, n_shown=n_shown)
        sys.exit(1 if report.refused else 0)


@click.group("export")
def export_group() -> None:
    """Give a roster or a framework out."""


@export_group.command("roster")
@click.argument("path", type=OUT_PATH)
@of_district
def export_roster(*, path: Path, district: str | None) -> None:
    """Write the roster of a district to PATH as a zip of OneRoster 1.2 files."""
    with open_house() as embedded:
        ensure_tables(embedded)
        from django.utils import timezone

        from trellis.core.scope import district_scope
        from trellis.interop.oneroster.exporting import export_roster as as_zip
        from trellis.people.models import District

        district_id = find_district(district, embedded)
        with district_scope(district_id):
            today = District.objects.get(pk=district_id).today(timezone.now())
            with as_zip(today=today) as archive:
                _write_new(path, archive)


@export_group.command("framework")
@click.argument("path", type=OUT_PATH)
@of_district
@click.option("--title", help="Title of the framework, where there are several.")
def export_framework(*, path: Path, district: str | None, title: str | None) -> None:
    """Write a framework to PATH as a CASE 1.1 package."""
    with open_house() as embedded:
        ensure_tables(embedded)
        content = _framework_file(find_district(district, embedded), title)
        _write_new(path, io.BytesIO(content))


def _framework_file(district_id: UUID, title: str | None) -> bytes:
    from trellis.core.scope import district_scope
    from trellis.interop.case.exporting import to_json
    from trellis.interop.case.queries import export_framework as as_case
    from trellis.interop.case.queries import frameworks_to_export

    with district_scope(district_id):
        frameworks = frameworks_to_export()
        found = [each for each in frameworks if title is None or each.title.lower() == title.strip().lower()]
        if len(found) != 1:
            titles = ", ".join(f"'{each.title}'" for each in frameworks) or "none"
            raise HouseError(f"Say which framework with --title; there are: {titles}.")
        return to_json(as_case(found[0]))


def _write_new(path: Path, content: IO[bytes]) -> None:
    """Write a file that is not there yet, for its owner's eyes only."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(content, file)
            size = file.tell()
    except FileExistsError:
        raise HouseError(f"{path} exists already; choose another name.") from None
    except OSError as error:
        raise HouseError(f"{path} cannot be written: {error.strerror}.") from error
    click.echo(f"{path}: {size / 1e6:.1f} MB.")
