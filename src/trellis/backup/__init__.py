"""Backup and restore: one archive with everything, put back whole or not at all.

An archive is a zip file with `manifest.json` (what this is, when and by which version it was made, which
migrations it had, a checksum) and `database.dump` (PostgreSQL's own custom format).
"""

from __future__ import annotations

from trellis.backup.archive import Manifest, open_archive, write_archive
from trellis.backup.compare import Difference, compare_databases
from trellis.backup.postgres import BackupError
from trellis.backup.restoring import restore_database

__all__ = [
    "BackupError",
    "Difference",
    "Manifest",
    "compare_databases",
    "open_archive",
    "restore_database",
    "write_archive",
]
