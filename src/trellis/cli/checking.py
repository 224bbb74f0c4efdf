"""What `trellis check` looks at: one sentence each, with what to do."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trellis.cli.house import pending_migrations
from trellis.embedded import Embedded


@dataclass(frozen=True)
class Finding:
    """One thing looked at: whether it is well, and a sentence about it."""

    well: bool
    sentence: str


def findings(embedded: Embedded | None) -> Iterator[Finding]:
    """Look at one thing after the other. Settings and the connection are fine, or we would not be here."""
    yield Finding(well=True, sentence="The settings can be read.")
    yield _database(embedded)
    yield _deploy_settings()
    missing = pending_migrations()
    if missing:
        yield Finding(well=False, sentence=f"{len(missing)} migrations are missing; run `trellis migrate`.")
        return
    yield Finding(well=True, sentence="The tables are up to date.")
    yield _application_role()
    yield _ownership()
    yield _row_security()
    yield _append_only()
    yield _disk()
    yield from _files()


def _database(embedded: Embedded | None) -> Finding:
    from django.db import connection

    version = connection.cursor().connection.info.server_version
    where = "the embedded one" if embedded else "of your own"
    if version < 150_000:
        return Finding(well=False, sentence=f"PostgreSQL {version // 10_000} is too old; use PostgreSQL 15 or newer.")
    encoding = _row("SHOW server_encoding")[0]
    if encoding != "UTF8":
        return Finding(
            well=False,
            sentence=f"The database is in {encoding}; make it again with ENCODING 'UTF8', for names of all languages.",
        )
    return Finding(well=True, sentence=f"PostgreSQL {version // 10_000} answers ({where}).")


def _deploy_settings() -> Finding:
    from django.conf import settings
    from django.core import checks

    if settings.DEBUG:
        return Finding(well=False, sentence="TRELLIS_DEBUG is on; unset it wherever others can reach this server.")
    if settings.DEMO:
        return Finding(well=True, sentence="This is a demo: one click signs in, so keep it on this machine.")
    serious = [each for each in checks.run_checks() if each.level >= checks.ERROR and not each.is_silenced()]
    if serious:
        return Finding(well=False, sentence=f"Django reports: {serious[0].msg}")
    return Finding(well=True, sentence="The settings are fit for a school.")


def _application_role() -> Finding:
    row = _row("SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
    if row[1] or row[2]:
        return Finding(
            well=False,
            sentence=f"The role {row[0]} of DATABASE_URL sees every district; run"
            f" ALTER ROLE {row[0]} NOSUPERUSER NOBYPASSRLS, or use another role.",
        )
    return Finding(well=True, sentence=f"The role {row[0]} is held to its district by the database.")


def _ownership() -> Finding:
    row = _row("SELECT pg_get_userbyid(relowner), current_user FROM pg_class WHERE oid = 'core_moment'::regclass")
    if row[0] == row[1]:
        return Finding(
            well=False,
            sentence=f"The role {row[1]} owns the tables it works on, so it could change their rules; make a"
            " second role for DATABASE_OWNER_URL (docs/operations.md).",
        )
    return Finding(well=True, sentence=f"The tables belong to {row[0]}, not to the application.")


def _row_security() -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'district_id' AND NOT a.attisdropped"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public'"
            " AND NOT (c.relrowsecurity AND c.relforcerowsecurity) ORDER BY 1"
        )
        bare = [name for (name,) in cursor.fetchall()]
    if bare:
        return Finding(
            well=False,
            sentence=f"Row-level security is not forced on {', '.join(bare)}; run `trellis migrate`,"
            " or restore a backup.",
        )
    return Finding(well=True, sentence="Row-level security is forced on every table of a district.")


def _append_only() -> Finding:
    row = _row(
        "SELECT has_table_privilege('core_moment', 'UPDATE') OR has_table_privilege('core_moment', 'DELETE')"
        " OR has_table_privilege('core_moment', 'TRUNCATE')"
    )
    if row[0]:
        return Finding(
            well=False,
            sentence="The application role may change moments; revoke it:"
            " REVOKE UPDATE, DELETE, TRUNCATE ON core_moment FROM the role of DATABASE_URL.",
        )
    return Finding(well=True, sentence="Moments can be added and not changed.")


def _disk() -> Finding:
    folder = Path(os.environ["TRELLIS_DATA_DIR"])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            well=False,
            sentence=f"Nothing can be written in {folder} ({error.strerror}); set TRELLIS_DATA_DIR"
            " to a folder you own.",
        )
    found = os.statvfs(folder)
    free = found.f_bavail * found.f_frsize / 1e9
    if free < 1:
        return Finding(well=False, sentence=f"Only {free:.1f} GB are free in {folder}; make room there.")
    return Finding(well=True, sentence=f"{folder} can be written, {free:.0f} GB free.")


def _files() -> Iterator[Finding]:
    """Write, read and remove a small object where uploaded files lie, if that is a bucket."""
    from django.conf import settings

    from trellis.files import s3

    bucket = s3.bucket()
    if bucket is None:
        yield Finding(well=True, sentence=f"Uploaded files lie in {settings.MEDIA_ROOT}.")
        return
    key, body = "trellis-check", b"Trellis was here."
    where = f"the bucket {bucket.name} at {bucket.endpoint}"
    try:
        bucket.put(key, body)
        read = b"".join(bucket.pieces(key, 0, len(body) - 1))
        bucket.delete(key)
        next(bucket.folders(), None)
    except s3.BucketError as error:
        yield Finding(well=False, sentence=f"Uploaded files lie in {where}, which cannot be used: {_why(error.status)}")
        return
    if read != body:
        yield Finding(well=False, sentence=f"What {where} gives back is not what was written; look at that storage.")
        return
    yield Finding(well=True, sentence=f"Uploaded files lie in {where}: written, read, listed and removed.")
    on_disk = sum(1 for path in Path(settings.MEDIA_ROOT).glob("*/??/*") if path.is_file())
    if on_disk:
        yield Finding(
            well=False,
            sentence=f"{on_disk} files still lie in {settings.MEDIA_ROOT}, where nobody looks now; copy them into the"
            " bucket under the same names (docs/operations.md).",
        )


def _why(status: int) -> str:
    """Say what an answer of the storage means, and what to do."""
    return {
        0: "nothing answers there; look at TRELLIS_FILES_S3_ENDPOINT and the network.",
        301: "it is in another region; set TRELLIS_FILES_S3_REGION.",
        400: "the request does not fit; look at TRELLIS_FILES_S3_REGION and the clock of this machine.",
        403: "the keys may not read, write, list and delete there; look at TRELLIS_FILES_S3_ACCESS_KEY,"
        " TRELLIS_FILES_S3_SECRET_KEY and what they are allowed.",
        404: "there is no such bucket; make it, or set TRELLIS_FILES_S3_BUCKET.",
    }.get(status, f"it answers {status}; look at that storage.")


def _row(query: str) -> tuple[object, ...]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    return row or ()
