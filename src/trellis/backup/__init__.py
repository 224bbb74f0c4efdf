"""Backup and restore: one archive with everything, put back whole or not at all.

An archive is a zip file with `manifest.json` (what this is, when and by which version it was made, which
migrations it had, checksums), `database.dump` (PostgreSQL's own custom format) and `files/` (what people uploaded).
The secret key is not in it: whoever finds a backup shall not be able to sign links and sessions with it as well.
"""

from __future__ import annotations

from trellis.backup.archive import Manifest, Unpacked, open_archive, write_archive
from trellis.backup.compare import Difference, compare_databases
from trellis.backup.erased import erased_in, read_erased, write_erased
from trellis.backup.files import put_in_place
from trellis.backup.postgres import BackupError
from trellis.backup.restoring import restore_database

__all__ = [
    "BackupError",
    "Difference",
    "Manifest",
    "Unpacked",
    "compare_databases",
    "erased_in",
    "open_archive",
    "put_in_place",
    "read_erased",
    "restore_database",
    "write_archive",
    "write_erased",
]
