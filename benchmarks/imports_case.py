"""Frameworks: Common Core mathematics in, unchanged again, and out; its statements; its map of prerequisites."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from benchmarks.harness import Claim

if TYPE_CHECKING:
    from trellis.embedded import Embedded

DATA = Path(os.environ.get("TRELLIS_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
PACKAGE = DATA / "standards" / "ccss-math-case" / "ccss-math-2010.json"
MAP = DATA / "prerequisites" / "coherence-map" / "coherence-map.json.gz"
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def claims(_database: Embedded) -> list[Claim]:
    """Measure the import of a real framework; nothing where the real input is not at hand."""
    if not PACKAGE.exists():
        print(f"    {PACKAGE.name} is not here (set TRELLIS_DATA); nothing was measured.")
        return []
    # Django is ready only now.
    from trellis.people.actions import create_district

    district = create_district(name="Measuring", time_zone="UTC", now=NOW)
    return _measure(district.pk)


def _measure(district_id: UUID) -> list[Claim]:
    from trellis.core.scope import district_scope
    from trellis.framework.models import Framework
    from trellis.interop.case.actions import import_framework, import_prerequisites
    from trellis.interop.case.queries import export_framework

    def bring(*, dry_run: bool = False) -> object:
        return import_framework(district_id=district_id, source=PACKAGE, by=None, now=NOW, dry_run=dry_run)

    def export() -> object:
        with district_scope(district_id):
            return export_framework(Framework.objects.get())

    found = [
        Claim("ccss-math-case looked at, nothing written", _seconds(lambda: bring(dry_run=True)), "s", limit=2),
        Claim("ccss-math-case imported (746 items, 746 associations)", _seconds(bring), "s", limit=2),
        Claim("ccss-math-case imported again, unchanged", _seconds(bring), "s", limit=2),
        Claim("ccss-math-case exported as CASE 1.1", _seconds(export), "s", limit=2),
    ]
    if MAP.exists():
        seconds = _seconds(lambda: import_prerequisites(district_id=district_id, source=MAP, by=None, now=NOW))
        found.append(Claim("Coherence Map imported (480 standards, 899 edges)", seconds, "s", limit=2))
    return found


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
