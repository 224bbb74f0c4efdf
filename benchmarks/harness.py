"""Run benchmarks: `python -m benchmarks.harness [NAME]`.

A benchmark is a file `benchmarks/NAME.py` with a function `claims(database)` that measures, in an embedded
server of its own, and returns a list of `Claim`. The figures are printed as a table and written to
`benchmarks/results/NAME.json`. The exit code says whether every claim holds.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from trellis import embedded

FOLDER = Path(__file__).resolve().parent
RESULTS = FOLDER / "results"
ENTRY = "\ndef claims("


@dataclass(frozen=True)
class Claim:
    """One measured figure, against a limit we set ourselves and, where there is one, a named peer."""

    claim: str
    value: float
    unit: str
    limit: float | None = None
    better: Literal["less", "more"] = "less"
    peer: str = ""
    peer_value: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the figure is within the limit, or at least as good as the peer where there is no limit."""
        bound = self.limit if self.limit is not None else self.peer_value
        if bound is None:
            return True
        return self.value <= bound if self.better == "less" else self.value >= bound

    def as_result(self) -> dict[str, object]:
        """Return the claim as it is written down, numbers to four digits."""
        return {**asdict(self), "value": _rounded(self.value), "holds": self.holds}


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all of them."""
    known = sorted(path.stem for path in FOLDER.glob("*.py") if ENTRY in path.read_text(encoding="utf-8"))
    # `imports` also runs `imports_case`: one subject may have several files.
    chosen = {name: [stem for stem in known if stem == name or stem.startswith(f"{name}_")] for name in names}
    unknown = [name for name, found in chosen.items() if not found]
    if unknown:
        print(f"There is no benchmark {unknown[0]}; there are: {', '.join(known) or 'none'}.", file=sys.stderr)
        return 2
    # Each benchmark starts from an empty database of its own, so none can flatter or spoil the next.
    everything_holds = [
        run(stem) for stem in ([stem for found in chosen.values() for stem in found] if names else known)
    ]
    return 0 if all(everything_holds) else 1


def run(name: str) -> bool:
    """Measure one benchmark, print and keep its figures; return whether all of its claims hold."""
    began = time.monotonic()
    print(f"\n=== {name}", flush=True)
    with embedded.temporary(durable=True) as database:
        prepare(database)
        claims: list[Claim] = importlib.import_module(f"benchmarks.{name}").claims(database)
        # Connections hold the server back from stopping.
        _disconnect()
    print_table(claims)
    write_results(name, claims)
    print(f"    ({time.monotonic() - began:.0f} s)")
    return all(claim.holds for claim in claims)


def prepare(database: embedded.Embedded) -> None:
    """Point the settings at `database`, start Django and make the tables, the first time; later only re-point."""
    import django

    from trellis.cli.house import bring_up_to_date

    os.environ.update(database.environ())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.settings")
    os.environ.setdefault("TRELLIS_SECRET_KEY", "only-for-measuring-0123456789-0123456789")
    # As in the demo: plain HTTP on this machine, otherwise the same code and settings as for a school.
    os.environ.setdefault("TRELLIS_DEMO", "1")
    django.setup()
    from django.db import connection

    from trellis import settings

    connection.settings_dict.update(settings.database("DATABASE_URL"))
    bring_up_to_date()


def print_table(claims: Sequence[Claim]) -> None:
    """Print one line for each claim."""
    rows = [("claim", "value", "limit", "peer", "holds")]
    for each in claims:
        sign = "<=" if each.better == "less" else ">="
        limit = f"{sign} {_text(each.limit)}" if each.limit is not None else ""
        peer = f"{each.peer} {_text(each.peer_value)}".strip() if each.peer_value is not None else each.peer
        rows.append((each.claim, f"{_text(each.value)} {each.unit}", limit, peer, "yes" if each.holds else "NO"))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def write_results(name: str, claims: Sequence[Claim]) -> None:
    """Keep the last figures of a benchmark."""
    RESULTS.mkdir(exist_ok=True)
    content = json.dumps([claim.as_result() for claim in claims], indent=2, ensure_ascii=False)
    (RESULTS / f"{name}.json").write_text(content + "\n", encoding="utf-8")


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _text(value: float | None) -> str:
    return "" if value is None else f"{_rounded(value):,.10g}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
