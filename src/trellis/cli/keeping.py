"""Commands that keep a school's data well: migrate, backup, restore, check."""

from __future__ import annotations

import os
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from trellis.cli.house import HouseError, as_owner, bring_up_to_date, choose_data_dir, open_house
from trellis.cli.progress import Bars
from trellis.cli.remembering import forget_demo
from trellis.embedded import Embedded

if TYPE_CHECKING:
    from trellis.backup.erased import Erased


@click.command()
def migrate() -> None:
    """Bring the tables of the database up to date."""
    with open_house():
        done = bring_up_to_date(verbosity=1)
        click.echo("The database is up to date." if done else "The database was up to date already.")


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write everything into one new archive FILE, while Trellis runs on."""
    with open_house() as embedded:
        from django.conf import settings
        from django.utils import timezone

        from trellis.backup import BackupError, write_archive

        path = file.expanduser().resolve()
        try:
            with Bars() as bars:
                manifest = write_archive(
                    path,
                    url=_seeing_url(embedded),
                    files=Path(settings.MEDIA_ROOT),
                    now=timezone.now(),
                    progress=bars.of("Writing the backup"),
                )
        except BackupError as error:
            raise HouseError(str(error)) from error
        size = (manifest.dump_bytes + manifest.file_bytes) / 1e6
        click.echo(
            f"{path}: {size:.1f} MB, {manifest.files} uploaded files. Keep it as safe as the school's own files."
        )
        if settings.FILES_S3_ENDPOINT:
            click.echo(_about_the_bucket(settings.FILES_S3_BUCKET))
        click.echo(_about_the_key())


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Put the backup in the place of what is in the database now.")
@click.option(
    "--erasures",
    type=click.Path(path_type=Path),
    help="A list of who was erased since (trellis erasures); they are erased again.",
)
def restore(file: Path, *, replace: bool, erasures: Path | None) -> None:
    """Put the backup FILE back, whole or not at all."""
    with open_house() as embedded:
        from django.conf import settings
        from django.db import connection

        from trellis.backup import BackupError, open_archive, put_in_place, restore_database

        url = _url_of(embedded)
        owner = str(_owner_of(embedded.owner_url if embedded is not None else url))
        try:
            with open_archive(file.expanduser().resolve(), work_dir=choose_data_dir()) as unpacked:
                manifest = unpacked.manifest
                _refuse_newer(manifest.migrations, manifest.trellis)
                erased = _erased(_seeing_url(embedded) if replace else None, erasures)
                connection.close()
                in_place = put_in_place(unpacked.files, Path(settings.MEDIA_ROOT), replace=replace)
                with in_place, Bars() as bars:
                    restore_database(
                        unpacked.dump,
                        url=url,
                        owner=owner,
                        replace=replace,
                        finish=partial(_finish_restored, erased=erased),
                        progress=bars.of("Restoring"),
                    )
        except BackupError as error:
            raise HouseError(str(error)) from error
        forget_demo(embedded)
        click.echo(f"Restored the backup of {manifest.made_at}, with {manifest.files} uploaded files.")
        if settings.FILES_S3_ENDPOINT:
            click.echo(_about_restored_files(settings.FILES_S3_BUCKET, Path(settings.MEDIA_ROOT), manifest.files))


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def erasures(file: Path) -> None:
    """Write the list of who was erased to FILE: for a restore on a machine that does not know of it."""
    with open_house() as embedded:
        from trellis.backup import BackupError, erased_in, write_erased

        path = file.expanduser().resolve()
        try:
            n = write_erased(path, erased_in(_seeing_url(embedded)))
        except BackupError as error:
            raise HouseError(str(error)) from error
        except OSError as error:
            raise HouseError(f"{path} cannot be written: {error.strerror}.") from error
        click.echo(f"{path}: {n} erased, as bare identifiers. Keep it beside the backups, and newer than they are.")


def _url_of(embedded: Embedded | None) -> str:
    """Return the address of the role that sees every row."""
    if embedded is not None:
        return embedded.superuser_url
    return os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]


def _erased(url: str | None, erasures: Path | None) -> list[Erased]:
    """Return who stays erased: whom the database in place knows, if there is one, and whom a list names."""
    from trellis.backup import erased_in, read_erased

    known = erased_in(url) if url is not None else []
    return known + (read_erased(erasures.expanduser()) if erasures is not None else [])


@click.command()
def check() -> None:
    """Look whether everything is as it should be; say what to do where it is not."""
    with open_house(serves_pages=True) as embedded:
        from trellis.cli.checking import findings

        all_well = True
        for finding in findings(embedded):
            all_well = all_well and finding.well
            click.echo(f"{'ok    ' if finding.well else 'MEND  '}{finding.sentence}")
        sys.exit(0 if all_well else 1)


def _about_the_bucket(bucket: str) -> str:
    return (
        f"The uploaded files lie in the bucket {bucket} and are not in this backup: let the storage keep copies or"
        " versions of the bucket, at least as old as the oldest backup you would restore."
    )


def _about_restored_files(bucket: str, folder: Path, n_files: int) -> str:
    if n_files:
        return (
            f"They lie in {folder} now, while the settings look for files in the bucket {bucket}: copy them there under"
            " the same names, or unset TRELLIS_FILES_S3_ENDPOINT and the settings beside it."
        )
    return f"The files in the bucket {bucket} are as they were; bring older ones back with the means of that storage."


def _about_the_key() -> str:
    key = choose_data_dir() / "secret-key"
    kept = f"the file {key}" if key.exists() else "the value of TRELLIS_SECRET_KEY"
    return (
        f"The secret key is not in it, so that a lost backup opens no door: keep {kept} apart, in another safe place."
        " With another key everybody signs in anew and links in letters no longer open; nothing else is lost."
    )


def _seeing_url(embedded: Embedded | None) -> str:
    """Return the address of a role that sees every row: the owner is held to row-level security as well."""
    if embedded is not None:
        return embedded.superuser_url
    environ = os.environ
    return environ.get("BACKUP_DATABASE_URL") or environ.get("DATABASE_OWNER_URL") or environ["DATABASE_URL"]


def _owner_of(url: str) -> object:
    from psycopg.conninfo import conninfo_to_dict

    return conninfo_to_dict(url).get("user")


def _refuse_newer(migrations: list[str], version: str) -> None:
    from django.apps import apps
    from django.db.migrations.loader import MigrationLoader

    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("trellis.")}
    known = {f"{label}.{name}" for label, name in MigrationLoader(None).disk_migrations}
    unknown = [each for each in migrations if each not in known and each.split(".")[0] in ours]
    if unknown:
        raise HouseError(
            f"This backup was made by a newer Trellis ({version}, which knows {unknown[0]}); upgrade Trellis first."
        )


def _is_district(district_id: UUID) -> bool:
    """Say whether the backup knows this district: a list may name people of one that came later."""
    from trellis.core.scope import district_scope
    from trellis.people.models import District

    with district_scope(district_id):
        return District.objects.filter(pk=district_id).exists()


def _finish_restored(fresh: str, erased: list[Erased]) -> None:
    """Bring a freshly restored database to this version, with the application role's rights, and erase again.

    Whom the database in place or a list knows as erased, no older backup brings back.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from trellis.core.actions_erasing import erase_again
    from trellis.core.database import restrict_application_role

    role = str(connection.settings_dict["USER"])
    with as_owner():
        connection.settings_dict["NAME"] = fresh
        call_command("migrate", interactive=False, verbosity=0)
        restrict_application_role(role)
        erase_again((one for one in erased if _is_district(one[0])), now=timezone.now())
        with connection.cursor() as cursor:
            names = (connection.ops.quote_name(fresh), connection.ops.quote_name(role))
            cursor.execute("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}".format(*names))
