"""The archive file: written under another name first, checked before anything is restored from it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from trellis.backup.files import pack_files, unpack_files
from trellis.backup.postgres import BackupError, Client, Progress, applied_migrations, ensure_sees_every_row

FORMAT = 2  # 1 had no files
MANIFEST_NAME = "manifest.json"
DUMP_NAME = "database.dump"
CHUNK = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What an archive says about itself."""

    trellis: str
    format: int
    made_at: str
    postgresql: int
    migrations: list[str]
    dump_bytes: int
    dump_sha256: str
    files: int = 0
    file_bytes: int = 0
    files_sha256: str = ""

    @classmethod
    def from_json(cls, text: str) -> Manifest:
        """Read a manifest; raise `BackupError` for anything that is not one of ours."""
        try:
            values = json.loads(text)
            is_newer, maker = int(values["format"]) > FORMAT, str(values["trellis"])
            if not is_newer:
                return cls(**values)
        except (ValueError, TypeError, LookupError) as error:
            raise BackupError("This file is no Trellis backup: its manifest cannot be read.") from error
        raise BackupError(f"This backup was made by Trellis {maker} in a newer format; upgrade Trellis, then restore.")


@dataclass(frozen=True)
class Unpacked:
    """What an archive held: the dump, and the folder of files, which is None for an archive that knows of none."""

    manifest: Manifest
    dump: Path
    files: Path | None


def write_archive(path: Path, *, url: str, files: Path, now: datetime, progress: Progress) -> Manifest:
    """Write everything in the database at `url` and all files of the folder `files` to a new file at `path`.

    Raises `BackupError` when the file exists, or when the role of `url` does not see every row.
    """
    if path.exists():
        raise BackupError(f"{path} exists already; choose another name.")
    if not path.parent.is_dir():
        raise BackupError(f"The folder {path.parent} does not exist; make it first.")
    ensure_sees_every_row(url)
    client = Client.for_server(url)
    with _private_folder(path.parent) as folder:
        dump = folder / DUMP_NAME
        client.dump(url, dump, progress)
        draft = folder / "archive.zip"
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            archive.write(dump, DUMP_NAME)
            packed = pack_files(archive, files)
            manifest = Manifest(
                trellis=trellis_version(),
                format=FORMAT,
                made_at=now.isoformat(timespec="seconds"),
                postgresql=client.major,
                migrations=applied_migrations(url),
                dump_bytes=dump.stat().st_size,
                dump_sha256=_checksum(dump),
                **asdict(packed),
            )
            archive.writestr(MANIFEST_NAME, json.dumps(asdict(manifest), indent=2) + "\n")
        # The archive holds everything about children: nobody but its owner reads it.
        draft.chmod(0o600)
        _sync(draft)
        draft.rename(path)
    return manifest


@contextmanager
def open_archive(path: Path, *, work_dir: Path) -> Iterator[Unpacked]:
    """Yield what an archive holds, unpacked inside `work_dir`, once the checksums are right."""
    try:
        archive = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BackupError(f"{path} does not exist.") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise BackupError(f"{path} is no Trellis backup, or it is damaged.") from error
    with archive, _private_folder(work_dir) as folder:
        names = set(archive.namelist())
        if not {MANIFEST_NAME, DUMP_NAME} <= names:
            raise BackupError(f"{path} is no Trellis backup: it lacks {MANIFEST_NAME} or {DUMP_NAME}.")
        if archive.getinfo(MANIFEST_NAME).file_size > CHUNK:
            raise BackupError(f"{path} is no Trellis backup: its manifest cannot be read.")
        try:
            manifest = Manifest.from_json(archive.read(MANIFEST_NAME).decode("utf-8"))
            dump = folder / DUMP_NAME
            with archive.open(DUMP_NAME) as packed, dump.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, CHUNK)
            files = folder / "files" if manifest.format > 1 else None
            is_whole = files is None or unpack_files(archive, files) == manifest.files_sha256
        except (zipfile.BadZipFile, UnicodeDecodeError) as error:
            raise BackupError(f"{path} is damaged; take another copy of the backup.") from error
        if not is_whole or _checksum(dump) != manifest.dump_sha256:
            raise BackupError(f"{path} is damaged: its checksum is wrong; take another copy of the backup.")
        yield Unpacked(manifest, dump, files)


def trellis_version() -> str:
    """Return the version of this copy of Trellis."""
    try:
        return version("trellis")
    except PackageNotFoundError:
        return "0.1.0"


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _private_folder(parent: Path) -> Iterator[Path]:
    """Yield a folder inside `parent` that only this account reads and that is gone afterwards."""
    try:
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=".trellis-backup-"))
    except OSError as error:
        raise BackupError(f"Nothing can be written in {parent}: {error.strerror}.") from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
