"""A large roster, imported and imported again: how fast, and in how much memory.

The roster is written on the fly; each import runs in a process of its own, so that its memory is its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from benchmarks.harness import Claim
from benchmarks.large_roster import write_large_roster
from trellis.embedded import Embedded

USERS = 100_000
ENROLMENTS = 600_000


def claims(database: Embedded) -> list[Claim]:
    """Measure the first import and the unchanged second one."""
    del database  # the settings point to it already, in this process and in those it starts
    with tempfile.TemporaryDirectory() as folder:
        roster = write_large_roster(Path(folder) / "roster", users=USERS, enrolments=ENROLMENTS)
        first = _measure(roster)
        again = _measure(roster, str(first["district"]))
    assert first["created"] == USERS
    assert again["unchanged"] == USERS
    what = f"roster of {USERS:,} users and {ENROLMENTS:,} enrolments"
    return [
        Claim(f"{what}: first import", USERS / first["seconds"], "users/s", limit=5_000, better="more"),
        Claim(f"{what}: memory of the import", first["megabytes"], "MB", limit=500),
        Claim(f"{what}: unchanged again", again["seconds"], "s", limit=10),
        Claim(f"{what}: memory of the second import", again["megabytes"], "MB", limit=500),
    ]


def _measure(roster: Path, *district: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.imports", str(roster), *district]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    measured: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return measured


def _import_once(roster: Path, *district: str) -> dict[str, Any]:
    """Import into a new district, or the one named; say how long it took and what it needed."""
    import django

    django.setup()
    from django.utils import timezone

    from trellis.interop.oneroster.actions import import_roster
    from trellis.people.actions import create_district

    now = timezone.now()
    district_id = UUID(district[0]) if district else create_district(name="Large", time_zone="UTC", now=now).pk
    began = time.perf_counter()
    report = import_roster(district_id=district_id, source=roster, by=None, now=now)
    seconds = time.perf_counter() - began
    assert report.applied
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    measured = {"district": str(district_id), "seconds": seconds, "megabytes": megabytes}
    return {**measured, **report.counts["people"]}


if __name__ == "__main__":
    print(json.dumps(_import_once(Path(sys.argv[1]), *sys.argv[2:])))
